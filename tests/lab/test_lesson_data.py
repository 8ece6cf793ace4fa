"""The committed data of lessons 1.1 and 1.2 is what the builders compute, and bears out the lessons."""

import json

import numpy as np
import pytest

from lessons.lab import build, build_concordance, build_encoder_bench, counts, glove

MINE = [*build_concordance.BUILDERS, *build_encoder_bench.BUILDERS]
PAIRED = build_encoder_bench.WORDS


@pytest.mark.parametrize("path", MINE)
def test_building_again_gives_the_committed_file(path: str) -> None:
    assert (build.CATALOGUE / path).read_text(encoding="utf-8") == build.text_of(build.builders()[path]())


@pytest.mark.parametrize("path", MINE)
def test_a_data_file_is_small_enough_for_a_phone(path: str) -> None:
    assert (build.CATALOGUE / path).stat().st_size < 250_000


def _nearest(rows: np.ndarray) -> list[str]:
    unit = counts.unit_rows(rows)
    alike = unit @ unit.T - np.eye(len(rows)) * 9
    return [PAIRED[place] for place in alike.argmax(axis=1)]


def _of_a_kind(nearest: list[str]) -> int:
    return sum(
        {word, other} in map(set, build_encoder_bench.PAIRS)
        for word, other in zip(PAIRED, nearest, strict=True)
    )


def test_counts_find_5_of_12_partners_tfidf_9_and_dense_vectors_all() -> None:
    known, together = build_encoder_bench.company()
    rows = together[[known.index(word) for word in PAIRED]]
    found = [rows, rows * counts.rarity(together), glove.vectors(PAIRED)]
    assert [_of_a_kind(_nearest(each)) for each in found] == [5, 9, 12]


def test_ids_from_a_to_z_put_wolf_beside_wood_and_find_no_partner() -> None:
    ids = [word["ids"]["alphabet"] for word in _document("02-coordinates/data/encoder-bench.json")["words"]]
    apart = np.abs(np.subtract.outer(ids, ids)) + np.eye(12) * 9999
    nearest = [PAIRED[place] for place in apart.argmin(axis=1)]
    assert nearest[PAIRED.index("wolf")] == "wood"
    assert _of_a_kind(nearest) == 0


@pytest.mark.parametrize(
    ("word", "window", "first"),
    [
        ("wine", 1, "bread"),
        ("wine", 5, "drink"),
        ("happy", 1, "sad"),
        ("wood", 1, "forest"),
        ("wood", 5, "forest"),
    ],
)
def test_the_nearest_words_that_the_lesson_names(word: str, window: int, first: str) -> None:
    words = {entry["word"]: entry for entry in _document("01-company/data/concordance.json")["words"]}
    assert words[word]["near"][window - 1][0][0] == first


def test_every_neighbour_has_lines_that_show_what_it_shares() -> None:
    document = _document("01-company/data/concordance.json")
    others = {near[0] for word in document["words"] for window in word["near"] for near in window}
    assert others <= set(document["lines"])


def _document(path: str) -> dict:
    return json.loads((build.CATALOGUE / "embeddings" / path).read_text(encoding="utf-8"))
