"""A bank's help desk over sixteen days: what it has answers to, what it is asked, and three models that embed questions."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lessons.lab import corpus, geometry, glove, sentences
from lessons.lab.counts import Matrix, unit_rows

Places = NDArray[np.int64]  # of questions
INTENTS, EACH, STORED = 15, 80, 20  # intents of a bank; questions of each; those with an answer on file
CALM = 200  # questions asked before the first day: the reference
DAYS, A_DAY = 16, 40
CHANGE = 7  # the day on which something happens
MORE_A_DAY = 4  # from then on each day has so many more questions about the new topic
CANARY = 0  # of the stored questions of each intent this one is embedded again each day
SEED = 1
SIZE = 384  # numbers in a vector, whichever the model


@dataclass(frozen=True, slots=True)
class Stream:
    """Places of questions: of calm days; then for each day those to the bank, and those about work that replace some."""

    calm: Places
    days: tuple[Places, ...]
    new_topic: tuple[Places, ...]


@cache
def questions() -> tuple[tuple[str, str], ...]:
    """Intent and text of every question: those to the bank, intent by intent, then those about work."""
    rows: list[tuple[str, str]] = []
    for domain in ("banking", "work"):
        with (corpus.CORPORA / "helpdesk" / f"{domain}.csv").open(encoding="utf-8", newline="") as file:
            rows += [(row["intent"], row["text"]) for row in csv.DictReader(file)]
    return tuple(rows)


def stored() -> Places:
    """The questions that have an answer on file."""
    return _bank()[:, :STORED].ravel()


def canaries() -> Places:
    """One stored question of each intent."""
    return _bank()[:, CANARY]


def stream() -> Stream:
    """What is asked, drawn by lot once for all."""
    rng = np.random.default_rng(SEED)
    asked = rng.permutation(_bank()[:, STORED:].ravel())
    work = rng.permutation(np.arange(INTENTS * EACH, len(questions())))
    shares = [min(A_DAY, max(0, day - CHANGE + 1) * MORE_A_DAY) for day in range(1, DAYS + 1)]
    return Stream(
        calm=asked[:CALM],
        days=tuple(np.split(asked[CALM : CALM + DAYS * A_DAY], DAYS)),
        new_topic=tuple(np.split(work[: sum(shares)], np.cumsum(shares)[:-1])),
    )


def _bank() -> Places:
    return np.arange(INTENTS * EACH, dtype=np.int64).reshape(INTENTS, EACH)


def words_averaged(texts: Sequence[str]) -> Matrix:
    """Another model of the same size: the mean of a text's GloVe vectors, spread to 384 numbers by a random projection."""
    known = glove.places()
    means = [glove.vectors([word for word in corpus.words(text) if word in known]).mean(axis=0) for text in texts]
    return unit_rows(geometry.gaussian_projection(np.array(means), SIZE, SEED))


MODELS = {"own": sentences.embed, "pooling": sentences.embed_by_first_token, "other": words_averaged}


def answered(asked: Places, queries: Matrix, rows: Matrix) -> tuple[NDArray[np.bool_], Places]:
    """For each question asked, whether the stored one nearest to its vector has its intent, and which one that is."""
    intents = np.array([intent for intent, _ in questions()])
    nearest = stored()[(queries @ rows.T).argmax(axis=1)]
    return intents[nearest] == intents[asked], nearest
