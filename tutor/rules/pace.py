"""How long something takes a learner: the item's median over all learners times the learner's own pace.

Times are skewed and some are absurd (a cup of tea), so both are medians of logarithms, followed one answer at a time by the
stochastic approximation of Robbins and Monro (1951): each answer moves the estimate by a step that shrinks, up or down, whatever
its distance. The declared seconds count as `DECLARED` answers, so that the first ones hardly move it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log

# Answers that the author's word is worth, for an item, and that the usual pace is worth, for a learner.
DECLARED, USUAL = 8, 12
# 1 / density at the median of a log-normal time with σ = 0.6, the optimal gain: σ·√(2π).
GAIN = 1.5
SLOWEST, QUICKEST = 3.0, 0.4
# An estimate that has seen so many is known to about 7 % and follows ever fewer answers, so that the row of a popular item is no
# place where all learners wait for each other.
SURE = 500
# Beyond this nobody was at work on it; what remains is a bound against a clock left running.
LONGEST_SECONDS = 3600
# Of what an exercise usually takes: so much is left however long somebody has been at it.
LEAST_LEFT = 0.25


@dataclass(frozen=True, slots=True)
class Median:
    """The running median of a time, in seconds, or of a ratio of times; `answers` is how many were seen."""

    value: float
    answers: int


def followed(median: Median, seen: float, *, prior: int) -> Median:
    """The estimate after one more value. It moves by a bounded share, so no single value counts for much."""
    step = GAIN / (median.answers + prior)
    move = max(-step, min(step, log(max(seen, 1e-3) / median.value)))
    return Median(median.value * exp(move), median.answers + 1)


def sampled(answers: int, ordinal: int) -> bool:
    """Whether an item that has seen so many answers follows the one with this ordinal: each at first, later ever fewer."""
    return answers < SURE or ordinal % (answers // SURE + 1) == 0


@dataclass(frozen=True, slots=True)
class Timed:
    """What an answer that took some seconds makes of an item's median and of a learner's pace."""

    item: Median
    pace: Median


def timed(item: Median, pace: Median, seconds: int) -> Timed:
    """Follows both, each with what the other explains taken out: the item at the usual pace, the pace at the item's median."""
    took = max(1, min(seconds, LONGEST_SECONDS))
    return Timed(
        item=followed(item, took / pace.value, prior=DECLARED),
        pace=bounded(followed(pace, took / item.value, prior=USUAL)),
    )


def bounded(pace: Median) -> Median:
    return replace(pace, value=max(QUICKEST, min(SLOWEST, pace.value)))


def left(seconds: int, worked: int) -> int:
    """What is likely left of `seconds` of work after so much of it: never less than a share, for who is still at it after the
    usual time has met something that takes longer.
    """
    return max(seconds - worked, round(LEAST_LEFT * seconds), 1)


def expected(item_median: float, pace: float) -> int:
    """Seconds that the item takes this learner, at least one."""
    return max(1, round(item_median * max(QUICKEST, min(SLOWEST, pace))))
