"""The streak and the week, from the days that were finished."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import Sum

from tutor.models import MadeUpDay, User, XpEntry
from tutor.rules.goal import asked_of, goal_of, monday_of, week_days
from tutor.rules.streak import MAKE_UP_WITHIN, FinishedDay, Streak, at_moment, bridge, make_up_seconds
from tutor.selectors.marks import Cover, Days, days_of, days_of_many, goals_of

DotState = Literal["done", "today", "missed", "ahead", "frozen", "granted", "vacation", "made-up"]


@dataclass(frozen=True, slots=True)
class DayDot:
    date: date
    state: DotState


@dataclass(frozen=True, slots=True)
class StreakView:
    """`days` are seven: this week from Monday, or the learner's first seven from the day they joined.

    Attributes:
        freezes: in hand; `days_to_freeze` finished days bring the next, 0 while no more can be held.
        to_make_up: missed dates that can still be made up for, oldest first; `regained` is the streak with them.
        make_up_seconds: effort beyond today's plan that makes up for one; `make_up_done` of it there is today, and
            `made_up_today` says that one was made up for, after which the next has to wait for tomorrow.
        week_done, week_asked: finished days of this week, and how many the weekly goal asks for.
    """

    current: int
    longest: int
    paused: bool
    today_done: bool
    days: tuple[DayDot, ...]
    freezes: int
    days_to_freeze: int
    to_make_up: tuple[date, ...]
    regained: int
    make_up_seconds: int
    make_up_done: int
    made_up_today: bool
    week_done: int
    week_asked: int

    @property
    def make_up_until(self) -> date | None:
        """The last day on which the oldest of `to_make_up` can be."""
        return self.to_make_up[0] + MAKE_UP_WITHIN if self.to_make_up else None


def streak_at(learner: User, now: datetime) -> Streak:
    """One query, of no more than some weeks."""
    return _told(learner, days_of(learner), now)


def streak_view(learner: User, days: Days, now: datetime) -> StreakView:
    """One query more than `days`. While there is a day to make up for, one more where others were lately, and one after today's
    plan is done.
    """
    today, told = learner.clock.day(now), _told(learner, days, now)
    done = {entry.day for entry in days.finished}
    monday = monday_of(today)
    joined = min([learner.clock.day(learner.date_joined), *done])
    first = max(monday, joined) if joined <= today else monday
    frozen = _frozen(days, FinishedDay(today, now, learner.zone))
    return StreakView(
        current=told.current,
        longest=told.longest,
        paused=told.paused,
        today_done=told.today_done,
        days=tuple(DayDot(day, _state(day, today, done, frozen, days)) for day in (first + timedelta(days=n) for n in range(7))),
        freezes=told.freezes,
        days_to_freeze=told.days_to_freeze,
        to_make_up=told.to_make_up,
        regained=told.regained,
        make_up_seconds=(need := make_up_seconds(learner.daily_minutes)),
        make_up_done=min(need, beyond_plan(learner, days, today)) if told.to_make_up else 0,
        made_up_today=bool(told.to_make_up) and has_made_up(learner, days, today),
        week_done=sum(day in done for day in week_days(monday)),
        week_asked=asked_of(monday, goals_of(learner, monday), days.covered),
    )


def dots_until(learners: Collection[User], days: Mapping[int, date]) -> dict[int, tuple[DayDot, ...]]:
    """By learner, the seven days that end with a local day of each. Three queries."""
    found = {}
    known = days_of_many([learner.pk for learner in learners])
    for learner in learners:
        own, last = known[learner.pk], days[learner.pk]
        done = {entry.day for entry in own.finished}
        frozen = _frozen(own, FinishedDay(last, learner.clock.bounds(last)[0], learner.zone))
        week = (last - timedelta(days=n) for n in range(6, -1, -1))
        found[learner.pk] = tuple(DayDot(day, _state(day, last, done, frozen, own)) for day in week)
    return found


def _frozen(days: Days, today: FinishedDay) -> set[date]:
    """The dates that freezes keep, also those before a day that is not over."""
    return set(days.chronicle.frozen | set(bridge(days.chronicle.run, today, days.covered).frozen))


def has_made_up(learner: User, days: Days, day: date) -> bool:
    """Whether a missed day was made up for on this one. A query where any was lately."""
    return "made-up" in days.covered.values() and MadeUpDay.objects.filter(learner=learner, made_on=day).exists()


def beyond_plan(learner: User, days: Days, day: date) -> int:
    """Effort seconds since the day was finished; 0 before. A query where it is."""
    finished = next((entry for entry in days.finished if entry.day == day), None)
    if finished is None:
        return 0
    paid = XpEntry.objects.filter(learner=learner, day=day, at__gt=finished.finished_at)
    return paid.aggregate(total=Sum("effort_seconds"))["total"] or 0


def weekly_days_of(learner: User, now: datetime) -> int:
    """The weekly goal as the learner has it. One query."""
    monday = monday_of(learner.clock.day(now))
    return goal_of(monday, goals_of(learner, monday))


def _told(learner: User, days: Days, now: datetime) -> Streak:
    today = learner.clock.day(now)
    return at_moment(days.chronicle, today=today, zone=learner.zone, now=now, covered=days.covered)


def _state(day: date, today: date, done: set[date], frozen: Collection[date], days: Days) -> DotState:
    cover: Cover | None = days.covered.get(day)
    if day in done:
        return "done"
    if cover is not None:
        return cover
    if day == today:
        return "today"
    if day in frozen:
        return "frozen"
    return "missed" if day < today else "ahead"
