"""What the checks' box may say. Authors are trusted with their own exercise's verdicts, not with the judge: whatever is not of
this form is a broken exercise.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from grading.contract import BadJob, BrokenExercise, Limits

MOST_CHECKS = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A check as its author declared it."""

    name: str
    title: str
    weight: float
    concept: str
    sample: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Done:
    """What a check found. `surprise` is for the author: the error by which the check itself ended."""

    passed: bool
    message: str
    surprise: str
    sample_io: dict[str, str] | None


def listed(reply: Any, usual: Limits) -> list[Listed]:
    """The checks, each with its own limits or those that are usual in the exercise."""
    given = _unbroken(reply, "the checks do not load").get("checks")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_CHECKS:
        raise BrokenExercise(f"there are no checks, or more than {MOST_CHECKS}")
    checks = [
        Listed(
            name=_typed(one, "name", str),
            title=_typed(one, "title", str),
            weight=_typed(one, "weight", float),
            concept=_typed(one, "concept", str),
            sample=_typed(one, "sample", bool),
            limits=_limits(one, usual),
        )
        for one in given
    ]
    if not all(math.isfinite(one.weight) and one.weight > 0 for one in checks):
        raise BrokenExercise("a check's weight is not positive")
    return checks


def _limits(given: Any, usual: Limits) -> Limits:
    own = _typed(given, "limits", dict)
    try:
        return Limits.from_dict(asdict(usual) | own) if own else usual
    except BadJob as problem:
        raise BrokenExercise(f"the check {given['name']}: {problem}") from problem


def done(reply: Any, name: str) -> Done:
    _unbroken(reply, f"the check {name}")
    shown = reply.get("sample_io")
    if isinstance(shown, dict):
        shown = {key: _typed(shown, key, str) for key in ("call", "expected", "got")}
    return Done(
        passed=_typed(reply, "passed", bool),
        message=_typed(reply, "message", str),
        surprise=_typed(reply, "surprise", str),
        sample_io=shown,
    )


def _unbroken(reply: Any, what: str) -> dict[str, Any]:
    if not isinstance(reply, dict):
        raise BrokenExercise(f"{what}: it wrote into the grader's own channel")
    if "broken" in reply:
        raise BrokenExercise(f"{what}: {str(reply['broken'])[:300]}")
    return reply


def _typed(given: Any, name: str, kind: type) -> Any:
    value = given.get(name) if isinstance(given, dict) else None
    if type(value) is not kind:
        raise BrokenExercise("the checks wrote into the grader's own channel")
    return value
