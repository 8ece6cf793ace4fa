"""A day, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Next:
    """What to go on with: a question (`review`), a `step` of a lesson, or the `summary` of a day that is done."""

    kind: str
    item: str
    lesson: str
    step: str


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing of the plan, and why it is in it."""

    kind: str
    step_kind: str
    item: str
    lesson: str
    step: str
    title: str
    subtitle: str
    why: str
    seconds: int
    done: bool


@dataclass(frozen=True, slots=True)
class DayDot:
    """A day of the week that a streak shows."""

    date: date
    state: str


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row. What pauses is never lost: `longest` stays."""

    current: int
    longest: int
    paused: bool
    today_done: bool
    days: tuple[DayDot, ...]
    freezes: int
    to_make_up: tuple[date, ...]
    make_up_until: date | None
    week_done: int
    week_asked: int


@dataclass(frozen=True, slots=True)
class Quest:
    """Something small to do today, for who wants it."""

    title: str
    done: int
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A lesson that today begins with what it builds on."""

    lesson: str
    lesson_title: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """What there is to say beside the plan."""

    gates: tuple[Gate, ...]
    missed: int
    catch_up: date | None
    break_until: date | None


@dataclass(frozen=True, slots=True)
class Today:
    """The learner's local day: its plan, what of it is done, and what is next."""

    day: date
    opened: bool
    minutes: int
    picks: tuple[Pick, ...]
    next: Next
    seconds_total: int
    seconds_left: int
    finished: bool
    streak: Streak
    quests: tuple[Quest, ...]
    effort_seconds_today: int
    due_count: int
    ends_at: datetime
    notices: Notices


@dataclass(frozen=True, slots=True)
class Coming:
    """A concept that comes back."""

    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Level:
    """How much effort there has been, in steps of `needed` seconds."""

    number: int
    done: int
    needed: int


@dataclass(frozen=True, slots=True)
class Why:
    """What effort was for."""

    name: str
    effort_seconds: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A local day in retrospect."""

    day: date
    finished: bool
    reviews_right: int
    reviews_total: int
    effort_seconds: int
    level: Level
    streak: Streak
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Xp:
    """Effort in all: seconds of expected work, of which 60 are 1 XP."""

    effort_seconds: int
    level: Level
    today: tuple[Why, ...]
