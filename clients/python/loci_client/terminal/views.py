"""Short views: the plan, the summary of a day, the streak, how far the paths are."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from loci_client import shapes
from loci_client.terminal.showing import text

DOTS = {
    "done": ("●", "green"),
    "frozen": ("❄", "cyan"),
    "granted": ("●", "cyan"),
    "made-up": ("●", "green"),
    "vacation": ("–", "dim"),
    "today": ("○", "bold"),
    "missed": ("·", "dim"),
    "ahead": ("·", "dim"),
}


def show_plan(console: Console, today: shapes.Today) -> None:
    """What there is to do, and why."""
    console.print(text(f"{today.day:%A, %d %B}", "bold"), end="")
    left = f" · {minutes(today.seconds_left)} left" if today.seconds_left else ""
    console.print(text(f"{left} · {_days(today.streak.current)} in a row", "dim"))
    notices = today.notices
    if notices.break_until:
        console.print(text(f"You are on a break until {notices.break_until:%d %B}: nothing is expected."))
    for gate in notices.gates:
        console.print(text(f"{gate.lesson_title} begins with what it builds on: {', '.join(gate.titles)}."))
    table = Table.grid(padding=(0, 1))
    for pick in today.picks:
        sign = text("✓", "green") if pick.done else text("·")
        table.add_row("", sign, text(pick.title, "dim" if pick.done else ""), text(minutes(pick.seconds), "dim"))
    console.print(table)
    for quest in today.quests:
        console.print(text(f"  {'✓' if quest.met else '○'} {quest.title} ({quest.done} of {quest.needed})", "dim"))


def show_summary(console: Console, day: shapes.Summary) -> None:
    """What a day brought."""
    console.print()
    console.print(text("That was today." if day.finished else "That was it so far.", "bold green"))
    if day.reviews_total:
        console.print(text(f"{day.reviews_right} of {day.reviews_total} questions right · {xp(day.effort_seconds)}"))
    else:
        console.print(text(xp(day.effort_seconds)))
    show_streak(console, day.streak)
    for one in day.coming[:5]:
        console.print(text(f"  {one.title} comes back on {one.due_on:%d %B}", "dim"))


def show_streak(console: Console, streak: shapes.Streak) -> None:
    said = text(f"{_days(streak.current)} in a row", "bold")
    said.append(" (paused)" if streak.paused else "")
    said.append(f"  longest {streak.longest}", "dim")
    console.print(said)
    console.print(_week(streak.days))
    console.print(text(f"{streak.week_done} of {_days(streak.week_asked)} this week · {streak.freezes} freezes in hand", "dim"))
    if streak.to_make_up and streak.make_up_until:
        missed = ", ".join(f"{day:%d %B}" for day in streak.to_make_up)
        console.print(text(f"Until {streak.make_up_until:%d %B} you can make up for {missed}."))


def show_progress(console: Console, paths: Iterable[shapes.PathMap], effort: shapes.Xp) -> None:
    """How far each path is, and all effort."""
    table = Table.grid(padding=(0, 2))
    for path in paths:
        share = f"{path.lessons_done} of {path.lessons_total} lessons"
        bar = ProgressBar(total=max(1, path.lessons_total), completed=path.lessons_done, width=20)
        left = f"{path.minutes_left} min left" if path.minutes_left else "done"
        table.add_row(text(path.title, "bold"), bar if console.is_terminal else "", text(share), text(left, "dim"))
    console.print(table)
    level = effort.level
    ahead = f"{xp(level.needed - level.done)} to the next"
    console.print(text(f"Level {level.number} · {xp(effort.effort_seconds)} · {ahead}", "dim"))


def minutes(seconds: int) -> str:
    """Seconds as the pages of the site say them: “40 s”, “2 min”."""
    return f"{seconds} s" if seconds < 55 else f"{max(1, round(seconds / 60))} min"


def xp(seconds: int) -> str:
    return f"{seconds // 60} XP"


def _week(days: Iterable[shapes.DayDot]) -> Text:
    week = Text()
    for day in days:
        sign, style = DOTS.get(day.state, ("·", "dim"))
        week.append(f"{day.date:%a} ", "dim").append(f"{sign}  ", style)
    return week


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
