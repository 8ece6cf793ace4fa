"""Makes what is told of a learner anew from the event log: after a late arrival, an undo, a refit, a corrected zone, or when two
histories are joined.

The caller holds the lock on the learner. Only rows that differ are written, and only those that events lead to: what is not a
fold of the log is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.db.models import Q

from tutor.models import Event, FittedParameters, Kind, LearnerDay, LearnerLevel, StepDone, User
from tutor.rules.deeds import Thing
from tutor.selectors.history import History, steps_of
from tutor.services.deeds import refold_code, refold_day, refold_steps
from tutor.services.levels import refold_levels
from tutor.services.marks import forget_marks
from tutor.services.memories import refold_concepts
from tutor.services.proofs import refold_checks


def refold(
    *,
    learner: User,
    concepts: Collection[int] = (),
    days: Collection[date] = (),
    since: datetime | None = None,
    moved: Mapping[Thing, date] = MappingProxyType({}),
) -> None:
    """Folds the histories of these concepts and days anew, and the learner's level from `since` on. The work does not grow with
    the rest of the learner's history.

    Args:
        since: nothing that was done before this moment is told otherwise than before; without it, anything may be.
        moved: steps that are done, or open, otherwise than before from this day on.
    """
    history = History(learner)
    moved = dict(moved)
    if concepts:
        refold_concepts(history, concepts)
        refold_checks(history, concepts)
        refold_levels(learner, since=since, anew=concepts)
        answered = Event.objects.filter(learner=learner, kind=Kind.ANSWERED, concept__in=concepts)
        asked = steps_of(answered.exclude(document__steps=[]))
        if asked:
            moved |= refold_steps(history, Q(concept__in=concepts) | Q(kind__in=(Kind.STEP_DONE, Kind.PLACED)), asked)
    for day, done in history.of_days(sorted({*days, *history.resting_on_steps(moved)})).items():
        refold_day(learner, day, done)


def refold_since(*, learner: User, concepts: Collection[int], days: Collection[date], since: datetime) -> None:
    """As `refold`, and with all steps and code of this moment and later, which may belong to other days than before."""
    forget_marks(learner, since.date() - timedelta(days=2))
    history = History(learner)
    earlier = StepDone.objects.filter(learner=learner, at__lt=since).values_list("lesson__slug", "step_key")
    moved = steps_of(Event.objects.filter(learner=learner, at__gte=since)) - {("step", *step) for step in earlier}
    others = refold_steps(history, Q(at__gte=since), moved)
    refold_code(history, Q(at__gte=since))
    refold(learner=learner, concepts=concepts, days=days, since=since, moved=others)


def refold_all(*, learner: User) -> None:
    """Folds the whole log of a learner anew."""
    forget_marks(learner)
    named = Event.objects.filter(learner=learner, concept__isnull=False).values_list("concept", flat=True)
    history, concepts = History(learner), set(named.order_by().distinct())
    refold_concepts(history, concepts)
    refold_checks(history, concepts)
    refold_levels(learner)
    _keep_parameters(learner)
    refold_steps(history, Q())
    refold_code(history, Q())
    days = {history.day(event) for event in Event.objects.filter(learner=learner).only("at", "day")}
    days |= set(LearnerDay.objects.filter(learner=learner).values_list("day", flat=True))
    for day, done in history.of_days(sorted(days)).items():
        refold_day(learner, day, done)


def _keep_parameters(learner: User) -> None:
    """The parameters that came into force last are those in use."""
    last = Event.objects.filter(learner=learner, kind=Kind.REFITTED).order_by("at", "uuid").last()
    fit = None
    if last is not None and last.document["parameters"] is not None:
        given = {"parameters": last.document["parameters"], "fitted_at": last.at, "in_use": True}
        reviews = last.document["reviews"]
        fit, _ = FittedParameters.objects.get_or_create(learner=learner, reviews=reviews, defaults=given)
    LearnerLevel.objects.filter(learner=learner).update(fit=fit)
