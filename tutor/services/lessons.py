"""Going through a lesson, step by step, in the revision that the learner began with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lessons.models import Lesson, LessonRevision
from lessons.models import Path as LearningPath
from tutor.errors import NotFound, StepLocked
from tutor.models import Enrolment, Kind, LessonProgress, StepDone, User, XpEntry
from tutor.rules import xp
from tutor.selectors.progress import revision_for
from tutor.services.day import open_today
from tutor.services.learning import lock, pay, settle_day, settle_late_day
from tutor.services.log import record, stamp, told, write
from tutor.services.pacing import note_reading

# These are finished by answering or by passing, not by leafing on.
FINISHED_BY_DOING = {"check", "code"}


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What finishing a step led to. `next_key` is the lesson's first step that is still open."""

    lesson_finished: bool
    day_finished: bool
    next_key: str | None


def enrol(
    *,
    learner: User,
    path_slug: str,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> Enrolment:
    """Puts a learner on a path. `event_id`, `at` and `zone` are those of a client, as `log.stamp` takes them."""
    path = LearningPath.objects.filter(slug=path_slug, retired_at=None).first()
    if path is None:
        raise NotFound(f"There is no path “{path_slug}”.", field="path")
    with transaction.atomic():
        learner = lock(learner)
        stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone)
        return enrolled(learner, path, now=now, event_id=stamped.uuid if event_id else None, at=stamped.at, zone=stamped.zone)


def enrolled(
    learner: User,
    path: LearningPath,
    *,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> Enrolment:
    """The learner's enrolment in a path, made if there is none, of the first moment that is told. The caller holds the lock."""
    enrolment, new = Enrolment.objects.get_or_create(learner=learner, path=path, defaults={"at": at or now})
    earlier = not new and (at or now) < enrolment.at
    if earlier:
        enrolment.at = at or now
        enrolment.save(update_fields=["at"])
    if new or (earlier and event_id):
        given = {"event_id": event_id, "at": at, "zone": zone}
        record(learner=learner, kind=Kind.ENROLLED, now=now, document={"path": path.slug}, **given)
    return enrolment


def start_lesson(
    *,
    learner: User,
    lesson_slug: str,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> LessonProgress:
    """Begins a lesson, or finds where it was begun; from then on its revision stays. Of several moments told the first counts.

    A retired lesson is offered to nobody, but who has it in today's plan may still take it.
    """
    lesson = Lesson.objects.filter(slug=lesson_slug).select_related("current", "path").first()
    if lesson is None:
        raise NotFound(f"There is no lesson “{lesson_slug}”.", field="lesson")
    progress = LessonProgress.objects.filter(learner=learner, lesson=lesson).select_related("revision").first()
    if progress is not None and (at or now) >= progress.started_at:
        return progress
    revision = progress.revision if progress else revision_for(learner, lesson, learner.clock.day(now))
    if revision is None:
        raise NotFound(f"The lesson “{lesson_slug}” is not published yet.", field="lesson")
    with transaction.atomic():
        learner = lock(learner)
        stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone)
        enrolled(learner, lesson.path, now=now, at=stamped.at, zone=stamped.zone)
        progress, new = LessonProgress.objects.get_or_create(
            learner=learner, lesson=lesson, defaults={"revision": revision, "started_at": stamped.at}
        )
        earlier = not new and stamped.at < progress.started_at
        if earlier:
            progress.started_at = stamped.at
            progress.save(update_fields=["started_at"])
        if new or (earlier and event_id):
            begun = {"lesson": lesson.slug, "revision": revision.digest}
            write(learner, Kind.LESSON_BEGUN, stamped, now=now, document=begun)
    return progress


def step_of(revision: LessonRevision, key: str) -> dict[str, Any]:
    for step in revision.steps:
        if step["key"] == key:
            return step
    raise NotFound(f"“{revision.title}” has no step “{key}”.", field="step")


def step_within_reach(learner: User, progress: LessonProgress, key: str) -> tuple[dict[str, Any], bool]:
    """A step that is done, or the next to do, and which of the two.

    Raises:
        NotFound: the lesson has no such step.
        StepLocked: steps before it are open.
    """
    step, done = step_of(progress.revision, key), _done_keys(learner, progress)
    if key not in done and first_open(progress.revision, done) != key:
        raise StepLocked("This step comes later.", "Finish the steps before it first.", field="step")
    return step, key in done


def step_whenever(learner: User, progress: LessonProgress, key: str) -> tuple[dict[str, Any], bool]:
    """A step, and whether it is done, wherever in its lesson the learner is."""
    return step_of(progress.revision, key), key in _done_keys(learner, progress)


def finish_step(
    *,
    learner: User,
    lesson_slug: str,
    step_key: str,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
    seconds: int = 0,
) -> StepOutcome:
    """Notes a read, explored or recapped step as done. Doing it again changes and pays nothing.

    Args:
        seconds: how long it was looked at, as the client says; 0 where it does not.
        event_id, at, zone: those of a client that was without a connection, as `log.stamp` takes them.

    Raises:
        BadInput: the moment or the zone cannot be used.
        NotFound: no such lesson or step.
        StepLocked: steps before it are open, or it is finished by answering or by passing.
    """
    with transaction.atomic():
        learner = lock(learner)
        known = told(learner, event_id, Kind.STEP_DONE)
        stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone)
        open_today(learner, stamped, now)
        progress = start_lesson(learner=learner, lesson_slug=lesson_slug, now=stamped.at)
        # On a device without a connection the steps were done in their order, in whichever order their news arrive.
        reach = step_whenever if stamped.late else step_within_reach
        step, done = reach(learner, progress, step_key)
        if step["kind"] in FINISHED_BY_DOING and (stamped.late or not done):
            raise StepLocked("This step is done by solving it.", "Answer first.", field="step")
        effort = xp.for_step(step["seconds"])
        if known is None and (not done or stamped.late):
            document = {"steps": [[lesson_slug, step_key]], "effort": effort, "seconds": step["seconds"]}
            write(learner, Kind.STEP_DONE, stamped, now=now, document=document)
            note_reading(learner=learner, declared=step["seconds"], seconds=seconds)
        given = {"learner": learner, "progress": progress, "step": step, "day": stamped.day}
        outcome = complete_step(**given, now=stamped.at, zone=stamped.zone, pays=effort, late=stamped.late)
        if not stamped.late:
            return outcome
        steps = [("step", lesson_slug, step_key)]
        return replace(outcome, day_finished=settle_late_day(learner=learner, day=stamped.day, now=now, steps=steps))


