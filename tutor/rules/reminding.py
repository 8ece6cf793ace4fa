"""When a learner is reminded, and whether: at an hour of their own on their own clock, at most once a local day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from tutor.rules.day import Clock, day_starts

# The week ends on it, so its digest can tell of the whole of it and of the next.
DIGEST_WEEKDAY = 6
# A reminder of the morning does not ring in the afternoon: after an outage longer than this, that day has none.
LATEST = timedelta(hours=3)
# Whoever stays away is called daily for a week, then once a week, and after eight weeks no more until they come back.
DAILY_FOR_DAYS, WEEKLY_FOR_DAYS = 7, 56
# About what a review takes, for a day that is not planned yet.
REVIEW_SECONDS = 30
SECOND = timedelta(seconds=1)
# Answers that are remembered: all whose hour it is ask for the same few moments.
KEPT = 4096


def moment_on(day: date, clock: Clock, hour: int) -> datetime:
    """When the clocks of a local day first show `hour` (0 to 23), in UTC.

    Hours before the day turns belong to the evening before. An hour that the clocks skip is when they have skipped it; one that
    they show twice is the first. It always lies within the day's bounds, so each day has exactly one.
    """
    start, end = clock.bounds(day)
    shown = day_starts(day if hour >= clock.turns_at else day + timedelta(days=1), clock.zone, hour)
    return min(max(shown, start), end - SECOND)


@lru_cache(maxsize=KEPT)
def next_moment(
    after: datetime,
    clock: Clock,
    hour: int,
    *,
    not_before: date | None = None,
    only_on: int | None = None,
    never_on: int | None = None,
) -> datetime:
    """The first such moment later than `after`, on a day not before `not_before`.

    `only_on` and `never_on` are weekdays, Monday 0: the digest comes on one, and on that day stands in for the reminder.
    """
    day = clock.day(after)
    if not_before is not None and not_before > day:
        day = not_before
    while True:
        wanted = day.weekday() != never_on and only_on in {None, day.weekday()}
        if wanted and (moment := moment_on(day, clock, hour)) > after:
            return moment
        day += timedelta(days=1)


@lru_cache(maxsize=KEPT)
def local_day(moment: datetime, clock: Clock) -> date:
    return clock.day(moment)


def still_timely(planned: datetime, now: datetime, clock: Clock) -> bool:
    """Whether a reminder that was planned for then may go out now: soon enough after, and on the same local day."""
    return timedelta(0) <= now - planned <= LATEST and local_day(now, clock) == local_day(planned, clock)


def calls(idle_days: int) -> bool:
    """Whether somebody who last learned so many days ago is reminded today. Who does not come is not pursued."""
    if idle_days <= DAILY_FOR_DAYS:
        return True
    return idle_days <= WEEKLY_FOR_DAYS and idle_days % 7 == 0


@dataclass(frozen=True, slots=True)
class Fading:
    """The concept that is likeliest forgotten, and how likely it is recalled, from 0 to 1."""

    title: str
    recall: float


def most_endangered(recalls: Iterable[tuple[str, float]]) -> Fading | None:
    """Of titles with the recall expected today; the first by title where two are equally faint."""
    return min((Fading(title, recall) for title, recall in recalls), key=_faintness, default=None)


def _faintness(one: Fading) -> tuple[float, str]:
    return one.recall, one.title


def minutes_waiting(*, planned_seconds: int | None, due: int, new: bool, minutes: int) -> int:
    """About how many minutes a day asks for, 0 when nothing waits.

    Args:
        planned_seconds: what is left of the day's plan; None before it was opened.
        due: concepts that are due.
        new: whether a lesson waits; the plan then fills the learner's minutes.
        minutes: the learner's minutes a day.
    """
    if planned_seconds is not None:
        return -(-planned_seconds // 60)
    if new:
        return minutes
    return min(minutes, -(-due * REVIEW_SECONDS // 60))


def brightened(before: float | None, recall: float) -> float:
    """By how much the recall of a concept is higher now than it was expected to be before the week's first review of it.

    A concept that was met for the first time has grown from nothing.
    """
    return recall - (before or 0.0)
