"""When a learner's own parameters take the place of the defaults, and when they lose it again.

A fit on a few hundred reviews often predicts worse than the defaults, and a look at the last part of its own training does not
tell (docs/benchmarks.md). So a fit is a candidate only, and is judged on what comes afterwards: after every `WINDOW` counted
reviews the candidate of the window before is compared with the defaults on reviews that it never saw, both with the learner's
running intercept, as the product predicts. Own parameters are taken up when candidates won the last `WINS` windows in a row,
and by more than chance over all of them; they are given back as soon as a window says that they are worse.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tutor.rules import level
from tutor.rules.memory import DEFAULT_PARAMETERS, Evidence, Memory, review

# Counted reviews after which the first candidate is fitted, and between one and the next.
FIRST = 1500
WINDOW = 500
WINS = 4
# The mean gain over those windows is at least so many of its standard errors.
BEYOND_CHANCE = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One rating of one concept; a history is a sequence of these in their order."""

    concept: int
    evidence: Evidence

    @property
    def passed(self) -> bool:
        return self.evidence.grade > 1

    @property
    def day(self) -> date:
        return self.evidence.day


@dataclass(frozen=True, slots=True)
class Window:
    """How a candidate did on later reviews: mean log losses, and the standard error of their difference."""

    reviews: int
    default_loss: float
    fitted_loss: float
    error: float

    @property
    def gain(self) -> float:
        """How much lower the candidate's log loss is; below 0 where it is worse."""
        return self.default_loss - self.fitted_loss


def last_mark(answers: int) -> int | None:
    """The last number of counted reviews up to `answers` at which a candidate is fitted; None before the first."""
    return None if answers < FIRST else answers - (answers - FIRST) % WINDOW


def is_mark(answers: int) -> bool:
    return answers == last_mark(answers)


def until(history: Sequence[Seen], counted: int) -> list[Seen]:
    """The history up to its so many first counted reviews, and no further."""
    met: dict[int, date] = {}
    for index, seen in enumerate(history):
        if seen.concept in met and met[seen.concept] < seen.day:
            if counted == 0:
                return list(history[:index])
            counted -= 1
        met[seen.concept] = max(seen.day, met.get(seen.concept, seen.day))
    return list(history)


def log_loss(expected: float, passed: bool) -> float:
    return -math.log(expected if passed else 1 - expected)


def predictions(history: Iterable[Seen], parameters: Sequence[float]) -> list[tuple[float, bool]]:
    """FSRS's recall and the outcome of each counted review of a history, each from what came before it."""
    memories: dict[int, Memory] = {}
    found = []
    for seen in history:
        reviewed = review(memories.get(seen.concept), seen.evidence, seed="", parameters=parameters)
        memories[seen.concept] = reviewed.memory
        if reviewed.counted and reviewed.predicted_recall is not None:
            found.append((reviewed.predicted_recall, seen.passed))
    return found


def losses(history: Iterable[Seen], parameters: Sequence[float] = DEFAULT_PARAMETERS) -> list[float]:
    """The log loss of each counted review, predicted with these parameters and the running intercept."""
    found = predictions(history, parameters)
    return [log_loss(p, passed) for p, (_, passed) in zip(level.expected(found), found, strict=True)]


def judged(default: Sequence[float], fitted: Sequence[float]) -> Window:
    """A window of losses as a verdict.

    Raises:
        ValueError: there are no losses, or not as many of the one as of the other.
    """
    if not default or len(default) != len(fitted):
        raise ValueError(f"{len(default)} losses of the defaults, {len(fitted)} of the fit; give both for the same reviews")
    count = len(default)
    gains = [one - other for one, other in zip(default, fitted, strict=True)]
    mean = sum(gains) / count
    variance = sum((gain - mean) ** 2 for gain in gains) / max(1, count - 1)
    return Window(count, sum(default) / count, sum(fitted) / count, math.sqrt(variance / count))


def ships(windows: Sequence[Window], *, in_use: bool) -> bool:
    """Whether a learner's own parameters are used from now on, after these windows (oldest first).

    Args:
        in_use: whether they were until now.
    """
    if not windows or windows[-1].gain <= 0:
        return False
    if in_use:
        return True
    last = windows[-WINS:]
    if len(last) < WINS or any(window.gain <= 0 for window in last):
        return False
    gain = sum(window.gain for window in last) / WINS
    error = math.sqrt(sum(window.error**2 for window in last)) / WINS
    return gain >= BEYOND_CHANCE * error


def optimised(history: Iterable[Seen]) -> tuple[float, ...]:
    """Parameters fitted to a history by the library's own optimizer: the same each time for the same history.

    It needs torch, and takes some ten seconds for a few thousand reviews.
    """
    from datetime import UTC, datetime, time

    from fsrs import Optimizer, Rating, ReviewLog  # only the worker that may import torch comes here

    logs = [
        ReviewLog(seen.concept, Rating(int(seen.evidence.grade)), datetime.combine(seen.day, time(), UTC), None)
        for seen in history
    ]
    return tuple(float(value) for value in Optimizer(logs).compute_optimal_parameters())
