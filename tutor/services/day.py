"""Opening a day: its plan is composed once and then stays, whatever is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from exercises.models import Item
from lessons.models import Lesson
from tutor.models import ConceptMemory, DayPlan, Enrolment, LearnerDay, LessonProgress, StepDone, User
from tutor.rules import memory as memory_rules
from tutor.rules import plan as rules
from tutor.services.learning import as_rule, clock_of, lock

# More due concepts than fit into the longest day: what is read for a plan does not grow with a backlog.
MOST_DUE = 150
# A plan reaches at most into so many unfinished lessons; a day of an hour holds fewer.
LESSONS_AHEAD = 10


def open_day(*, learner: User, now: datetime) -> DayPlan:
    """The plan of the learner's local day at `now`, composed when it is first asked for."""
    day = clock_of(learner).day(now)
    existing = DayPlan.objects.filter(learner=learner, day=day).first()
    if existing is not None and existing.document["picks"]:
        return existing
    with transaction.atomic():
        learner = lock(learner)
        picks = _compose(learner, day, minutes=learner.daily_minutes, without=())
        plan, created = DayPlan.objects.get_or_create(
            learner=learner,
            day=day,
            defaults={"minutes": learner.daily_minutes, "document": _document(picks), "composed_at": now},
        )
        if not created and not plan.document["picks"] and picks:
            # The day was opened when there was nothing to do, and since then there is.
            plan.document, plan.composed_at = _document(picks), now
            plan.save(update_fields=["document", "composed_at"])
    return plan


def extend_day(*, learner: User, now: datetime) -> DayPlan:
    """More of today, for who wants it: another helping of the learner's minutes. Only a finished plan grows."""
    day = clock_of(learner).day(now)
    with transaction.atomic():
        learner = lock(learner)
        plan = DayPlan.objects.filter(learner=learner, day=day).first()
        if plan is None or not LearnerDay.objects.filter(learner=learner, day=day).exists():
            return open_day(learner=learner, now=now)
        planned = plan.document["picks"]
        more = _compose(learner, day, minutes=learner.daily_minutes, without=planned)
        if more:
            plan.document = {"picks": [*planned, *_document(more)["picks"]]}
            plan.minutes += learner.daily_minutes
            plan.save(update_fields=["document", "minutes"])
    return plan


def _document(picks: Iterable[rules.Pick]) -> dict[str, object]:
    return {"picks": [asdict(pick) for pick in picks]}


def _compose(learner: User, day: date, *, minutes: int, without: Iterable[dict[str, str]]) -> tuple[rules.Pick, ...]:
    planned_concepts = {pick["concept"] for pick in without}
    planned_steps = {(pick["lesson"], pick["key"]) for pick in without}
    due = [review for review in _due(learner, day) if review.concept not in planned_concepts]
    steps = [step for step in _next_steps(learner, minutes) if (step.lesson, step.key) not in planned_steps]
    return rules.compose(due, steps, seconds=minutes * 60)


def _due(learner: User, day: date) -> list[rules.DueReview]:
    """Due concepts, each with the question of it that was asked longest ago (or never)."""
    rows = list(
        ConceptMemory.objects.filter(learner=learner, due_on__lte=day, concept__retired_at=None)
        .select_related("concept")
        .order_by("due_on", "concept_id")[:MOST_DUE]
    )
    items = (
        Item.objects.filter(concept__in=[row.concept_id for row in rows], retired_at=None, current__isnull=False)
        .select_related("current")
        .defer("current__document")
        .annotate(last_asked=Max("attempts__at", filter=Q(attempts__learner=learner)))
    )
    freshest: dict[int, Item] = {}
    for item in sorted(items, key=lambda item: (item.last_asked is not None, item.last_asked, item.slug)):
        freshest.setdefault(item.concept_id, item)
    return [
        rules.DueReview(
            concept=row.concept.slug,
            title=row.concept.title,
            item=freshest[row.concept_id].slug,
            recall=memory_rules.recall(as_rule(row), day),
            days_overdue=(day - row.due_on).days,
            seconds=freshest[row.concept_id].current.seconds,
        )
        for row in rows
        if row.concept_id in freshest
    ]


def _next_steps(learner: User, minutes: int) -> list[rules.NextStep]:
    """The coming steps of the learner's paths, in their order, enough for the day."""
    paths = list(Enrolment.objects.filter(learner=learner).order_by("at").values_list("path_id", flat=True))
    finished = LessonProgress.objects.filter(learner=learner, finished_at__isnull=False).values("lesson_id")
    lessons = list(
        Lesson.objects.filter(path_id__in=paths, retired_at=None, current__isnull=False)
        .exclude(pk__in=finished)
        .select_related("current")
        .order_by("position")[: LESSONS_AHEAD]
    )
    lessons.sort(key=lambda lesson: (paths.index(lesson.path_id), lesson.position))
    pinned = {
        progress.lesson_id: progress.revision
        for progress in LessonProgress.objects.filter(learner=learner, lesson__in=lessons).select_related("revision")
    }
    done = set(StepDone.objects.filter(learner=learner, lesson__in=lessons).values_list("lesson_id", "step_key"))
    steps: list[rules.NextStep] = []
    for lesson in lessons:
        revision = pinned.get(lesson.pk, lesson.current)
        steps += [
            rules.NextStep(
                lesson.slug, step["key"], step["kind"], step["title"], revision.title, step["seconds"], lesson.pk in pinned
            )
            for step in revision.steps
            if (lesson.pk, step["key"]) not in done
        ]
        if sum(step.seconds for step in steps) > minutes * 60:
            break
    return steps
