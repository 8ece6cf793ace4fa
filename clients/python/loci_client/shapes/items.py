"""Questions, and what comes of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Question:
    """A question without what would give the answer away. `public` depends on its kind: docs/authoring-items.md."""

    kind: str
    ask: str
    ask_html: str
    hint: str
    hint_html: str
    public: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to this learner; its answer names revision and number."""

    item: str
    concept: str
    concept_title: str
    revision: str
    number: int
    seconds: int
    question: Question


@dataclass(frozen=True, slots=True)
class Note:
    """What there is to say of an option, a blank or an entry."""

    target: str
    text: str
    html: str
    right: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why it is so."""

    why_html: str
    solution_html: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class StreakNow:
    """The streak after an answer."""

    current: int
    longest: int
    today_done: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an answer. `score` is from 0 to 1; `id` names the answer, for who takes it back."""

    id: UUID
    item: str
    number: int
    repeated: bool
    score: float
    correct: bool
    explanation: Explanation
    rating: int
    due_on: date
    days_until_due: int
    effort_seconds: int
    streak: StreakNow
    day_finished: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """The question that is open again, and the step that asked it, if one did."""

    item: str
    lesson: str
    step: str
