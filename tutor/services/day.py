"""Opening a day: its plan is composed once and then stays, whatever is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from exercises.models import Attempt, Item
from lessons.models import Lesson
from lessons.selectors import stage_titles
from tutor.models import ConceptMemory, DayPlan, LearnerDay, LessonProgress, StepDone, User
from tutor.rules import memory as memory_rules
from tutor.rules import plan as rules
from tutor.selectors.progress import plan_progress
from tutor.services.learning import lock

# More due concepts than fit into the longest day: what is read for a plan does not grow with a backlog.
MOST_DUE = 150
# No lesson is much shorter, so this many minutes of a plan reach into one more lesson.
SHORTEST_LESSON_MINUTES = 3
NEVER = datetime.min.replace(tzinfo=UTC)


def open_day(*, learner: User, now: datetime) -> DayPlan:
    """The plan of the learner's local day at `now`, composed when it is first asked for."""
    day = learner.clock.day(now)
    existing = DayPlan.objects.filter(learner=learner, day=day).first()
    if existing is not None and existing.document["picks"]:
        return existing
    with transaction.atomic():
        learner = lock(learner)
        plan = DayPlan.objects.filter(learner=learner, day=day).first() or DayPlan(learner=learner, day=day)
        if plan.pk is None or not plan.document["picks"]:
            # New, or opened when there was nothing to do, since when there may be.
            picks = _compose(learner, day, without=())
            if plan.pk is None or picks:
                plan.minutes, plan.composed_at, plan.document = learner.daily_minutes, now, _document(picks)
                plan.save()
    return plan


def extend_day(*, learner: User, now: datetime) -> DayPlan:
    """More of today, for who wants it: another helping of the learner's minutes. Only a finished plan grows."""
    day = learner.clock.day(now)
    with transaction.atomic():
        learner = lock(learner)
        plan = open_day(learner=learner, now=now)
        planned = plan.document["picks"]
        if not planned or not LearnerDay.objects.filter(learner=learner, day=day).exists() or _open(learner, day):
            return plan
        more = _compose(learner, day, without=planned)
        if more:
            plan.document = {"picks": [*planned, *_document(more)["picks"]]}
            plan.minutes += learner.daily_minutes
            plan.save(update_fields=["document", "minutes"])
    return plan


def recompose_untouched(*, learner: User, now: datetime) -> None:
    """Plans today anew for changed settings, as long as nothing of it was done. The caller holds the lock."""
    day = learner.clock.day(now)
    plan = DayPlan.objects.filter(learner=learner, day=day).first()
    progress = plan_progress(learner, day)
    if plan is None or progress is None or any(progress.done):
        return
    plan.minutes, plan.composed_at = learner.daily_minutes, now
    plan.document = _document(_compose(learner, day, without=()))
    plan.save()


def _open(learner: User, day: date) -> bool:
    progress = plan_progress(learner, day)
    return progress is not None and not all(progress.done)


def _document(picks: Iterable[rules.Pick]) -> dict[str, list[dict[str, Any]]]:
    return {"picks": [asdict(pick) for pick in picks]}


def _compose(learner: User, day: date, *, without: Iterable[dict[str, Any]]) -> tuple[rules.Pick, ...]:
    concepts = {pick["concept"] for pick in without}
    planned = {(pick["lesson"], pick["key"]) for pick in without}
    due = [review for review in _due(learner, day) if review.concept not in concepts]
    steps = [step for step in _next_steps(learner) if (step.lesson, step.key) not in planned]
    return rules.compose(due, steps, seconds=learner.daily_minutes * 60, day=day)


def _due(learner: User, day: date) -> list[rules.DueReview]:
    """Due concepts, each with the question of it that was asked longest ago (or never)."""
    rows = list(
        ConceptMemory.objects.filter(learner=learner, due_on__lte=day, concept__retired_at=None)
        .select_related("concept__lesson__current")
        .defer("concept__lesson__current__document")
        .order_by("due_on", "concept_id")[:MOST_DUE]
    )
    # Not a join, which would read what everybody else answered, too.
    own = Attempt.objects.filter(learner=learner, item=OuterRef("pk")).order_by("-at")
    items = (
        Item.objects.filter(concept__in=[row.concept_id for row in rows], retired_at=None, current__isnull=False)
        .select_related("current")
        .defer("current__document")
        .annotate(last_asked=Subquery(own.values("at")[:1]))
    )
    freshest: dict[int, Item] = {}
    for item in sorted(items, key=lambda item: (item.last_asked or NEVER, item.slug)):
        freshest.setdefault(item.concept_id, item)
    return [_due_review(row, freshest[row.concept_id], day) for row in rows if row.concept_id in freshest]


def _due_review(row: ConceptMemory, item: Item, day: date) -> rules.DueReview:
    lesson = row.concept.lesson
    return rules.DueReview(
        concept=row.concept.slug,
        title=row.concept.title,
        lesson=lesson.slug,
        lesson_title=lesson.current.title if lesson.current else "",
        item=item.slug,
        recall=memory_rules.recall(row.as_rule(), day),
        days_overdue=(day - row.due_on).days,
        seconds=item.current.seconds,
    )


def _next_steps(learner: User) -> list[rules.NextStep]:
    """The coming steps of the learner's paths, in their order, enough for the day."""
    minutes = learner.daily_minutes
    finished = LessonProgress.objects.filter(learner=learner, finished_at__isnull=False).values("lesson_id")
    lessons = list(
        Lesson.objects.filter(path__enrolments__learner=learner, retired_at=None, current__isnull=False)
        .exclude(pk__in=finished)
        .select_related("current", "path")
        .order_by("path__enrolments__at", "path__position", "position")[: 2 + minutes // SHORTEST_LESSON_MINUTES]
    )
    begun = LessonProgress.objects.filter(learner=learner, lesson__in=lessons).select_related("revision")
    pinned = {progress.lesson_id: progress.revision for progress in begun}
    done = set(StepDone.objects.filter(learner=learner, lesson__in=lessons).values_list("lesson_id", "step_key"))
    steps: list[rules.NextStep] = []
    for lesson in lessons:
        revision = pinned.get(lesson.pk, lesson.current)
        stages = stage_titles(revision)
        steps += [
            rules.NextStep(
                path=lesson.path.slug,
                lesson=lesson.slug,
                lesson_title=revision.title,
                revision=revision.pk,
                key=step["key"],
                kind=step["kind"],
                title=step["title"],
                seconds=step["seconds"],
                begun=lesson.pk in pinned,
                stage=stages[step["key"]],
            )
            for step in revision.steps
            if (lesson.pk, step["key"]) not in done
        ]
    return steps
