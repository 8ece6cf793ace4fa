"""How a day's vectors differ from those of a reference, and from when on that is more than chance (pure)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lessons.lab.counts import Matrix

Statistic = Callable[[Matrix, Matrix], float]


def score(reference: Matrix, current: Matrix) -> float:
    """Likeness within the two samples less twice that between them: 0 on average while both are drawn from the same.

    The unbiased estimate of MMD² for the dot product as kernel (Gretton and others, A Kernel Two-Sample Test, 2012, lemma 6).
    With that kernel it estimates the squared distance of the two means. Rows are vectors, two or more of each.
    """
    return _within(reference) + _within(current) - 2 * float(reference.mean(axis=0) @ current.mean(axis=0))


def _within(rows: Matrix) -> float:
    """The mean dot product of two different rows: all products are the square of the sum, less those of a row with itself."""
    total, n = rows.sum(axis=0), len(rows)
    return float((total @ total - np.square(rows).sum()) / (n * (n - 1)))


def chance(rows: Matrix, size: int, statistic: Statistic, *, times: int, seed: int) -> Matrix:
    """What the statistic says of `size` rows against the others when both are drawn from the same rows by lot."""
    rng = np.random.default_rng(seed)
    orders = (rng.permutation(len(rows)) for _ in range(times))
    return np.array([statistic(rows[order[size:]], rows[order[:size]]) for order in orders])
