"""How far a learner, and an item, lie from what the memory model expects: two numbers in logits, learned answer by answer.

FSRS ranks what is remembered well, and is often wrong in level: a learner may be steadier than its average one, a question
harder than its concept. So what is shown and planned with is

    logit p = logit(FSRS's recall) + the learner's intercept − the item's difficulty

Both are moved after each answer by the slope of its log loss, which is how Elo's ratings and the Rasch model are estimated as
one goes along; the step decays with the answers seen: U(n) = a / (1 + b·n), after R. Pelánek, Applications of the Elo rating
system in adaptive educational systems, Computers & Education 98 (2016). It never falls below a least, for learners change.

The intercept is a fold over a learner's own counted reviews in their order: FSRS's recall alone goes into it, so it depends on
nobody else, and a history that was mended gives it anew. An item's difficulty is pooled over all learners in the order in
which they came, and is not taken back when one answer is undone: a later answer moves it by less than a tenth of a logit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Beyond these an estimate says more of a broken question, or of somebody who answers at random, than of level.
MOST = 3.0
LEAST_RECALL = 0.001  # and 1 less it: no answer is believed to be impossible


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an estimate moves: by `first` at first, by half of it after `half` answers, and never by less than `least`."""

    first: float
    half: int
    least: float

    def step(self, answers: int) -> float:
        return max(self.least, self.first / (1 + answers / self.half))


LEARNERS = Pace(first=0.3, half=100, least=0.01)
ITEMS = Pace(first=0.3, half=30, least=0.005)


@dataclass(frozen=True, slots=True)
class Level:
    """A learner's intercept, or an item's difficulty, in logits, and the number of answers that it was learned from."""

    logits: float = 0.0
    answers: int = 0


def corrected(recall: float, intercept: float = 0.0, item_difficulty: float = 0.0) -> float:
    """The chance of a right answer: FSRS's recall, moved by the learner's intercept and the item's difficulty in logits."""
    recall = min(max(recall, LEAST_RECALL), 1 - LEAST_RECALL)
    return 1 / (1 + math.exp(item_difficulty - intercept) * (1 - recall) / recall)


def intercept_move(level: Level, recall: float, *, passed: bool) -> float:
    """What an answer adds to a learner's intercept; `recall` is FSRS's."""
    return _within(level.logits, LEARNERS.step(level.answers) * (passed - corrected(recall, level.logits)))


def difficulty_move(level: Level, recall: float, intercept: float, *, passed: bool) -> float:
    """What an answer adds to an item's difficulty, given the intercept of who answered as it was before."""
    expected = corrected(recall, intercept, level.logits)
    return _within(level.logits, ITEMS.step(level.answers) * (expected - passed))


def learned(level: Level, recall: float, *, passed: bool) -> Level:
    """A learner's level after one counted review."""
    return Level(level.logits + intercept_move(level, recall, passed=passed), level.answers + 1)


def fold(reviews: Iterable[tuple[float, bool]]) -> Level:
    """A learner's level after a history of (FSRS's recall, passed)."""
    level = Level()
    for recall, passed in reviews:
        level = learned(level, recall, passed=passed)
    return level


def expected(reviews: Iterable[tuple[float, bool]]) -> Iterator[float]:
    """For each review of a history what was to be expected of it, from those before it alone."""
    level = Level()
    for recall, passed in reviews:
        yield corrected(recall, level.logits)
        level = learned(level, recall, passed=passed)


def _within(logits: float, move: float) -> float:
    """The move, cut where it would lead out of bounds."""
    return min(MOST, max(-MOST, logits + move)) - logits
