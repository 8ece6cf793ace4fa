"""A learner's own page: how far, how regularly, and what is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum

from exercises.models import Submission
from grading.contract import Verdict
from tutor.models import LearnerDay, LeechFlag, LessonProgress, Review, User, XpEntry
from tutor.rules.levels import Level, level
from tutor.selectors.marks import days_of
from tutor.selectors.recalled import recall_of, remembered
from tutor.selectors.records import effort_of
from tutor.selectors.rewards import AchievementView, latest_achievements
from tutor.selectors.streaks import StreakView, streak_view

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
    """`recall` is the chance (0 to 1) that the concept is remembered today, as FSRS and the learner's level say; `stability_days`
    until it has fallen to 90 %; `resists` where it is missed more often than that explains.
    """

    slug: str
    title: str
    recall: float
    stability_days: float
    due_on: date
    state: str
    resists: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """`heat` are the last twelve weeks, from a Monday to today; `memories` the weakest first."""

    totals: Totals
    level: Level
    achievements: tuple[AchievementView, ...]
    streak: StreakView
    heat: tuple[HeatDay, ...]
    memories: tuple[MemoryView, ...]


def profile_for(learner: User, now: datetime) -> Profile:
    """Twelve queries, whatever the history."""
    today = learner.clock.day(now)
    days = days_of(learner)
    effort_seconds = effort_of(learner, days)
    return Profile(
        totals=_totals(learner, effort_seconds, days.chronicle.run.days),
        level=level(effort_seconds),
        achievements=latest_achievements(learner),
        streak=streak_view(learner, days, now),
        heat=_heat(learner, today),
        memories=_memories(learner, today),
    )


def _totals(learner: User, effort_seconds: int, days_finished: int) -> Totals:
    answers = Review.objects.filter(learner=learner).aggregate(all=Count("pk"), right=Count("pk", filter=Q(rating__gt=1)))
    passed = Submission.objects.filter(learner=learner, mode="submit", verdict=Verdict.PASSED)
    return Totals(
        effort_seconds=effort_seconds,
        lessons_done=LessonProgress.objects.filter(learner=learner, finished_at__isnull=False).count(),
        answers=answers["all"],
        answers_right=answers["right"],
        exercises_passed=passed.aggregate(count=Count("exercise", distinct=True))["count"],
        days_finished=days_finished,
    )


def _heat(learner: User, today: date) -> tuple[HeatDay, ...]:
    first = today - timedelta(days=today.weekday(), weeks=HEAT_WEEKS - 1)
    rows = XpEntry.objects.filter(learner=learner, day__gte=first).order_by().values_list("day").annotate(Sum("effort_seconds"))
    effort = dict(rows)
    finished = set(LearnerDay.objects.filter(learner=learner, day__gte=first).values_list("day", flat=True))
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return tuple(HeatDay(day, effort.get(day, 0), day in finished) for day in days)


def _memories(learner: User, today: date) -> tuple[MemoryView, ...]:
    rows = remembered(learner=learner).select_related("concept")
    flags = LeechFlag.objects.filter(learner=learner, concept=OuterRef("concept"), closed_at=None)
    views = [
        MemoryView(
            slug=row.concept.slug,
            title=row.concept.title,
            recall=recall_of(row, today),
            stability_days=row.stability,
            due_on=row.due_on,
            state=row.state,
            resists=row.resists,
        )
        for row in rows.annotate(resists=Exists(flags))
    ]
    return tuple(sorted(views, key=lambda view: (view.recall, view.title)))
