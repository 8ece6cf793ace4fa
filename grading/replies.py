"""What the checks' box may say. Authors are trusted with their own exercise's verdicts, not with the judge: whatever is not of
this form is a broken exercise.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from grading.contract import BadJob, BrokenExercise, Limits
from grading.findings import BadFindings, Findings

MOST_CHECKS = 60
# Characters of a check's name, title and concept; and of each text that it tells, which is cut there, because a learner's value
# may be in it.
MOST_NAME, MOST_SAID = 200, 1000
CALL = {
    **dict.fromkeys(("op", "name", "handle", "keep", "may_raise"), str),
    **{"args": list, "kwargs": dict, "places": list, "served": list, "compare": bool},
}


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
    findings: Findings | None = None


def listed(reply: Any, usual: Limits) -> list[Listed]:
    """The checks, each with its own limits or those that are usual in the exercise."""
    given = _unbroken(reply, "the checks do not load").get("checks")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_CHECKS:
        raise BrokenExercise(f"there are no checks, or more than {MOST_CHECKS}")
    checks = [
        Listed(
            name=_name(one, "name"),
            title=_name(one, "title"),
            weight=_typed(one, "weight", float),
            concept=_name(one, "concept"),
            sample=_typed(one, "sample", bool),
            limits=_limits(one, usual),
        )
        for one in given
    ]
    if not all(math.isfinite(one.weight) and one.weight > 0 for one in checks):
        raise BrokenExercise("a check's weight is not positive")
    names = [one.name for one in checks]
    if not all(name.isidentifier() for name in names):
        raise BrokenExercise("a check's name is none")
    if len(set(names)) < len(names):
        raise BrokenExercise(f"two checks are named {max(names, key=names.count)}")
    return checks


def call(said: Any) -> tuple[str, list[str]] | None:
    """What the checks want of the learner's code: the function's name, and the names of the functions that go with it. None if
    they want no call.
    """
    if not isinstance(said, dict) or type(said.get("op")) is not str or said["op"] != "call":
        return None
    for name, kind in CALL.items():
        _typed(said, name, kind)
    if len(said) != len(CALL) or not all(type(one) is str for one in said["served"]):
        raise BrokenExercise("the checks wrote into the grader's own channel")
    return said["name"], said["served"]


def serves(said: Any) -> bool:
    """Whether it is what a served function gave back."""
    return isinstance(said, dict) and type(said.get("op")) is str and said["op"] == "serve" and set(said) == {"op", "value"}


def _limits(given: Any, usual: Limits) -> Limits:
    own = _typed(given, "limits", dict)
    try:
        return Limits.from_dict(asdict(usual) | own) if own else usual
    except BadJob as problem:
        raise BrokenExercise(f"the check {given['name']}: {problem}") from problem


def done(reply: Any, name: str) -> Done:
    _unbroken(reply, f"the check {name}")
    shown = reply.get("sample_io")
    if shown is not None:
        shown = {key: _typed(shown, key, str)[:MOST_SAID] for key in ("call", "expected", "got")}
    return Done(
        passed=_typed(reply, "passed", bool),
        message=_typed(reply, "message", str)[:MOST_SAID],
        surprise=_typed(reply, "surprise", str)[:MOST_SAID],
        sample_io=shown,
        findings=_findings(reply.get("findings"), name),
    )


def _findings(given: Any, name: str) -> Findings | None:
    try:
        return None if given is None else Findings.from_dict(given)
    except BadFindings as problem:
        raise BrokenExercise(f"the check {name}: {problem}") from problem


def _unbroken(reply: Any, what: str) -> dict[str, Any]:
    if not isinstance(reply, dict):
        raise BrokenExercise(f"{what}: it wrote into the grader's own channel")
    if "broken" in reply:
        raise BrokenExercise(f"{what}: {str(reply['broken'])[:300]}")
    return reply


def _name(given: Any, what: str) -> str:
    text: str = _typed(given, what, str)
    if len(text) > MOST_NAME or not text.isprintable():
        raise BrokenExercise(f"a check's {what} is too long, or no plain text")
    return text


def _typed(given: Any, name: str, kind: type) -> Any:
    value = given.get(name) if isinstance(given, dict) else None
    if type(value) is not kind:
        raise BrokenExercise("the checks wrote into the grader's own channel")
    return value