def complete_step(
    *,
    learner: User,
    progress: LessonProgress,
    step: dict[str, Any],
    day: date,
    now: datetime,
    zone: str,
    pays: int = 0,
    late: bool = False,
) -> StepOutcome:
    """Marks a step as done and draws the consequences, but for those for a day that is told late. The caller holds the lock."""
    row, new = StepDone.objects.get_or_create(
        learner=learner, lesson_id=progress.lesson_id, step_key=step["key"], defaults={"day": day, "at": now}
    )
    cause = f"step:{progress.lesson_id}:{step['key']}"
    if new:
        pay(learner=learner, cause=cause, effort_seconds=pays, day=day, now=now)
    elif now < row.at:
        StepDone.objects.filter(pk=row.pk).update(day=day, at=now)
        XpEntry.objects.filter(learner=learner, cause=cause).update(day=day, at=now)
        settle_late_day(learner=learner, day=row.day, now=now)
    ends = dict(StepDone.objects.filter(learner=learner, lesson_id=progress.lesson_id).values_list("step_key", "at"))
    open_key = first_open(progress.revision, set(ends))
    if open_key is None:
        ended = max([progress.started_at, *(ends[one["key"]] for one in progress.revision.steps)])
        LessonProgress.objects.filter(pk=progress.pk).exclude(finished_at=ended).update(finished_at=ended)
    finished = not late and settle_day(learner=learner, day=day, now=now, zone=zone)
    return StepOutcome(open_key is None, finished, open_key)


def _done_keys(learner: User, progress: LessonProgress) -> set[str]:
    return set(StepDone.objects.filter(learner=learner, lesson_id=progress.lesson_id).values_list("step_key", flat=True))


def first_open(revision: LessonRevision, done: set[str]) -> str | None:
    """The key of the first step that is not done, None if the lesson is finished."""
    return next((step["key"] for step in revision.steps if step["key"] not in done), None)
