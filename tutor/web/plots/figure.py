"""A figure as the template needs it. The page's script draws the plot from the rows of the table, so the two cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is for the plot (a number, or a date as ISO 8601), `text` for people."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is what the plot calls it; an empty `label` hides the column from the table, but not from the plot."""

    name: str
    label: str
    number: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark of the plot stands for; `mark` names its look."""

    mark: str
    label: str


@dataclass(frozen=True, slots=True)
class Figure:
    """`says` is the sentence that holds what the plot shows. Without rows `empty` tells what will be there."""

    key: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    keys: tuple[Key, ...] = ()
    note: str = ""


def day_cell(day: date, today: date | None = None) -> Cell:
    return Cell(day.isoformat(), "today" if day == today else f"{day:%a} {day.day} {day:%b} {day.year}")


def month_cell(first: date) -> Cell:
    return Cell(first.isoformat(), f"{first:%B} {first.year}")


def percent_cell(share: float) -> Cell:
    return Cell(f"{share:.4f}", percent(share))


def number_cell(value: float, digits: int = 0) -> Cell:
    return Cell(f"{value:.{digits}f}", f"{value:,.{digits}f}")


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def minutes(seconds: float) -> str:
    """Minutes with a digit while they are few."""
    found = seconds / 60
    return f"{found:.1f}".removesuffix(".0") if found < 10 else f"{found:,.0f}"


def hours(seconds: float) -> str:
    return f"{minutes(seconds)} minutes" if seconds < 2 * 3600 else f"{seconds / 3600:,.0f} hours"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
