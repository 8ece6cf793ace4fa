"""Figures of when and how long somebody learned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from tutor.selectors.statistics import ActiveDay, LeagueWeek, PromisedDay
from tutor.web.plots.figure import Cell, Column, Figure, Key, count, day_cell, hours, minutes, number_cell, percent


def calendar(days: Sequence[ActiveDay], today: date) -> Figure:
    """A year of days, each as dark as the effort in it."""
    active = [day for day in days if day.effort_seconds or day.answers]
    effort, finished = sum(day.effort_seconds for day in active), sum(day.finished for day in days)
    says = (
        f"You learned on {count(len(active), 'day')} of the last year, {hours(effort)} of effort in all, "
        f"and finished the day’s plan on {finished:,}."
    )
    rows = tuple(
        (
            day_cell(day.date, today),
            Cell(f"{day.effort_seconds / 60:.1f}", minutes(day.effort_seconds)),
            number_cell(day.answers),
            Cell(str(int(day.finished)), "yes" if day.finished else "no"),
        )
        for day in days
    )
    return Figure(
        "calendar",
        "A year of days",
        says,
        (
            Column("day", "Day", number=False),
            Column("minutes", "XP"),
            Column("answers", "Answers"),
            Column("done", "Plan finished", number=False),
        ),
        rows if active else (),
        "Each day you learn becomes a square here, the brighter the more effort went into it.",
        (Key("heat-1", "a little"), Key("heat-2", "some"), Key("heat-3", "much")),
    )


def minutes_kept(days: Sequence[PromisedDay], today: date) -> Figure:
    """Minutes promised against minutes taken, by day."""
    kept = sum(day.taken_seconds <= 60 * day.minutes for day in days)
    off = [abs(day.taken_seconds - day.planned_seconds) / day.planned_seconds for day in days if day.planned_seconds]
    says = f"On {kept} of your last {count(len(days), 'day')} the session took no longer than the minutes you gave it"
    says += f"; what the plan expected was off by {percent(median(off))} on a typical day." if off else "."
    rows = tuple(
        (
            day_cell(day.date, today),
            number_cell(day.minutes),
            Cell(f"{day.planned_seconds / 60:.2f}", minutes(day.planned_seconds)),
            Cell(f"{day.taken_seconds / 60:.2f}", minutes(day.taken_seconds)),
        )
        for day in days
    )
    return Figure(
        "promised",
        "Minutes promised, minutes taken",
        says,
        (
            Column("day", "Day", number=False),
            Column("promised", "Minutes promised"),
            Column("planned", "Planned"),
            Column("taken", "Taken"),
        ),
        rows,
        "After each session you see here whether it fitted into the minutes you gave it.",
        (Key("bar", "taken"), Key("over", "over what was promised"), Key("tick", "promised"), Key("planned", "planned")),
        "Pauses of more than ten minutes are not counted.",
    )


def weeks(days: Sequence[ActiveDay]) -> Figure:
    """XP by week, the running one included."""
    sums: dict[date, list[int]] = {}
    for day in days:
        week = sums.setdefault(day.date - timedelta(days=day.date.weekday()), [0, 0])
        week[0] += day.effort_seconds
        week[1] += day.finished
    whole = [effort for effort, _ in list(sums.values())[:-1] if effort]
    best, (most, _) = max(sums.items(), key=lambda one: one[1][0])
    says = (
        f"You earned {minutes(sum(effort for effort, _ in sums.values()))} XP within the year; {minutes(median(whole))} in a "
        f"typical week with any, and {minutes(most)} in the best, which began on {best.day} {best:%B}."
        if whole
        else f"You have earned {minutes(most)} XP in your first week."
    )
    rows = tuple(
        (day_cell(week), Cell(f"{effort / 60:.1f}", minutes(effort)), number_cell(finished))
        for week, (effort, finished) in sums.items()
    )
    return Figure(
        "weeks",
        "XP by week",
        says,
        (Column("week", "Week from", number=False), Column("xp", "XP"), Column("days", "Days finished")),
        rows if most else (),
        "A minute of effort is one XP; each week becomes a bar here.",
    )


def leagues(weeks: Sequence[LeagueWeek]) -> Figure:
    """The tier and the place of each week in a league."""
    says = ""
    if weeks:
        best, last = min(weeks, key=lambda one: (-one.tier, one.place)), weeks[-1]
        says = (
            f"You finished {count(len(weeks), 'week')} in leagues within the year, the last as number {last.place} of "
            f"{last.size} in “{last.name}”; your best was number {best.place} in “{best.name}”."
        )
    rows = tuple(
        (
            day_cell(one.week),
            Cell(str(one.tier), one.name),
            number_cell(one.place),
            number_cell(one.size),
            number_cell(one.days),
        )
        for one in weeks
    )
    columns = (Column("week", "Week from", number=False), Column("tier", "League", number=False), Column("place", "Place"))
    return Figure(
        "leagues",
        "Leagues",
        says,
        (*columns, Column("size", "Of"), Column("days", "Days finished")),
        rows,
        "Leagues are for who likes them. If you join one, each week leaves a point here.",
    )
