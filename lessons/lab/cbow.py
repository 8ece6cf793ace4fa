"""Word2vec's game with a covered word (CBOW with negative sampling; Mikolov and others, 2013), trained in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.lab.skipgram import Tables

Numbers = NDArray[np.int64]
Table = NDArray[Any]  # rows of float32 in training, of float64 where somebody wants it exact


@dataclass(frozen=True, slots=True)
class Plan:
    """A training run; the rate falls in a straight line to nothing."""

    reach: int  # the widest window, in words to each side; each question draws one up to it
    dimension: int
    negatives: int
    epochs: int
    batch: int  # questions answered before the tables move
    rate: float
    seed: int


@dataclass(frozen=True, slots=True)
class Questions:
    """One row a place of the text: the covered word, and its neighbours from far left to far right, −1 where there is none."""

    covered: Numbers
    around: Numbers


def questions(lines: Sequence[Numbers], reach: int) -> Questions:
    """Every place of every line; a window never leaves its line."""
    around = [_around(line, reach) for line in lines]
    return Questions(np.concatenate(lines), np.concatenate(around))


def _around(line: Numbers, reach: int) -> Numbers:
    padded = np.pad(line, reach, constant_values=-1)
    return np.stack([padded[reach + step : reach + step + len(line)] for step in offsets(reach)], axis=1)


def offsets(reach: int) -> Numbers:
    """Where the columns of `around` stand from the covered word: −reach … −1, 1 … reach."""
    return np.array([step for step in range(-reach, reach + 1) if step])


def narrowed(around: Numbers, reach: Numbers | int) -> Numbers:
    """The same with windows of `reach` words, one for all rows or one a row."""
    wide = offsets(around.shape[1] // 2)
    return np.where(np.abs(wide) <= np.reshape(reach, (-1, 1)), around, -1)


def start(words: int, plan: Plan) -> Tables:
    """Small random rows for what goes in, and zeros for what comes out."""
    into = np.random.default_rng(plan.seed).uniform(-0.5, 0.5, size=(words, plan.dimension)) / plan.dimension
    return Tables(into.astype(np.float32), np.zeros_like(into, dtype=np.float32))


def hidden(into: Table, around: Numbers) -> Table:
    """The mean of the rows of the neighbours, for each question; zeros where there is no neighbour."""
    there = around >= 0
    rows = into[around] * there[..., None]
    return np.asarray(rows.sum(axis=1) / np.maximum(there.sum(axis=1), 1)[:, None], dtype=into.dtype)


def losses(tables: Tables, around: Numbers, asked: Numbers) -> Table:
    """The pair loss of each question, in nats; `asked` has the covered word first and its negatives after it."""
    scores = _scores(hidden(tables.into, around), tables.out[asked])
    return np.asarray(np.logaddexp(0, -scores[:, 0]) + np.logaddexp(0, scores[:, 1:]).sum(axis=1))


def _scores(h: Table, u: Table) -> Table:
    return np.asarray(np.einsum("qd,qwd->qw", h, u))


def training(tables: Tables, text: Questions, likely: NDArray[np.float64], plan: Plan) -> Iterator[float]:
    """Moves the tables in place, batch after batch; yields the mean loss of each epoch, in nats a question."""
    rng = np.random.default_rng(plan.seed)
    size, edges, done = len(text.covered), np.cumsum(likely), 0
    for _ in range(plan.epochs):
        order, total = rng.permutation(size), 0.0
        for places in np.split(order, range(plan.batch, size, plan.batch)):
            around = narrowed(text.around[places], rng.integers(1, plan.reach + 1, size=len(places)))
            drawn = np.minimum(np.searchsorted(edges, rng.random((len(places), plan.negatives)), side="right"), len(edges) - 1)
            asked = np.column_stack([text.covered[places], drawn])
            total += float(losses(tables, around, asked).sum())
            _step(tables, around, asked, plan.rate * (1 - done / (size * plan.epochs)))
            done += len(places)
        yield total / size


def _step(tables: Tables, around: Numbers, asked: Numbers, rate: float) -> None:
    """One step for a batch. Each neighbour takes the whole step of the mean, as in the authors' program."""
    into, out, width = tables.into, tables.out, around.shape[1]
    h, u = hidden(into, around), out[asked]
    slope = 1 / (1 + np.exp(-_scores(h, u)))
    slope[:, 0] -= 1
    there = around.ravel() >= 0
    moved = np.repeat(np.einsum("qw,qwd->qd", slope, u), width, axis=0)[there]
    np.subtract.at(out, asked.ravel(), (rate * slope[..., None] * h[:, None]).reshape(-1, h.shape[1]).astype(out.dtype))
    np.subtract.at(into, around.ravel()[there], (rate * moved).astype(into.dtype))


def guesses(tables: Tables, around: Numbers, likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely the model holds each word in each gap: e^score times the noise, brought to a sum of 1.

    A score that negative sampling has trained is the logarithm of how much likelier a word is here than among the
    negatives, up to a constant (Levy and Goldberg, 2014); the noise turns it back.
    """
    scores = hidden(tables.into, around).astype(np.float64) @ tables.out.T.astype(np.float64) + np.log(likely)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
