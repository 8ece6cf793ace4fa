"""How much closer some words are to one set of words than to another: WEAT, projections, and a direction taken out.

The word embedding association test is that of Caliskan, Bryson and Narayanan (Science 356, 2017). The standard deviation of its
effect size divides by the number of words, as WEFE does: with X and Y of one size, the effect lies between −2 and 2.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lessons.lab import glove
from lessons.lab.corpus import CORPORA
from lessons.lab.counts import Matrix, unit_rows

Vector = NDArray[np.float64]


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """Name → the words that GloVe has among its frequent ones, in small letters."""
    lists = json.loads((CORPORA / "weat" / "word-lists.json").read_text(encoding="utf-8"))
    known = glove.places()
    return {name: tuple(word.lower() for word in words if word.lower() in known) for name, words in lists.items()}


@cache
def ratings() -> dict[str, tuple[float, float]]:
    """Word → how people rated it by definition and by stereotype, from −1 (female) to 1 (male)."""
    rows = json.loads((CORPORA / "weat" / "professions.json").read_text(encoding="utf-8"))
    return {word: (float(definition), float(stereotype)) for word, definition, stereotype in rows}


def list_vectors(name: str) -> Matrix:
    """The vectors of a list, of length 1."""
    return unit_rows(glove.vectors(word_lists()[name]))


def direction(start: str, end: str) -> Vector:
    """The step from one word to another, both of length 1, itself made length 1."""
    first, last = unit_rows(glove.vectors([start, end]))
    return np.asarray((last - first) / np.linalg.norm(last - first))


def without(rows: Matrix, axis: Vector) -> Matrix:
    """Rows with their part along `axis` (of length 1) taken out, made length 1 again (Bolukbasi and others, 2016: neutralise)."""
    return unit_rows(rows - np.outer(rows @ axis, axis))


def associations(W: Matrix, A: Matrix, B: Matrix) -> Vector:
    """s(w, A, B) for each row of W: its mean cosine with A minus that with B."""
    unit = unit_rows(W)
    return np.asarray((unit @ unit_rows(A).T).mean(axis=1) - (unit @ unit_rows(B).T).mean(axis=1))


def effect_size(X: Matrix, Y: Matrix, A: Matrix, B: Matrix) -> float:
    """How far apart X and Y are associated with A rather than B, in standard deviations of all of them."""
    x, y = associations(X, A, B), associations(Y, A, B)
    return float((x.mean() - y.mean()) / np.concatenate([x, y]).std())


def splits_as_large(X: Matrix, Y: Matrix, A: Matrix, B: Matrix) -> tuple[int, int]:
    """Of all splits of X and Y together into sets of their sizes: how many are at least as far apart as X and Y, and all.

    X and Y themselves are one of them. The p-value is the first divided by the second (one-sided, exact).
    """
    scores = np.concatenate([associations(X, A, B), associations(Y, A, B)])
    halves = np.array(list(combinations(range(len(scores)), len(X))))
    sums = scores[halves].sum(axis=1)
    return int((sums >= sums[0] - 1e-12).sum()), len(halves)  # the first combination is X itself


def drawn_as_large(X: Matrix, Y: Matrix, A: Matrix, B: Matrix, draws: int, seed: int) -> int:
    """The same among `draws` splits by lot, where all are too many; X and Y are not counted."""
    scores = np.concatenate([associations(X, A, B), associations(Y, A, B)])
    order = np.argsort(np.random.default_rng(seed).random((draws, len(scores))), axis=1)
    return int((scores[order[:, : len(X)]].sum(axis=1) >= scores[: len(X)].sum() - 1e-12).sum())
