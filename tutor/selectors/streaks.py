"""The streak, from the days that were finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from tutor.models import LearnerDay, User
from tutor.rules.streak import FinishedDay, Streak, streak

DotState = Literal["done", "today", "missed", "ahead"]


@dataclass(frozen=True, slots=True)
class DayDot:
    date: date
    state: DotState


@dataclass(frozen=True, slots=True)
class StreakView:
    """`days` are seven: this week from Monday, or the learner's first seven from the day they joined."""

    current: int
    longest: int
    paused: bool
    today_done: bool
    days: tuple[DayDot, ...]


def finished_days(learner: User) -> list[FinishedDay]:
    rows = LearnerDay.objects.filter(learner=learner).values_list("day", "finished_at", "zone")
    return [FinishedDay(*row) for row in rows]


def streak_at(learner: User, now: datetime) -> Streak:
    """One query."""
    return streak(finished_days(learner), today=learner.clock.day(now), zone=learner.zone, now=now)


def streak_view(learner: User, days: list[FinishedDay], now: datetime) -> StreakView:
    today = learner.clock.day(now)
    told = streak(days, today=today, zone=learner.zone, now=now)
    done = {entry.day for entry in days}
    monday = today - timedelta(days=today.weekday())
    joined = min([learner.clock.day(learner.date_joined), *done])
    first = max(monday, joined) if joined <= today else monday
    dots = tuple(DayDot(day, _state(day, today, done)) for day in (first + timedelta(days=n) for n in range(7)))
    return StreakView(told.current, told.longest, told.paused, told.today_done, dots)


def _state(day: date, today: date, done: set[date]) -> DotState:
    if day in done:
        return "done"
    if day == today:
        return "today"
    return "missed" if day < today else "ahead"
