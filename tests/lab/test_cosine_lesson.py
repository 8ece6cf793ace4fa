"""What lesson 1.3 says of word vectors is so, and its widget's data is what the builder computes."""

import json

import numpy as np
import pytest

from lessons.lab import build, build_cosine_explorer, glove
from lessons.lab.counts import unit_rows

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
    data = json.loads((build.CATALOGUE / PATH).read_text(encoding="utf-8"))
    vectors = glove.vectors(data["words"])
    unit = unit_rows(vectors)
    assert data["lengths"] == pytest.approx(np.linalg.norm(vectors, axis=1), abs=5e-4)
    for row, cosines in enumerate(data["cosines"]):
        assert cosines == pytest.approx((unit[row] @ unit.T)[:row], abs=5e-5)
    assert {word for pair in data["pairs"] for word in pair} <= set(data["words"])
    assert sum(size for _, size in data["groups"]) == len(data["words"]) == len(set(data["words"]))


def test_you_beats_kitten_by_dot_product_and_loses_by_cosine() -> None:
    kitten, you = compared("cat", "kitten"), compared("cat", "you")
    assert [round(kitten[0], 1), round(you[0], 1)] == [10.4, 16.7]
    assert [round(length("kitten"), 1), round(length("you"), 1)] == [3.7, 6.4]
    assert [round(kitten[2], 2), round(you[2], 2)] == [0.64, 0.59]


def test_disappear_is_nearer_to_planet_than_spacecraft_is_yet_has_the_smaller_cosine() -> None:
    spacecraft, disappear = compared("planet", "spacecraft"), compared("planet", "disappear")
    assert [round(spacecraft[1], 2), round(disappear[1], 2)] == [4.38, 4.12]
    assert [round(spacecraft[2], 2), round(disappear[2], 2)] == [0.68, 0.58]


def test_good_and_bad_have_a_cosine_of_four_fifths() -> None:
    assert round(compared("good", "bad")[2], 2) == 0.80


def test_lastly_is_the_shortest_of_40000_frequent_words_and_non_families_the_longest() -> None:
    words = list(glove.places())[:40_000]
    vectors = glove.vectors(words)
    lengths = np.linalg.norm(vectors, axis=1)
    assert words[0] == "the"
    assert (words[lengths.argmin()], round(lengths.min(), 1)) == ("lastly", 1.7)
    assert (words[lengths.argmax()], round(lengths.max(), 1)) == ("non-families", 14.1)
    assert [round(length(word), 1) for word in ("the", "love", "war")] == [5.0, 5.3, 5.9]
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
