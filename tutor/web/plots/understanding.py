"""Figures of what somebody is good at."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.selectors.statistics.concepts import STRONGEST, WEAKEST, ConceptRecord
from tutor.web.plots.figure import Cell, Column, Figure, Key, count, number_cell, percent, percent_cell


def strengths(records: Sequence[ConceptRecord]) -> Figure:
    """The share of right answers of each concept, weakest first."""
    says = ""
    if records:
        weakest, strongest = records[0], records[-1]
        answers = sum(one.right.n for one in records)
        right = sum(one.right.value * one.right.n for one in records) / answers
        says = (
            f"Of {count(answers, 'answer')} on {count(len(records), 'concept')} within a year {percent(right)} were right: "
            f"“{strongest.title}” most surely ({percent(strongest.right.value)}), "
            f"“{weakest.title}” least ({percent(weakest.right.value)})."
        )
    rows = tuple(
        (
            Cell(one.title, one.title),
            number_cell(one.right.n),
            percent_cell(one.right.value),
            percent_cell(one.right.low),
            percent_cell(one.right.high),
        )
        for one in records
    )
    columns = (Column("concept", "Concept", number=False), Column("answers", "Answers"), Column("right", "Right"))
    return Figure(
        "strengths",
        "Concept by concept",
        says,
        (*columns, Column("low", "95 % from"), Column("high", "to")),
        rows,
        "A concept appears here when you have answered three questions on it.",
        (Key("point", "right, with its 95 % interval"),),
        f"Of a long path the {WEAKEST} weakest and the {STRONGEST} strongest." if len(records) == WEAKEST + STRONGEST else "",
    )
