"""The analysis as CSV, for authors who calculate themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from tutor.rules.intervals import Estimate
from tutor.selectors.analysis import ItemRow
from tutor.selectors.code_analysis import ExerciseRow

Cell = str | int | float | None
ITEM_FIGURES = ("pass_rate", "later_rate", "hint_rate", "time", "discrimination", "residual")
CODE_FIGURES = ("pass_rate", "tries", "minutes", "hint_rate")


def items_csv(rows: Iterable[ItemRow]) -> str:
    """A line for each version; of each figure the value, both ends and the number. What has too few answers is left empty."""
    plain = ("revision_id", "slug", "kind", "lesson", "concept", "current", "declared_seconds")
    plain += ("answers", "later", "open_reports", "leeches")
    names = [*plain, *_named(ITEM_FIGURES), "standardised", "flags"]
    lines = [
        [
            *(getattr(row, name) for name in plain),
            *_cells(row, ITEM_FIGURES),
            row.standardised,
            " ".join(row.flags),
        ]
        for row in rows
    ]
    return _written(names, lines)


def exercises_csv(rows: Iterable[ExerciseRow]) -> str:
    """A line for each check of each version, with the figures of its exercise."""
    plain = ("revision_id", "slug", "lesson", "current", "declared_seconds", "learners", "submissions", "solved")
    names = [*plain, *_named(CODE_FIGURES), "check", "runs", *_named(("check_pass_rate", "failing_first"))]
    lines = []
    for row in rows:
        for check in row.checks:
            own = [check.name, check.runs, *_ends(check.pass_rate), *_ends(check.failing)]
            lines.append([*(getattr(row, name) for name in plain), *_cells(row, CODE_FIGURES), *own])
    return _written(names, lines)


def _named(figures: Iterable[str]) -> list[str]:
    return [f"{name}{end}" for name in figures for end in ("", "_low", "_high", "_n")]


def _cells(row: ItemRow | ExerciseRow, figures: Iterable[str]) -> list[Cell]:
    return [cell for name in figures for cell in _ends(getattr(row, name))]


def _ends(estimate: Estimate | None) -> list[Cell]:
    if estimate is None:
        return [None] * 4
    return [round(estimate.value, 4), round(estimate.low, 4), round(estimate.high, 4), estimate.n]


def _written(names: list[str], lines: Iterable[list[Cell]]) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return page.getvalue()


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") and cell else cell
