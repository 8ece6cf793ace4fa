"""Who stands beside whom: co-occurrence counts and what is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def vocabulary(texts: Iterable[Sequence[str]], *, least: int) -> tuple[str, ...]:
    """The words that occur at least `least` times, the most frequent first, equals in alphabetical order."""
    seen = Counter(word for text in texts for word in text)
    return tuple(
        sorted((word for word, times in seen.items() if times >= least), key=lambda word: (-seen[word], word))
    )


def by_distance(texts: Iterable[Sequence[str]], known: Sequence[str], reach: int) -> list[Matrix]:
    """One matrix per distance 1..reach: how often `known[column]` stands so far before or after `known[row]`.

    A word that is not known keeps its place, so distances are those of the text; a pair never spans two
    texts. The counts of a context window w are the sum of the first w matrices.
    """
    size = len(known)
    number = {word: index for index, word in enumerate(known)}
    nowhere = [-1] * reach
    line = np.array(
        [place for text in texts for place in [*(number.get(word, -1) for word in text), *nowhere]]
    )
    return [_pairs(line[:-distance], line[distance:], size) for distance in range(1, reach + 1)]


def _pairs(before: NDArray[np.int64], after: NDArray[np.int64], size: int) -> Matrix:
    both = (before >= 0) & (after >= 0)
    flat = np.bincount(before[both] * size + after[both], minlength=size * size)
    counts = flat.reshape(size, size).astype(np.float64)
    return counts + counts.T


def ppmi(counts: Matrix, *, smoothing: float = 0.75) -> Matrix:
    """Positive pointwise mutual information: log of how much more often than by chance two words meet, or 0.

    Context frequencies are raised to `smoothing`, which keeps rare contexts from seeming too telling
    (Levy, Goldberg and Dagan, 2015).
    """
    row = counts.sum(axis=1, keepdims=True) / counts.sum()
    column = counts.sum(axis=0) ** smoothing
    expected = row * (column / column.sum())
    met = (counts > 0) & (expected > 0)
    ratio = np.divide(counts / counts.sum(), expected, out=np.ones_like(counts), where=met)
    logarithm: Matrix = np.maximum(np.log(ratio), 0)
    return logarithm


def rarity(counts: Matrix) -> Matrix:
    """log(N / df) of every column: N rows in all, df of them with a count there; 0 for a column nobody has.

    Inverse document frequency (Spärck Jones, 1972), where the document is a row: the company of one word.
    """
    having = (counts > 0).sum(axis=0)
    weight: Matrix = np.log(len(counts) / np.maximum(having, 1))
    return np.where(having > 0, weight, 0.0)


def unit_rows(matrix: Matrix) -> Matrix:
    """Every row stretched or shrunk to length 1; a row of zeros stays as it is."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    shrunk: Matrix = np.divide(matrix, length, out=np.zeros_like(matrix), where=length > 0)
    return shrunk
