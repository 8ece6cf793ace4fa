"""Retrieve then rerank: which of the first k a second reader puts on top, and what reading costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lessons.lab import corpus, duplicates, pooling, sentences
from lessons.lab.counts import Matrix, unit_rows

MOST = 50  # candidates that are reranked, at most


def late_interaction(first: Matrix, second: Matrix) -> float:
    """How well every token of each text finds its like in the other; rows of length 1 (MaxSim: Khattab and Zaharia, 2020).

    Averaged over the tokens of each side, and over both sides.
    """
    likeness = first @ second.T
    return float(likeness.max(axis=1).mean() + likeness.max(axis=0).mean()) / 2


def retrieved(rows: Matrix) -> duplicates.Ints:
    """The MOST nearest other rows of each row, nearest first."""
    return duplicates.neighbours(rows @ rows.T, MOST)


def shares(right: NDArray[np.bool_], scores: Matrix) -> dict[str, list[float]]:
    """For each number k of candidates: of the queries, in rows, the share whose first result is right, by two ways to rerank.

    `late` takes the candidate with the best score among the first k. `reader` is perfect: its first result is right whenever
    one of the k is.
    """
    sizes = range(1, right.shape[1] + 1)
    return {
        "late": [round(float(right[np.arange(len(right)), scores[:, :k].argmax(axis=1)].mean()), 3) for k in sizes],
        "reader": [round(float(right[:, :k].any(axis=1).mean()), 3) for k in sizes],
    }


def asking(groups: duplicates.Ints) -> duplicates.Ints:
    """The questions that have a duplicate."""
    return np.flatnonzero(np.bincount(groups)[groups] > 1)


def late_scores(texts: Sequence[str], queries: duplicates.Ints, found: duplicates.Ints) -> Matrix:
    """Late interaction of each query, by its place, with those that were found for it."""
    needed = np.unique(np.concatenate([queries, found.ravel()]))
    rows = sentences.token_vectors([texts[place] for place in needed])
    tokens = {int(place): unit_rows(own[1:-1]) for place, own in zip(needed, rows, strict=True)}
    pairs = zip(queries, found, strict=True)
    return np.array([[late_interaction(tokens[int(one)], tokens[int(other)]) for other in row] for one, row in pairs])


def support_bench() -> tuple[dict[str, dict[str, list[float]]], dict[str, list[int]]]:
    """The shares on the support corpus, retrieved by averaged words and by the sentence model.

    And whom late interaction chooses of ten for the first twelve that ask, for a test to choose again.
    """
    questions, groups = corpus.paragraphs("support"), duplicates.support_groups()
    queries = asking(groups)
    curves, chosen = {}, {}
    for name, rows in {"words": pooling.averaged_words(questions), "model": sentences.embed(questions)}.items():
        found = retrieved(rows)[queries]
        scores = late_scores(questions, queries, found)
        curves[name] = shares(groups[found] == groups[queries][:, None], scores)
        chosen[name] = [int(row[ten.argmax()]) for row, ten in zip(found[:12], scores[:12, :10], strict=True)]
    return curves, chosen


def milliseconds(work: Callable[[], object], repeats: int = 20) -> float:
    """The quickest of some runs."""

    def run() -> float:
        begun = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - begun)

    return min(run() for _ in range(repeats))


def measure() -> dict[str, float]:
    """Milliseconds for one text through the model, one pair through the same layers, and one comparison of two vectors."""
    first, second = corpus.paragraphs("support")[:2]
    rows = np.random.default_rng(0).normal(size=(1000, 384))
    return {
        "text": milliseconds(lambda: sentences.token_vectors([first])),
        "pair": milliseconds(lambda: sentences.read_together(first, second)),
        "comparison": milliseconds(lambda: rows @ rows[0]) / 1000,
    }
