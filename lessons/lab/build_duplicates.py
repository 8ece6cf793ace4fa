"""Data of the lesson on duplicates: its two widgets, what designs cost, and the vectors of the questions that are hidden."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lessons.lab import corpus, designs, duplicates, sentences

LEAST, MOST, STEP = 30, 100, 1  # thresholds, in hundredths of a cosine
SHOWN = 3  # examples of either kind for each step
HIDDEN_DIMENSIONS = 96
NEIGHBOURS = 5


def desk() -> dict[str, object]:
    """For each threshold how many pairs it takes and how many of them are duplicates; between two of them, some pairs."""
    questions, groups = corpus.paragraphs("support"), duplicates.support_groups()
    rows = sentences.embed(questions)
    likeness, same = duplicates.pairs(rows, groups)
    left, right = np.triu_indices(len(rows), k=1)
    steps = np.floor(100 * likeness + 1e-9).astype(np.int64)
    thresholds = range(LEAST, MOST + 1, STEP)
    shown = [_examples(likeness, same, steps == step).tolist() for step in thresholds]
    used = sorted({int(place) for one in shown for pair in one for place in (left[pair], right[pair])})
    place_of = {place: number for number, place in enumerate(used)}

    def example(pair: int) -> list[float]:
        return [place_of[int(left[pair])], place_of[int(right[pair])], round(float(likeness[pair]), 3), int(same[pair])]

    return {
        "questions": len(questions),
        "pairs": len(likeness),
        "duplicates": int(same.sum()),
        "least": LEAST,
        "taken": [int((steps >= step).sum()) for step in thresholds],
        "right": [int((same & (steps >= step)).sum()) for step in thresholds],
        "largest": [int(duplicates.sizes(duplicates.closed(rows, step / 100 - 1e-11))[0]) for step in thresholds],
        "texts": [questions[place] for place in used],
        "examples": [[example(pair) for pair in one] for one in shown],
    }


def _examples(likeness: NDArray[np.float64], same: NDArray[np.bool_], inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Pairs of a step: some duplicates and some strangers, spread over it, the most alike first."""
    chosen = [
        kind[np.linspace(0, len(kind) - 1, min(SHOWN, len(kind))).round().astype(int)]
        for kind in (np.flatnonzero(inside & same), np.flatnonzero(inside & ~same))
    ]
    both = np.concatenate(chosen)
    return both[np.argsort(-likeness[both], kind="stable")]


def browser() -> dict[str, object]:
    """All questions with their groups, and of each the nearest others, nearest first, with cosines in thousandths."""
    questions, groups = corpus.paragraphs("support"), duplicates.support_groups()
    rows = sentences.embed(questions)
    likeness = rows @ rows.T
    nearest = duplicates.neighbours(likeness, NEIGHBOURS)
    cosines = np.round(1000 * np.take_along_axis(likeness, nearest, axis=1)).astype(np.int64)
    return {"texts": list(questions), "groups": groups.tolist(), "neighbours": nearest.tolist(), "cosines": cosines.tolist()}


def hidden_vectors() -> NDArray[np.int8]:
    return duplicates.compressed(sentences.embed(duplicates.hidden_questions()), HIDDEN_DIMENSIONS)


def known_questions() -> dict[str, object]:
    """The corpus that learners see, for the check that shows them what their finder makes of it."""
    return {"questions": list(corpus.paragraphs("support")), "groups": duplicates.support_groups().tolist()}


def known_vectors() -> NDArray[np.int8]:
    return duplicates.compressed(sentences.embed(corpus.paragraphs("support")), HIDDEN_DIMENSIONS)


BUILDERS = {
    "embeddings/14-duplicates/data/corpus-browser.json": browser,
    "embeddings/14-duplicates/data/design.json": designs.numbers,
    "embeddings/14-duplicates/data/threshold-desk.json": desk,
    "embeddings/14-duplicates/exercise/data/vectors.npy": hidden_vectors,
    "embeddings/14-duplicates/exercise/data/known.json": known_questions,
    "embeddings/14-duplicates/exercise/data/known-vectors.npy": known_vectors,
}
