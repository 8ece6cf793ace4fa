"""Skip-gram with negative sampling (Mikolov and others, 2013): the loss, one step down its slope, and a small training run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lessons.lab.counts import Matrix

NOISE = 0.75  # counts are raised to this power before negatives are drawn


@dataclass(frozen=True, slots=True)
class Tables:
    """One row a word in each: `into` where it is the center, `out` where it is a context. One table may play both parts."""

    into: Matrix
    out: Matrix

    def copy(self) -> Tables:
        into = self.into.copy()
        return Tables(into, into if self.out is self.into else self.out.copy())


def noise(times: NDArray[np.float64], power: float = NOISE) -> NDArray[np.float64]:
    """How likely each word is to be drawn as a negative, from how often it occurs (or is a context)."""
    weight = times**power
    return np.asarray(weight / weight.sum())


def sigma(scores: Matrix) -> Matrix:
    return np.asarray(np.exp(-np.logaddexp(0, -scores)))


def pair_loss(tables: Tables, center: int, context: int, negatives: Sequence[int]) -> float:
    """−log σ(u_context·v) − Σ log σ(−u_negative·v), in nats."""
    v = tables.into[center]
    drawn = tables.out[list(negatives)] @ v
    return float(np.logaddexp(0, -(tables.out[context] @ v)) + np.logaddexp(0, drawn).sum())


def map_loss(tables: Tables, counts: Matrix, negatives: int) -> float:
    """The mean of the pair loss over all pairs that were counted and over all negatives that might be drawn."""
    pairs, scores = counts / counts.sum(), tables.into @ tables.out.T
    drawn = pairs.sum(axis=1, keepdims=True) * noise(counts.sum(axis=0))
    return float((pairs * np.logaddexp(0, -scores)).sum() + negatives * (drawn * np.logaddexp(0, scores)).sum())


def slopes(tables: Tables, center: int, rows: Sequence[int]) -> NDArray[np.float64]:
    """σ(score) − label of the context, which is the first row, and of the negatives after it."""
    scores = tables.out[list(rows)] @ tables.into[center]
    return np.asarray(sigma(scores) - (np.arange(len(rows)) == 0))


def take_step(tables: Tables, center: int, context: int, negatives: Sequence[int], rate: float) -> None:
    """Moves the tables in place, every row from where all of them were."""
    rows = [context, *negatives]
    slope, v, u = slopes(tables, center, rows), tables.into[center].copy(), tables.out[rows]
    tables.into[center] -= rate * slope @ u
    np.subtract.at(tables.out, rows, rate * np.outer(slope, v))


def random_tables(words: int, dimension: int, spread: float, seed: int, *, single: bool = False) -> Tables:
    rng = np.random.default_rng(seed)
    into, out = spread * rng.normal(size=(2, words, dimension))
    return Tables(into, into if single else out)


def trained(
    tables: Tables, counts: Matrix, *, negatives: int, steps: int, rate: float, seed: int, keep: Sequence[int]
) -> Mapping[int, Tables]:
    """The tables after so many steps as `keep` names, with pairs and negatives drawn at random.

    The rate falls in a straight line to a tenth of what it is at the start.
    """
    rng = np.random.default_rng(seed)
    words = len(counts)
    pairs = rng.choice(words * words, size=steps, p=(counts / counts.sum()).ravel())
    drawn = rng.choice(words, size=(steps, negatives), p=noise(counts.sum(axis=0)))
    now = tables.copy()
    kept = {0: tables.copy()}
    for done, (pair, others) in enumerate(zip(pairs.tolist(), drawn.tolist(), strict=True), start=1):
        center, context = divmod(pair, words)
        take_step(now, center, context, others, rate * (1 - 0.9 * done / steps))
        if done in keep:
            kept[done] = now.copy()
    return kept
