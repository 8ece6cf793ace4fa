"""The weekly goal: so many finished days from Monday to Sunday, for those who cannot do every day.

A week is met by its finished days alone, whichever they are. Dates that an outage or a vacation covers are not asked for: a week
with three of them asks for four days at most, and a week of nothing else is passed over. Whoever meets the goal keeps a run of
weeks, beside the streak of days and without any freeze: the free days are in the goal already.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
# Two days off: what most people who learn beside their work can keep for months.
USUAL_DAYS = 5


@dataclass(frozen=True, slots=True)
class WeekRun:
    """Weeks in a row in which the goal was met, and the most there ever were."""

    length: int = 0
    longest: int = 0


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_days(monday: date) -> tuple[date, ...]:
    return tuple(monday + timedelta(days=n) for n in range(7))


def goal_of(monday: date, goals: Mapping[date, int]) -> int:
    """Days asked for in a week: what was set for it or for the last week before, else the usual."""
    chosen = max((week for week in goals if week <= monday), default=None)
    return goals[chosen] if chosen is not None else USUAL_DAYS


def asked_of(monday: date, goals: Mapping[date, int], covered: Collection[date]) -> int:
    """Days that a week really asks for, when some of its dates need not be learned on. 0: the week is passed over."""
    free = sum(day not in covered for day in week_days(monday))
    return min(goal_of(monday, goals), free)


def fold_weeks(
    done: Collection[date],
    *,
    goals: Mapping[date, int],
    covered: Collection[date],
    first: date,
    through: date,
    begin: WeekRun | None = None,
) -> WeekRun:
    """The run of weeks from the Monday `first` to the last week that ends by `through`."""
    run, monday = begin or WeekRun(), first
    while monday + WEEK - timedelta(days=1) <= through:
        asked = asked_of(monday, goals, covered)
        if asked:
            met = sum(day in done for day in week_days(monday)) >= asked
            length = run.length + 1 if met else 0
            run = WeekRun(length, max(run.longest, length))
        monday += WEEK
    return run
