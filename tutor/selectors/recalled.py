"""Memories with what is expected of their learner: the one place where a recall is read to be shown or planned by."""

from __future__ import annotations

from datetime import date
from typing import Any, overload

from django.db.models import F, QuerySet

from tutor.models import ConceptMemory, MemoryState
from tutor.rules.level import corrected
from tutor.rules.memory import DEFAULT_PARAMETERS
from tutor.rules.recalled import Recaller


def remembered(**which: Any) -> QuerySet[ConceptMemory]:
    """Memories of concepts that are still taught, each with its learner's level, so that many learners are one query."""
    rows = ConceptMemory.objects.filter(**which, concept__retired_at=None)
    return rows.annotate(intercept=F("learner__level__intercept"), parameters=F("learner__level__fit__parameters"))


def asked_for(**which: Any) -> QuerySet[ConceptMemory]:
    """Those of `remembered` that come back: what the learner has suspended or shown to be known is not asked for."""
    return remembered(state=MemoryState.ACTIVE, **which)


def recaller_of(row: ConceptMemory) -> Recaller:
    """What is expected of the learner of a row of `remembered`."""
    return Recaller(tuple(row.parameters or DEFAULT_PARAMETERS), row.intercept or 0.0)


def recall_of(row: ConceptMemory, day: date) -> float:
    """The chance of a right answer on a day (0 to 1), of a row of `remembered`."""
    return recaller_of(row).recall(row.as_rule(), day)


@overload
def foreseen(predicted: float, intercept: float | None) -> float: ...
@overload
def foreseen(predicted: float | None, intercept: float | None) -> float | None: ...
def foreseen(predicted: float | None, intercept: float | None) -> float | None:
    """What was expected before a review, by what its row keeps; None of the first of a concept, for which nothing can be."""
    return corrected(predicted, intercept) if predicted is not None and intercept else predicted
