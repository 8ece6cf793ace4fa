"""Exercises and submissions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a submission, as it ended."""

    name: str
    title: str
    status: str
    status_text: str
    passed: bool
    sample: bool
    message: str
    sample_io: dict[str, str] | None
    output: str
    traceback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """Code that was run or submitted, with the checks that are known so far. `verdict` is empty until it is `settled`."""

    id: UUID
    exercise: str
    mode: str
    state: str
    created_at: datetime
    settled: bool
    verdict: str
    passed: bool
    score: float | None
    headline: str
    lead: str
    checks: tuple[Check, ...]
    checks_expected: int
    output: str
    traceback: tuple[str, ...]
    grading_paused: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What the checks call."""

    name: str
    signature: str


@dataclass(frozen=True, slots=True)
class CheckTitle:
    """A check that is still hidden but for its title."""

    title: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as it stands for a learner; `hints` are those that were taken, as HTML."""

    slug: str
    title: str
    prompt_html: str
    starter: str
    source: str
    entry: tuple[Entry, ...]
    checks: tuple[CheckTitle, ...]
    hints: tuple[str, ...]
    hints_total: int
    samples_suffice: bool
    passed: bool
    gave_up: bool
    solution: str
    latest: Submission | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The code that the learner left in an editor, on whichever device."""

    source: str
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint, counted from 1."""

    number: int
    html: str


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution, with why it is one."""

    solution: str
    solution_html: str
