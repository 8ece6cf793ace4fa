"""What `content analyse` prints: the authors' figures as tables for a terminal, or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.table import Table

from tutor.rules.analysis import LEAST_ANSWERS, LEAST_PAIRS
from tutor.rules.flags import SAYS
from tutor.rules.intervals import Estimate
from tutor.selectors.analysis import ItemRow
from tutor.selectors.code_analysis import ExerciseRow
from tutor.templatetags.figures import FORMS, shown, signed

# Narrower, a table without a terminal would be broken by rich into unreadable columns.
WIDTH = 150


def as_json(items: Sequence[ItemRow], exercises: Sequence[ExerciseRow]) -> str:
    """Every figure with its ends and number; null where there are too few answers."""
    told = {
        "least_answers": LEAST_ANSWERS,
        "least_levels": LEAST_PAIRS,
        "questions": [asdict(row) for row in items],
        "exercises": [asdict(row) for row in exercises],
    }
    return json.dumps(told, default=str, indent=2, ensure_ascii=False)


def print_tables(items: Sequence[ItemRow], exercises: Sequence[ExerciseRow], out: OutputWrapper) -> None:
    console = Console(file=out._out)
    if not console.is_terminal:
        console = Console(file=out._out, width=WIDTH)
    if items:
        console.print(_items(items))
    if exercises:
        console.print(_exercises(exercises))
    said = f"Figures begin at {LEAST_ANSWERS} answers, discrimination at {LEAST_PAIRS} learners of known level; ends are of 95 %."
    console.print(said, markup=False)


def _items(rows: Sequence[ItemRow]) -> Table:
    table = _table("Questions", "Question", "First", "Pass rate", "Discrimination", "Time", "Hints", "Against the model")
    table.add_column("Flags")
    for row in rows:
        against = "too few" if row.standardised is None else f"{signed(row.standardised)} σ"
        figures = (_of(row.pass_rate, "percent"), _of(row.discrimination, "r"), _of(row.time, "seconds"))
        hints = _of(row.hint_rate, "percent")
        table.add_row(f"{row.lesson} {row.slug}", str(row.answers), *figures, hints, against, ", ".join(map(SAYS.get, row.flags)))
    return table


def _exercises(rows: Sequence[ExerciseRow]) -> Table:
    table = _table("Exercises", "Exercise", "Learners", "Passed at first", "Tries", "Minutes", "Hints")
    table.add_column("Fails first")
    for row in rows:
        figures: list[tuple[Any, str]] = [(row.pass_rate, "percent"), (row.tries, "count"), (row.minutes, "minutes")]
        told = [_of(one, form) for one, form in [*figures, (row.hint_rate, "percent")]]
        table.add_row(f"{row.lesson} {row.slug}", str(row.learners), *told, row.hardest.title if row.hardest else "")
    return table


def _table(title: str, name: str, *figures: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column(name)
    for one in figures:
        table.add_column(one, justify="right")
    return table


def _of(estimate: Estimate | None, form: str) -> str:
    if estimate is None:
        return "too few"
    ends = f"{shown(estimate.low, form)} to {shown(estimate.high, form)}"
    return f"{shown(estimate.value, form)}{FORMS[form][2]} ({ends})"
