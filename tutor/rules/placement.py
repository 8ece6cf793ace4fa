"""Whether somebody knows a phase already: Wald's sequential probability ratio test (1945), with each question's guess rate.

Two learners are told apart. One knows nearly all of it, and answers a question rightly with the chance g + (1 − g)·0.92. The
other knows half of it and guesses the rest, which is g + (1 − g)·0.5, where g is the question's guess rate. Each answer adds
log P(answer | knows) − log P(answer | half) to a sum. Above log((1 − β)/α) the phase is passed, below log(β/(1 − α)) it is not.
Wald: who knows half or less passes with a chance of at most α/(1 − β), whatever the mix of questions; who only guesses far less.
After `MOST` questions without a decision the phase is not passed, which can only make a false pass rarer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import log

KNOWS, HALF = 0.92, 0.5
FALSE_PASS, FALSE_FAIL = 0.02, 0.1
PASSED_ABOVE = log((1 - FALSE_FAIL) / FALSE_PASS)
FAILED_BELOW = log(FALSE_FAIL / (1 - FALSE_PASS))
MOST = 18
# The first stability, in days, of what was placed rather than learned: modest, so that each concept is soon asked once.
STABILITY, DIFFICULTY = 7.0, 5.0


class Verdict(Enum):
    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of a test: the guess rate of its question (0 to 1), and whether it was right."""

    guess: float
    right: bool


def weight(answer: Answered) -> float:
    """What an answer adds to the sum."""
    knows, half = (answer.guess + (1 - answer.guess) * share for share in (KNOWS, HALF))
    return log(knows / half) if answer.right else log((1 - knows) / (1 - half))


def verdict(answers: Iterable[Answered]) -> Verdict:
    """Where the answers, in their order, have led: the first bound that is reached decides."""
    total = 0.0
    for number, answer in enumerate(answers, start=1):
        total += weight(answer)
        if total >= PASSED_ABOVE:
            return Verdict.PASSED
        if total <= FAILED_BELOW or number >= MOST:
            return Verdict.FAILED
    return Verdict.OPEN


def decided(answers: Iterable[Answered]) -> float:
    """How far a test is, from 0 to 1: the nearer of its ends, which are the two bounds and the number of questions."""
    given = list(answers)
    total = sum(weight(answer) for answer in given)
    toward = total / PASSED_ABOVE if total > 0 else total / FAILED_BELOW
    return min(1.0, max(toward, len(given) / MOST))
