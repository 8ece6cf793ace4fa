"""Parameters of a learner's own: a candidate at every mark, judged by what came after the one before, used while it is better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from tutor.models import ConceptMemory, FittedParameters, Kind, LearnerLevel, Review, User
from tutor.rules import fit
from tutor.rules.memory import Evidence, Grade
from tutor.selectors.history import History
from tutor.services.learning import lock
from tutor.services.log import record
from tutor.services.memories import refold_concepts

Optimizer = Callable[[Sequence[fit.Seen]], Sequence[float]]


def fit_memory(*, learner_id: int, now: datetime, optimizer: Optimizer = fit.optimised) -> FittedParameters | None:
    """Judges the last candidate, fits the next one, and lets the gate decide. For the worker that may import torch.

    Fitting takes seconds, so it happens before the learner is locked; what is answered meanwhile is folded with the rest. A mark
    is fitted once: a task that arrives again changes nothing.

    Returns:
        The new candidate; None if there is no such learner, or not yet a mark that has none.
    """
    learner = User.objects.filter(pk=learner_id).first()
    if learner is None:
        return None
    history = _history(learner)
    default = fit.losses(history)
    mark = fit.last_mark(len(default))
    if mark is None or FittedParameters.objects.filter(learner=learner, reviews__gte=mark).exists():
        return None
    past = fit.until(history, mark)
    judged = _judged(learner, history, default, mark)
    parameters = list(optimizer(past))
    with transaction.atomic():
        learner = lock(learner)
        for row in judged:
            row.save(update_fields=["default_loss", "fitted_loss", "error"])
        level = LearnerLevel.objects.select_for_update().get(learner=learner)
        in_use = fit.ships(_windows(learner), in_use=level.fit_id is not None)
        candidate, new = FittedParameters.objects.get_or_create(
            learner=learner, reviews=mark, defaults={"parameters": parameters, "fitted_at": now, "in_use": in_use}
        )
        if not new:
            return None
        before = level.parameters
        level.fit = candidate if in_use else None
        level.save(update_fields=["fit"])
        if level.parameters != before:
            document = {"reviews": mark, "parameters": parameters if in_use else None}
            record(learner=learner, kind=Kind.REFITTED, now=now, document=document)
            concepts = ConceptMemory.objects.filter(learner=learner).values_list("concept_id", flat=True)
            refold_concepts(History(learner), list(concepts))
    return candidate


def _history(learner: User) -> list[fit.Seen]:
    rows = Review.objects.filter(learner=learner).order_by("at", "pk").values_list("concept_id", "rating", "day")
    return [fit.Seen(concept_id, Evidence(Grade(rating), day)) for concept_id, rating, day in rows.iterator()]


def _judged(learner: User, history: Sequence[fit.Seen], default: Sequence[float], mark: int) -> list[FittedParameters]:
    """The candidates that no later window has spoken of, with what the reviews up to `mark` say of them; not saved."""
    waiting = list(FittedParameters.objects.filter(learner=learner, reviews__lt=mark, error=None))
    for row in waiting:
        part = slice(row.reviews, min(mark, row.reviews + fit.WINDOW))
        window = fit.judged(default[part], fit.losses(history, row.parameters)[part])
        row.default_loss, row.fitted_loss, row.error = window.default_loss, window.fitted_loss, window.error
    return waiting


def _windows(learner: User) -> list[fit.Window]:
    rows = FittedParameters.objects.filter(learner=learner).exclude(error=None).order_by("reviews")
    return [fit.Window(fit.WINDOW, row.default_loss, row.fitted_loss, row.error) for row in rows]
