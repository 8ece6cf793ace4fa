"""The catalogue is as good as `content validate` asks, and what it asks tells rewordings from other questions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exercises.content.likeness import NEAR_DUPLICATE, wording
from lessons.lab import sentences
from tests.catalogue.bundle import real
from tutor.catalogue.quality import review

BUNDLE = real()
ITEMS = {item.slug: item for items in BUNDLE.items.values() for item in items}
# Items of the catalogue in other words.
REWORDED = {
    "name-the-crowding": "The distances from one random point to others become almost the same in many dimensions. What is "
    "this called? Complete it: distance … concentration",
    "recall-of-three-queries": "Three queries go to an index for ten rows each. It finds , and of the ten that are truly "
    "nearest. What is the mean recall@10? Two decimals.",
    "one-wrong-link": "Two right groups, of and of , are joined by one wrong link. How many wrong pairs does that make?",
    "what-concentrates": "What happens to nearest-neighbour search among random points when d grows? There is still a nearest, "
    "but its lead shrinks Every distance goes to 0 and everything is a neighbour From some dimension on nothing is nearest "
    "Nothing: more dimensions only mean more information",
    "no-direction": "Why does a vector of zeros not have a cosine? There is no direction in it to measure an angle to It stands "
    "at right angles to all others, so it is 0 All vectors are equally near, so it is 1 There is one, but floats cannot "
    "represent it",
    "why-not-accuracy": "99.6% of all pairs are judged rightly by a finder. What does that tell you? It finds most duplicates "
    "and errs seldom Nothing: finding none would do just as well Few of its pairs are wrong It beats a threshold of 0.60",
}


@pytest.mark.xdist_group("sentence model")
def test_the_catalogue_is_good(tmp_path: Path) -> None:
    assert [str(problem) for problem in review(BUNDLE, tmp_path / "wordings.npz")] == []


@pytest.mark.xdist_group("sentence model")
def test_an_item_in_other_words_is_told_from_all_others() -> None:
    rows = sentences.embed([wording(ITEMS[slug]) for slug in REWORDED])
    reworded = sentences.embed(list(REWORDED.values()))
    assert np.all(np.diag(rows @ reworded.T) >= NEAR_DUPLICATE)
    assert np.all((rows @ reworded.T)[~np.eye(len(rows), dtype=bool)] < NEAR_DUPLICATE)
