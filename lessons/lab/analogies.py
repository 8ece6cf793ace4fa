"""“a is to b as c is to ?” over word vectors: 3CosAdd, and how often it is right on the public questions.

3CosAdd (Mikolov, Yih and Zweig, 2013; named by Levy and Goldberg, 2014): with all vectors of length 1, the answer is the word
whose cosine with c − a + b is largest, a, b and c left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lessons.lab import glove
from lessons.lab.corpus import CORPORA
from lessons.lab.counts import Matrix, unit_rows

VOCABULARY = 10_000  # the most frequent words of GloVe, among which public questions are answered
Question = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `asked` questions: how many each way of answering gets right, and how often the third word itself comes first."""

    asked: int
    right: int  # inputs left out
    right_with_inputs: int  # inputs may answer
    third_word: int  # how often c is the answer, if inputs may answer
    without_relation: int  # the nearest neighbour of c alone, inputs left out (the baseline of Linzen, 2016)

    def share(self, count: int) -> float:
        return count / self.asked


@dataclass(frozen=True, slots=True)
class Words:
    """A vocabulary: its words and their vectors of length 1, row by row."""

    words: tuple[str, ...]
    unit: Matrix

    @classmethod
    def of(cls, words: Sequence[str]) -> Words:
        return cls(tuple(words), unit_rows(glove.vectors(words)))

    def vector(self, word: str) -> NDArray[np.float64]:
        return np.asarray(self.unit[self.words.index(word)])

    def tip(self, a: str, b: str, c: str) -> NDArray[np.float64]:
        """c − a + b: from c, the step that leads from a to b."""
        return self.vector(c) - self.vector(a) + self.vector(b)

    def ranked(self, target: NDArray[np.float64], count: int, leave_out: Sequence[str] = ()) -> list[tuple[str, float]]:
        """The `count` words of the largest cosine with `target`, largest first."""
        cosines = self.unit @ target / np.linalg.norm(target)
        order = (place for place in np.argsort(-cosines, kind="stable") if self.words[place] not in leave_out)
        return [(self.words[place], float(cosines[place])) for place, _ in zip(order, range(count), strict=False)]


@cache
def frequent() -> Words:
    return Words.of(list(glove.places())[:VOCABULARY])


@cache
def questions() -> dict[str, tuple[Question, ...]]:
    """Section → its questions, in small letters as GloVe has its words."""
    found: dict[str, list[Question]] = {}
    for line in (CORPORA / "analogies" / "questions-words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(":"):
            section = found.setdefault(line[1:].strip(), [])
        else:
            a, b, c, d = line.lower().split()
            section.append((a, b, c, d))
    return {name: tuple(section) for name, section in found.items()}


def answerable(known: Words) -> dict[str, NDArray[np.int64]]:
    """Section → the questions all of whose words are known, as rows of four word numbers; no empty sections."""
    numbers = {word: number for number, word in enumerate(known.words)}
    rows = {
        name: [[numbers[word] for word in question] for question in asked if all(word in numbers for word in question)]
        for name, asked in questions().items()
    }
    return {name: np.array(some) for name, some in rows.items() if some}


def tally(known: Words, asked: NDArray[np.int64]) -> Tally:
    """Answers each question in every way."""
    a, b, c, d = asked.T
    unit = known.unit.astype(np.float32)
    scores = (unit[c] - unit[a] + unit[b]) @ unit.T
    with_inputs = scores.argmax(axis=1)
    return Tally(
        asked=len(asked),
        right=int((_best(scores, a, b, c) == d).sum()),
        right_with_inputs=int((with_inputs == d).sum()),
        third_word=int((with_inputs == c).sum()),
        without_relation=int((_best(unit[c] @ unit.T, a, b, c) == d).sum()),
    )


def _best(scores: NDArray[np.float32], *left_out: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of the largest score in each row, apart from those left out."""
    scores = scores.copy()
    for places in left_out:
        scores[np.arange(len(scores)), places] = -np.inf
    return np.asarray(scores.argmax(axis=1))


def measured(known: Words) -> dict[str, Tally]:
    """The tally of each section."""
    return {name: tally(known, asked) for name, asked in answerable(known).items()}


def total(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        asked=sum(one.asked for one in tallies),
        right=sum(one.right for one in tallies),
        right_with_inputs=sum(one.right_with_inputs for one in tallies),
        third_word=sum(one.third_word for one in tallies),
        without_relation=sum(one.without_relation for one in tallies),
    )
