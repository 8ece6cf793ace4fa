"""The next days, taken along, and what became of what was done in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from loci_client.shapes.day import Pick
from loci_client.shapes.items import Explanation, Note, Question
from loci_client.shapes.lessons import Lesson


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A day to come; a forecast unless it is `opened`."""

    day: date
    opened: bool
    minutes: int
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A mistake that was foreseen, and what is said of it."""

    accepts: Any
    note: Note


@dataclass(frozen=True, slots=True)
class OnDevice:
    """What marks a question here: the right response, and for what is typed what else earns the full score."""

    right: Any
    accepts: Any
    foreseen: tuple[Foreseen, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it will be put under this number; `marking` is None where only the server marks."""

    number: int
    question: Question
    marking: OnDevice | None


@dataclass(frozen=True, slots=True)
class ItemAhead:
    """A question with as many askings as are planned."""

    item: str
    concept: str
    revision: str
    askings: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class Luggage:
    """The next days with what it takes to study them."""

    days: tuple[StudyDay, ...]
    lessons: tuple[Lesson, ...]
    items: tuple[ItemAhead, ...]


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What became of an act: accepted, known, or refused with its reason and mend. `score` is the site's mark of an answer."""

    id: str
    state: str
    code: str
    reason: str
    mend: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in."""

    username: str
    is_guest: bool
