"""What of a day's plan and of a lesson is done: derived from answers and steps, stored nowhere twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet

from exercises.models import Attempt
from lessons.models import Lesson, LessonRevision
from tutor.models import DayPlan, LearnerDay, LessonProgress, StepDone, User
from tutor.prepared import DAY, KEY, prepared


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The picks of a day as they were planned, and for each whether it is done.

    `missed` are the days after which the learner came back on this one; `catch_up` is when a backlog has had its turn.
    """

    minutes: int
    picks: tuple[dict[str, Any], ...]
    done: tuple[bool, ...]
    missed: int = 0
    catch_up: date | None = None

    @property
    def next_pick(self) -> dict[str, Any] | None:
        return next((pick for pick, done in zip(self.picks, self.done, strict=True) if not done), None)


def plan_progress(learner: User, day: date, plan: DayPlan | None = None) -> PlanProgress | None:
    """The plan of a local day with what is done; None before it was opened. Three queries; two where the plan is given."""
    plan = plan or plan_rows.first(learner=learner.pk, day=day)
    if plan is None:
        return None
    picks = tuple(plan.document["picks"])
    items = list({pick["item"] for pick in picks if pick["kind"] == "review"})
    lessons = list({pick["lesson"] for pick in picks if pick["kind"] == "step"})
    answered = set(_answered(learner=learner.pk, day=day, items=items))
    stepped = set(_stepped(learner=learner.pk, lessons=lessons))
    done = tuple(
        pick["item"] in answered if pick["kind"] == "review" else (pick["lesson"], pick["key"]) in stepped for pick in picks
    )
    catch_up = plan.document.get("catch_up")
    missed = plan.document.get("missed", 0)
    return PlanProgress(plan.minutes, picks, done, missed, date.fromisoformat(catch_up) if catch_up else None)


@prepared(learner=KEY, day=DAY)
def plan_rows(learner: Any, day: Any) -> QuerySet:
    """The plan of a local day, if it was opened."""
    return DayPlan.objects.filter(learner=learner, day=day)


@prepared(learner=KEY, day=DAY)
def finished_days(learner: Any, day: Any) -> QuerySet:
    """Of a local day that is finished, one row."""
    return LearnerDay.objects.filter(learner=learner, day=day).order_by().values_list("pk", flat=True)


@prepared(learner=KEY, day=DAY, items=CharField())
def _answered(learner: Any, day: Any, items: Any) -> QuerySet:
    return Attempt.objects.filter(learner=learner, day=day, item__slug__in=items).values_list("item__slug", flat=True)


@prepared(learner=KEY, lessons=CharField())
def _stepped(learner: Any, lessons: Any) -> QuerySet:
    return StepDone.objects.filter(learner=learner, lesson__slug__in=lessons).values_list("lesson__slug", "step_key")


def revision_for(learner: User, lesson: Lesson, day: date) -> LessonRevision | None:
    """The revision of a lesson that a learner sees: the one they began with, else the one that today's plan counted on,
    so that publishing in between cannot leave a plan with steps that exist no more, else the current one.
    """
    progress = LessonProgress.objects.filter(learner=learner, lesson=lesson).select_related("revision").first()
    if progress is not None:
        return progress.revision
    plan = plan_rows.first(learner=learner.pk, day=day)
    planned = [pick["revision"] for pick in (plan.document["picks"] if plan else []) if pick["lesson"] == lesson.slug]
    if planned:
        return LessonRevision.objects.filter(pk=planned[0], lesson=lesson).first() or lesson.current
    return lesson.current
