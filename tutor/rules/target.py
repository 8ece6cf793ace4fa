"""A day to be ready by: how many minutes a day it takes, and when one is ready with those that one has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.rules.forecast import YEAR, Course, done_on

FEWEST, MOST = 3, 60  # minutes a day that a learner may choose


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`minutes`: the fewest a day with which the last step is done by the target; None where no minutes are enough, 0 where
    nothing is left to be done.

    `done_on`: when it is done with the minutes that the learner takes; None where that is not within a year.
    """

    minutes: int | None
    done_on: date | None


def reckon(course: Course, *, target: date, minutes: int, day: date) -> Reckoned:
    """Both by living the days in advance (see `tutor.rules.forecast`), the fewest minutes by bisection.

    More minutes may end a lesson a day later now and then, because a day ends where a stage does; bisection then finds one of
    the numbers of minutes that suffice, and never one that does not.
    """
    if not course.steps:
        return Reckoned(0, day)
    days = (target - day).days + 1
    if days < 1:
        return Reckoned(None, done_on(course, minutes=minutes, day=day, days=YEAR))
    low, high, found = _least(course, days), MOST, None
    while low <= high:
        middle = (low + high) // 2
        if done_on(course, minutes=middle, day=day, days=days) is not None:
            found, high = middle, middle - 1
        else:
            low = middle + 1
    return Reckoned(found, done_on(course, minutes=minutes, day=day, days=YEAR))


def _least(course: Course, days: int) -> int:
    """Fewer minutes than this are too few even for the steps alone."""
    return max(FEWEST, min(MOST, round(sum(step.seconds for step in course.steps) / (1.1 * 60 * days)) - 1))
