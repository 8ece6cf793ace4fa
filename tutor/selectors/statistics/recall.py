"""What is remembered, how well that was foreseen, and what it will ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, ExpressionWrapper, F, FloatField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Exp, Greatest, Least

from exercises.models import Item
from lessons.models import Concept, Lesson
from tutor.models import LearnerPace, MemoryState, Review, User
from tutor.models.plan import Doing
from tutor.rules import calibration as rules
from tutor.rules import pace
from tutor.rules.intervals import Estimate, share
from tutor.rules.level import LEAST_RECALL
from tutor.rules.memory import seed_for
from tutor.rules.recalled import USUAL
from tutor.rules.upcoming import DayAhead, Known, upcoming
from tutor.selectors.recalled import asked_for, foreseen, recall_of, recaller_of, remembered

LATEST = 2000  # predictions that a calibration is made of
AHEAD_DAYS = 30
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """Reviews of what was known before: the mean prediction, and the share of them that was recalled."""

    first: date
    expected: float
    recalled: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Over the latest predictions; `losses` is None before the first."""

    count: int
    bins: tuple[rules.Bin, ...]
    losses: rules.Losses | None


@dataclass(frozen=True, slots=True)
class MappedConcept:
    """`lesson` counts the path's lessons from 0, `place` the lesson's concepts; `recall` is None before the concept is met, and
    `due_on` also where it is left out.
    """

    title: str
    lesson: int
    number: str
    place: int
    recall: float | None
    due_on: date | None


def retention(learner: User, today: date) -> tuple[Month, ...]:
    """The last twelve calendar months that had reviews. One query, summed by day; months are summed here."""
    first = (today.replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    told = _foreseen(learner).filter(day__range=(first, today)).order_by().values_list("day")
    months: dict[date, list[tuple[int, int, float]]] = defaultdict(list)
    sums = told.annotate(all=Count("pk"), right=Count("pk", filter=Q(rating__gt=1)), mean=Avg(_expected()))
    for day, count, right, mean in sums:
        months[day.replace(day=1)].append((count, right, mean))
    return tuple(_month(month, sums) for month, sums in sorted(months.items()))


def calibration(learner: User) -> Calibration:
    """One query for the latest predictions, however many there are."""
    latest = list(_foreseen(learner).order_by("-day", "-pk").values_list("predicted_recall", "intercept", "rating")[:LATEST])
    told = [rules.Prediction(foreseen(expected, level), rating > 1) for expected, level, rating in reversed(latest)]
    return Calibration(len(told), rules.bins(told), rules.losses(told))


def upcoming_for(learner: User, today: date) -> tuple[DayAhead, ...]:
    """The next 30 days. Three queries: what is remembered, how long its questions take, and how much longer the learner takes."""
    rows = list(asked_for(learner=learner))
    asked = Item.objects.filter(concept__in=[row.concept_id for row in rows], retired_at=None, current__isnull=False).order_by()
    usual = Coalesce("current__pace__median", "current__seconds", output_field=FloatField())
    seconds = dict(asked.values_list("concept").annotate(seconds=Avg(usual)))
    factor = LearnerPace.objects.filter(learner=learner, kind=Doing.QUIZ).values_list("factor", flat=True).first() or 1.0
    known = (
        Known(row.as_rule(), seed_for(learner.pk, row.concept_id), pace.expected(seconds[row.concept_id], factor))
        for row in rows
        if row.concept_id in seconds
    )
    by = recaller_of(rows[0]) if rows else USUAL
    return upcoming(known, today=today, days=AHEAD_DAYS, by=by)


def memory_map(learner: User, path_slug: str, today: date) -> tuple[MappedConcept, ...]:
    """Every concept of a path in its order, met or not. Three queries."""
    lessons = Lesson.objects.filter(path__slug=path_slug, retired_at=None, current__isnull=False).order_by("position")
    places = {key: (place, number) for place, (key, number) in enumerate(lessons.values_list("pk", "number"))}
    memories = {row.concept_id: row for row in remembered(learner=learner, concept__lesson__path__slug=path_slug)}
    found: list[MappedConcept] = []
    inside: dict[int, int] = defaultdict(int)
    concepts = Concept.objects.filter(lesson__in=places, retired_at=None).order_by("lesson__position", "position")
    for key, lesson, title in concepts.values_list("pk", "lesson", "title"):
        memory = memories.get(key)
        recall = recall_of(memory, today) if memory else None
        due_on = memory.due_on if memory and memory.state == MemoryState.ACTIVE else None
        found.append(MappedConcept(title, *places[lesson], inside[lesson], recall, due_on))
        inside[lesson] += 1
    return tuple(found)


def _foreseen(learner: User) -> QuerySet[Review]:
    """Reviews that moved a memory which had been there: of these something was expected."""
    return Review.objects.filter(learner=learner, counted=True, predicted_recall__isnull=False)


def _expected() -> Combinable:
    """`rules.level.corrected` in the database, so that months are summed there."""
    recall = Least(Greatest(F("predicted_recall"), Value(LEAST_RECALL)), Value(1 - LEAST_RECALL))
    return ExpressionWrapper(1 / (1 + Exp(-Coalesce(F("intercept"), 0.0)) * (1 - recall) / recall), FloatField())


def _month(first: date, sums: list[tuple[int, int, float]]) -> Month:
    count, right = sum(one for one, _, _ in sums), sum(one for _, one, _ in sums)
    expected = sum(one * mean for one, _, mean in sums) / count
    return Month(first, expected, share(right, count))
