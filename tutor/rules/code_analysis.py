"""What the submissions to a version of an exercise say of it, added up one by one as in `tutor.rules.analysis`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from tutor.rules.analysis import LEAST_ANSWERS
from tutor.rules.intervals import Estimate, median, share

# Who comes back days later has not worked for days.
MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Solved:
    """How a learner came to a first pass: the graded submissions it took, the minutes since the first run or submission, and
    the hints taken.
    """

    tries: int
    minutes: int
    hints: int


@dataclass(frozen=True, slots=True)
class Graded:
    """One graded submission. `first`: the learner's first of the exercise; `checks`: name and whether it passed, in order."""

    first: bool
    passed: bool
    checks: tuple[tuple[str, bool], ...]
    solved: Solved | None = None

    @property
    def failing(self) -> str | None:
        """The check that failed first, which is the one that the learner reads."""
        return next((name for name, passed in self.checks if not passed), None)


@dataclass(frozen=True, slots=True)
class CodeSums:
    """`runs` and `passes`: how often a check ran and passed; `failing`: how often it was the first that failed. `tries`,
    `minutes` and `hints`: of those who solved it, how many took so many.
    """

    submissions: int = 0
    passed: int = 0
    firsts: int = 0
    firsts_passed: int = 0
    runs: Mapping[str, int] = field(default_factory=dict)
    passes: Mapping[str, int] = field(default_factory=dict)
    failing: Mapping[str, int] = field(default_factory=dict)
    tries: Mapping[int, int] = field(default_factory=dict)
    minutes: Mapping[int, int] = field(default_factory=dict)
    hints: Mapping[int, int] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> CodeSums:
        """What `as_document` gave, after JSON has made texts of its keys."""
        counted = {name: {int(key): count for key, count in document[name].items()} for name in ("tries", "minutes", "hints")}
        return cls(**{**document, **counted})


def add(sums: CodeSums, graded: Graded) -> CodeSums:
    """The sums with a submission more."""
    solved = graded.solved
    return replace(
        sums,
        submissions=sums.submissions + 1,
        passed=sums.passed + graded.passed,
        firsts=sums.firsts + graded.first,
        firsts_passed=sums.firsts_passed + (graded.first and graded.passed),
        runs=_counted(sums.runs, *(name for name, _ in graded.checks)),
        passes=_counted(sums.passes, *(name for name, passed in graded.checks if passed)),
        failing=_counted(sums.failing, *([graded.failing] if graded.failing else [])),
        tries=_counted(sums.tries, *([solved.tries] if solved else [])),
        minutes=_counted(sums.minutes, *([min(solved.minutes, MOST_MINUTES)] if solved else [])),
        hints=_counted(sums.hints, *([solved.hints] if solved else [])),
    )


Key = TypeVar("Key", str, int)


def _counted(counts: Mapping[Key, int], *more: Key) -> dict[Key, int]:
    after = dict(counts)
    for key in more:
        after[key] = after.get(key, 0) + 1
    return after


def first_pass_rate(sums: CodeSums) -> Estimate | None:
    """Of the learners' first submissions, those that passed."""
    return share(sums.firsts_passed, sums.firsts) if sums.firsts >= LEAST_ANSWERS else None


def solved(sums: CodeSums) -> int:
    """How many learners have passed."""
    return sum(sums.tries.values())


def tries_taken(sums: CodeSums) -> Estimate | None:
    return median(sums.tries) if solved(sums) >= LEAST_ANSWERS else None


def minutes_taken(sums: CodeSums) -> Estimate | None:
    return median(sums.minutes) if solved(sums) >= LEAST_ANSWERS else None


def hint_rate(sums: CodeSums) -> Estimate | None:
    """Of those who solved it, the share that took a hint."""
    n = solved(sums)
    return share(n - sums.hints.get(0, 0), n) if n >= LEAST_ANSWERS else None


def check_rate(sums: CodeSums, name: str) -> Estimate | None:
    """Of the submissions in which the check ran, those that passed it."""
    n = sums.runs.get(name, 0)
    return share(sums.passes.get(name, 0), n) if n >= LEAST_ANSWERS else None


def failing_share(sums: CodeSums, name: str) -> Estimate | None:
    """Of the submissions that failed, those in which this check was the first that did."""
    n = sums.submissions - sums.passed
    return share(sums.failing.get(name, 0), n) if n >= LEAST_ANSWERS else None
