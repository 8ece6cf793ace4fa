"""What lesson 1.3 says of word vectors is so, and its widget's data is what the builder computes."""

import numpy as np
import pytest

from lessons.lab import build, build_cosine_explorer, glove
from lessons.lab.counts import unit_rows
from tests.lab.told import data, tells

LESSON = "03-cosine"
PATH = "embeddings/03-cosine/data/cosine-explorer.json"


def compared(first: str, second: str) -> tuple[float, float, float]:
    """Dot product, distance and cosine of two words."""
    a, b = glove.vectors([first, second])
    return float(a @ b), float(np.linalg.norm(a - b)), float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def length(word: str) -> float:
    return float(np.linalg.norm(glove.vectors([word])[0]))


def test_building_again_gives_the_committed_file() -> None:
    assert (build.CATALOGUE / PATH).read_text(encoding="utf-8") == build.text_of(build_cosine_explorer.build())


def test_the_file_tells_lengths_and_cosines_of_the_very_vectors() -> None:
    document = data(f"{LESSON}/data/cosine-explorer.json")
    vectors = glove.vectors(document["words"])
    tells(LESSON, f"the lengths of {len(vectors)} word vectors")
    unit = unit_rows(vectors)
    assert document["lengths"] == pytest.approx(np.linalg.norm(vectors, axis=1), abs=5e-4)
    for row, cosines in enumerate(document["cosines"]):
        assert cosines == pytest.approx((unit[row] @ unit.T)[:row], abs=5e-5)
    assert {word for pair in document["pairs"] for word in pair} <= set(document["words"])
    assert sum(size for _, size in document["groups"]) == len(document["words"]) == len(set(document["words"]))


def test_you_beats_kitten_by_dot_product_and_loses_by_cosine() -> None:
    kitten, you = compared("cat", "kitten"), compared("cat", "you")
    assert you[0] > kitten[0] and you[2] < kitten[2]
    tells(LESSON, f"| *kitten* | {kitten[0]:.1f} | {length('kitten'):.1f} | **{kitten[2]:.2f}** |")
    tells(LESSON, f"| *you* | **{you[0]:.1f}** | {length('you'):.1f} | {you[2]:.2f} |")
    tells(LESSON, f"So {kitten[2]:.2f} is high?")


def test_disappear_is_nearer_to_planet_than_spacecraft_is_yet_has_the_smaller_cosine() -> None:
    spacecraft, disappear = compared("planet", "spacecraft"), compared("planet", "disappear")
    assert disappear[1] < spacecraft[1] and disappear[2] < spacecraft[2]
    assert length("disappear") < length("spacecraft")
    tells(LESSON, f"*planet · spacecraft* ({spacecraft[1]:.2f} apart) and *planet · disappear* ({disappear[1]:.2f})")
    tells(LESSON, f"The cosines, {spacecraft[2]:.2f} and {disappear[2]:.2f}, put that right.")


def test_good_and_bad_have_a_cosine_of_four_fifths() -> None:
    tells(LESSON, f"*Good* and *bad*: cosine {compared('good', 'bad')[2]:.2f}.")


def test_lastly_is_the_shortest_of_40000_frequent_words_and_non_families_the_longest() -> None:
    words = list(glove.places())[:40_000]
    vectors = glove.vectors(words)
    lengths = np.linalg.norm(vectors, axis=1)
    assert words[0] == "the"
    shortest, longest = words[lengths.argmin()], words[lengths.argmax()]
    tells(LESSON, f"Of {len(words):,} frequent words", f"*{shortest}* has the shortest vector ({lengths.min():.1f})")
    tells(LESSON, f"*{longest}* the longest ({lengths.max():.1f})", f"*The* has length {length('the'):.1f}")
    tells(LESSON, "*Non-families* means no more than *love* or *war*; their vectors have lengths between 5 and 6.")
    assert all(5 < length(word) < 6 for word in ("love", "war"))
    alike = unit_rows(vectors)

    def nearest(word: str) -> list[str]:
        return [words[place] for place in np.argsort(-(alike @ alike[words.index(word)]))[1:5]]

    assert "29.6" in nearest("non-families")
    assert "secondly" in nearest("lastly")


def test_the_points_of_the_picture_have_the_cosines_that_are_told() -> None:
    query, candidates = np.array([2.0, 1.0]), np.array([[6.4, 3.0], [1.6, 2.1], [4.6, 0.2], [-2.2, -1.1]])
    cosines = unit_rows(candidates) @ query / np.linalg.norm(query)
    assert [round(float(one), 2) for one in cosines] == [1.0, 0.9, 0.91, -1.0]
    assert np.linalg.norm(candidates - query, axis=1).argmin() == 1
    degrees = np.degrees(np.arccos(np.clip(cosines, -1, 1)))
    tells(LESSON, f"Its direction is {degrees[1]:.0f}° off: cosine {cosines[1]:.2f}.")
    tells(LESSON, f"Some {degrees[2]:.0f}° off on the other side: cosine {cosines[2]:.2f}.")


def test_a_stretch_can_leave_the_distance_as_it_was_so_only_the_cosine_is_sure_to_stay() -> None:
    b = np.array([3.0, 0.0])
    a = np.array([np.cos(np.pi / 3), np.sin(np.pi / 3)])
    assert np.linalg.norm(2 * a - b) == pytest.approx(np.linalg.norm(a - b))
    tells(LESSON, "What is sure to stay the same?")
