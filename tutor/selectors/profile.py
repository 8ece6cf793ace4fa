"""A learner's own page: how far, how regularly, and what is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum
from django.urls import reverse

from exercises.models import Submission
from grading.contract import Verdict
from tutor.models import ConceptMemory, LessonProgress, Review, User, XpEntry
from tutor.rules import memory as rules
from tutor.selectors.streaks import StreakView, finished_days, streak_view

HEAT_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Totals:
    """`answers` are all that were rated, `answers_right` those that were no miss; `exercises_passed` counts each once."""

    effort_seconds: int
    lessons_done: int
    answers: int
    answers_right: int
    exercises_passed: int
    days_finished: int


@dataclass(frozen=True, slots=True)
class HeatDay:
    date: date
    effort_seconds: int
    finished: bool


@dataclass(frozen=True, slots=True)
class MemoryView:
    """`recall` is the chance (0 to 1) that the concept is remembered today; `stability_days` until it has fallen to 90 %."""

    slug: str
    title: str
    recall: float
    stability_days: float
    due_on: date
    lesson_url: str


@dataclass(frozen=True, slots=True)
class Profile:
    """`heat` are the last twelve weeks, from a Monday to today; `memories` the weakest first."""

    totals: Totals
    streak: StreakView
    heat: tuple[HeatDay, ...]
    memories: tuple[MemoryView, ...]


def profile_for(learner: User, now: datetime) -> Profile:
    """Seven queries, whatever the history."""
    today = learner.clock.day(now)
    days = finished_days(learner)
    return Profile(
        totals=_totals(learner, len({entry.day for entry in days})),
        streak=streak_view(learner, days, now),
        heat=_heat(learner, today, {entry.day for entry in days}),
        memories=_memories(learner, today),
    )


def _totals(learner: User, days_finished: int) -> Totals:
    answers = Review.objects.filter(learner=learner).aggregate(all=Count("pk"), right=Count("pk", filter=Q(rating__gt=1)))
    passed = Submission.objects.filter(learner=learner, mode="submit", verdict=Verdict.PASSED)
    return Totals(
        effort_seconds=XpEntry.objects.filter(learner=learner).aggregate(total=Sum("effort_seconds"))["total"] or 0,
        lessons_done=LessonProgress.objects.filter(learner=learner, finished_at__isnull=False).count(),
        answers=answers["all"],
        answers_right=answers["right"],
        exercises_passed=passed.aggregate(count=Count("exercise", distinct=True))["count"],
        days_finished=days_finished,
    )


def _heat(learner: User, today: date, finished: set[date]) -> tuple[HeatDay, ...]:
    first = today - timedelta(days=today.weekday(), weeks=HEAT_WEEKS - 1)
    rows = XpEntry.objects.filter(learner=learner, day__gte=first).order_by().values_list("day").annotate(Sum("effort_seconds"))
    effort = dict(rows)
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return tuple(HeatDay(day, effort.get(day, 0), day in finished) for day in days)


def _memories(learner: User, today: date) -> tuple[MemoryView, ...]:
    rows = ConceptMemory.objects.filter(learner=learner, concept__retired_at=None).select_related("concept__lesson__path")
    views = [
        MemoryView(
            slug=row.concept.slug,
            title=row.concept.title,
            recall=rules.recall(row.as_rule(), today),
            stability_days=row.stability,
            due_on=row.due_on,
            lesson_url=reverse("lesson", args=[row.concept.lesson.path.slug, row.concept.lesson.slug]),
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: (view.recall, view.title)))
