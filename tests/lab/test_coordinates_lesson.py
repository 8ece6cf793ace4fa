"""What lesson 1.2 says of ids, counts and vectors is so, and its widget's data is what the builder computes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_encoder_bench, counts, glove
from tests.lab.told import data, tells

LESSON = "02-coordinates"
PATH = "embeddings/02-coordinates/data/encoder-bench.json"
WORDS = build_encoder_bench.WORDS


@cache
def company() -> tuple[tuple[str, ...], counts.Matrix]:
    return build_encoder_bench.company()


@cache
def rows(encoding: str) -> counts.Matrix:
    """The twelve words, each row of length 1."""
    known, together = company()
    if encoding == "dense":
        return counts.unit_rows(glove.vectors(WORDS))
    weight = counts.rarity(together) if encoding == "tfidf" else 1.0
    return counts.unit_rows(together[[known.index(word) for word in WORDS]] * weight)


def distance(encoding: str, first: str, second: str) -> float:
    return float(np.linalg.norm(rows(encoding)[WORDS.index(first)] - rows(encoding)[WORDS.index(second)]))


def nearest(encoding: str) -> list[str]:
    alike = rows(encoding) @ rows(encoding).T - 9 * np.eye(len(WORDS))
    return [WORDS[place] for place in alike.argmax(axis=1)]


def partners(found: list[str]) -> int:
    return sum({word, other} in map(set, build_encoder_bench.PAIRS) for word, other in zip(WORDS, found, strict=True))


@cache
def ids() -> dict[str, int]:
    return {word: number for number, word in enumerate(sorted(company()[0]), start=1)}


def test_building_again_gives_the_committed_file() -> None:
    assert (build.CATALOGUE / PATH).read_text(encoding="utf-8") == build.text_of(build.builders()[PATH]())


def test_the_file_is_small_enough_for_a_phone() -> None:
    assert (build.CATALOGUE / PATH).stat().st_size < 250_000


def test_ids_from_a_to_z_are_as_told_and_put_wolf_beside_wood() -> None:
    number = ids()
    fox, wolf, wood, gold, silver = (number[word] for word in ("fox", "wolf", "wood", "gold", "silver"))
    tells(LESSON, f"the {len(number):,} commonest words of the tales", f"*fox* is {fox}, *wolf* {wolf}, *wood* {wood}")
    tells(LESSON, f"*wolf* is {wood - wolf} away from *wood* and {wolf - fox:,} from *fox*")
    tells(LESSON, f'right: "{silver - gold}", why: "{silver} − {gold}')
    apart = {other: abs(number[other] - number["wolf"]) for other in WORDS if other != "wolf"}
    assert min(apart, key=apart.__getitem__) == "wood"


def test_ids_by_frequency_put_wolf_beside_evening() -> None:
    known = company()[0]
    tells(LESSON, f"*wolf* lands {abs(known.index('wolf') - known.index('evening'))} from *evening*")


def test_ids_find_no_partner_counts_5_tfidf_9_and_dense_vectors_all() -> None:
    places = np.array([ids()[word] for word in WORDS])
    by_id = [WORDS[place] for place in (np.abs(np.subtract.outer(places, places)) + 9999 * np.eye(12)).argmin(axis=1)]
    found = [partners(each) for each in (by_id, nearest("counts"), nearest("tfidf"), nearest("dense"))]
    assert found == [0, 5, 9, 12]
    tells(LESSON, "Ids: **0** of 12. One-hot: nobody has a nearest. Counts of company: **5**.")
    tells(LESSON, "Weighed by rarity: **9**. Dense: **12**")


def test_the_company_of_gold_before_and_after_weighing() -> None:
    known, together = company()
    near, weight = together[known.index("gold")], counts.rarity(together)

    def count(word: str) -> int:
        return int(near[known.index(word)])

    def rarity(word: str) -> float:
        return float(weight[known.index(word)])

    tells(LESSON, f"Near *gold* stand *and* {count('and')} times, *the* {count('the')}, *silver* {count('silver')}.")
    tells(LESSON, f"*and* weighs {rarity('and'):.2f}, *silver* {rarity('silver'):.2f}")
    weighed = near * weight
    assert known[weighed.argmax()] == "silver"
    tells(LESSON, f"now *silver* leads, {weighed.max():.1f} to {weighed[known.index('and')]:.1f}.")
    assert {known[place] for place in np.argsort(-near)[:3]} == {"and", "the", "of"}
    assert sum(near > 0) < len(known) / 2, "most of a row's places are 0"


def test_gold_and_silver_are_as_far_apart_as_told() -> None:
    far = {encoding: f"{distance(encoding, 'gold', 'silver'):.2f}" for encoding in ("counts", "tfidf", "dense")}
    tells(LESSON, f"*Gold* and *silver* are {far['tfidf']} apart", f"*gold* to *silver* {far['dense']}")
    names = {"counts": "counts of their company", "tfidf": "TF-IDF of their company", "dense": "dense vectors"}
    tells(LESSON, *(f'left: {names[encoding]}, right: "{told}"' for encoding, told in far.items()))
    tells(LESSON, f"*morning* to *evening* {distance('dense', 'morning', 'evening'):.2f}")


def test_under_tfidf_silver_has_nobody_nearer_than_gold_yet_hardly_anybody_farther() -> None:
    tells(LESSON, "hardly nearer than anything else", "still *silver* has nobody nearer")
    assert nearest("tfidf")[WORDS.index("silver")] == "gold"
    apart = [distance("tfidf", "silver", other) for other in WORDS if other != "silver"]
    assert max(apart) / min(apart) < 1.15


def test_under_dense_vectors_the_next_to_silver_after_gold_is_wood() -> None:
    apart = sorted((distance("dense", "silver", other), other) for other in WORDS if other != "silver")
    assert [other for _, other in apart[:2]] == ["gold", "wood"]
    tells(LESSON, f"the next is *wood*, at {apart[1][0]:.2f} from *silver*")


def test_one_number_of_the_wolf_is_as_told() -> None:
    (wolf,) = glove.vectors(["wolf"])
    tells(LESSON, f"the 17th of the {len(wolf)} numbers of *wolf* is {wolf[16]:.2f}")


def test_the_order_of_weights_is_that_of_the_formula() -> None:
    entries = {"the": (40, 100), "king": (2, 50), "wood": (3, 25), "spindle": (2, 1)}
    weights = [times * float(np.log(100 / having)) for times, having in entries.values()]
    assert weights == sorted(weights)
    tells(LESSON, "40 · 0 = 0, 2 · 0.7 ≈ 1.4, 3 · 1.4 ≈ 4.2, 2 · 4.6 ≈ 9.2.")
    assert weights == pytest.approx([0, 1.4, 4.2, 9.2], abs=0.05)


def test_the_sizes_of_tables_are_as_told() -> None:
    document = data(f"{LESSON}/data/encoder-bench.json")
    assert document["size"] == len(company()[0])
    assert all(len(word["dense"]) == 50 and all(word["dense"]) for word in document["words"]), "none of the 50 numbers is zero"
    tells(LESSON, f"Even weighed, a row has {document['size']:,} places", f"with 50 numbers instead of {document['size']:,}")
    tells(LESSON, f"{document['size']:,} words occur {build_encoder_bench.RARE} times or more")
