"""Writing code: the draft, the hints and the solution."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from exercises.models import Draft, Exercise, HintTaken, SolutionShown, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from lessons.models import Concept
from tutor.errors import BadInput, NotFound, SolutionLocked, TooLong
from tutor.models import Event, Kind, LessonProgress, User
from tutor.rules.memory import Grade
from tutor.services.day import open_day
from tutor.services.learning import in_order, lock, remember, settle_day
from tutor.services.lessons import complete_step
from tutor.services.log import stamp, write
from tutor.services.pacing import note_work

MOST_SOURCE_BYTES = 64 * 1024


def exercise_named(slug: str) -> Exercise:
    exercise = Exercise.objects.filter(slug=slug, current__isnull=False).select_related("current", "lesson").first()
    if exercise is None:
        raise NotFound(f"There is no exercise “{slug}”.", field="exercise")
    return exercise


def source_text(source: str) -> str:
    """Code as it is stored: text of at most 64 KiB with plain line ends."""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MOST_SOURCE_BYTES:
        raise TooLong(f"Your code has {size} bytes.", f"At most {MOST_SOURCE_BYTES} are taken.", field="source")
    if "\x00" in source or any("\ud800" <= character <= "\udfff" for character in source):
        raise BadInput("Your code has characters that are no text.", "Remove them.", field="source")
    return source.replace("\r\n", "\n")


def save_draft(*, learner: User, exercise_slug: str, source: str, now: datetime) -> None:
    """Keeps the code in the editor, for whichever device comes next."""
    exercise, source = exercise_named(exercise_slug), source_text(source)
    with transaction.atomic():
        learner = lock(learner)
        Draft.objects.update_or_create(learner=learner, exercise=exercise, defaults={"source": source, "saved_at": now})
        note_work(learner=learner, exercise=exercise, now=now)


def take_hint(
    *,
    learner: User,
    exercise_slug: str,
    number: int,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> str:
    """Gives a hint as HTML. Hints come one after another; asking again for one that was taken is free."""
    exercise = exercise_named(exercise_slug)
    assert exercise.current is not None
    hints = exercise.current.hints
    if not hints:
        raise NotFound("This exercise has no hints.", field="number")
    with transaction.atomic():
        learner = lock(learner)
        upcoming = min(HintTaken.objects.filter(learner=learner, exercise=exercise).count() + 1, len(hints))
        if not 1 <= number <= upcoming:
            raise BadInput("Hints come one after another.", f"The next is number {upcoming}.", field="number")
        stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone)
        taken = {"learner": learner, "exercise": exercise, "number": number}
        row, new = HintTaken.objects.get_or_create(**taken, defaults={"at": stamped.at})
        earlier = stamped.at < row.at
        if earlier:
            HintTaken.objects.filter(pk=row.pk).update(at=stamped.at)
        if new or earlier:
            write(learner, Kind.HINT_TAKEN, stamped, now=now, document={"exercise": exercise.slug, "number": number})
    return hints[number - 1]


def show_solution(
    *,
    learner: User,
    exercise_slug: str,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> SolutionShown:
    """Opens the reference solution: after passing freely, before it as giving up, which counts as a miss and ends the step.

    Raises:
        SolutionLocked: nothing was run or submitted yet.
    """
    exercise = exercise_named(exercise_slug)
    with transaction.atomic():
        learner = lock(learner)
        existing = SolutionShown.objects.filter(learner=learner, exercise=exercise).first()
        if existing is not None:
            return existing
        own = Submission.objects.filter(learner=learner, exercise=exercise)
        passed = own.filter(mode="submit", verdict=Verdict.PASSED).exists()
        if not own.exists():
            raise SolutionLocked("You have not tried yet.", "Run an attempt of your own; after it you may give up.")
        stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone)
        shown = SolutionShown.objects.create(learner=learner, exercise=exercise, gave_up=not passed, at=stamped.at)
        steps = [] if passed else code_steps(learner, exercise)
        document = {"exercise": exercise.slug, "gave_up": not passed, "steps": named(steps)}
        event = write(learner, Kind.SOLUTION_SHOWN, stamped, now=now, document=document)
        if not passed:
            open_day(learner=learner, now=now)
            given = {"learner": learner, "day": event.day, "now": event.at, "cause": shown, "event": event}
            for concept in in_order(event, _unproved(learner, exercise)):
                remember(concept=concept, grade=Grade.AGAIN, **given)
            finish_code_steps(learner, steps, event)
    return shown


# A step of a lesson with the learner's way through that lesson.
CodeStep = tuple[LessonProgress, dict[str, Any]]


def code_steps(learner: User, exercise: Exercise, *, goal: str = "") -> list[CodeStep]:
    """The lesson steps that this exercise is, if the learner is in that lesson.

    Args:
        goal: what was reached, where not all: only steps that ask for no more are meant.
    """
    progress = LessonProgress.objects.filter(learner=learner, lesson=exercise.lesson).select_related("revision", "lesson").first()
    return [
        (progress, step)
        for step in (progress.revision.steps if progress else [])
        if step["kind"] == "code" and step.get("exercise") == exercise.slug and (not goal or step.get("goal") == goal)
    ]


def named(steps: list[CodeStep]) -> list[list[str]]:
    """Steps as an event names them: slug of the lesson, key of the step."""
    return [[progress.lesson.slug, step["key"]] for progress, step in steps]


def finish_code_steps(learner: User, steps: list[CodeStep], event: Event) -> None:
    """Finishes the steps that an act has done, and maybe the day."""
    given = {"learner": learner, "day": event.day, "now": event.at, "zone": event.zone}
    for progress, step in steps:
        complete_step(progress=progress, step=step, **given)
    settle_day(**given)


def concepts_of(slugs: set[str], exercise: Exercise) -> list[Concept]:
    """The concepts that checks are tagged with; a check without a tag is evidence of the exercise's own."""
    named = {slug or exercise.concept.slug for slug in slugs}
    return list(Concept.objects.filter(slug__in=named).order_by("pk"))


def _unproved(learner: User, exercise: Exercise) -> list[Concept]:
    """Concepts of the checks that the last submission did not pass; all of the exercise's if it never came to a check."""
    submitted = Submission.objects.filter(learner=learner, exercise=exercise, mode="submit", regraded_from=None)
    graded = submitted.filter(state=SubmissionState.DONE)
    last = graded.order_by("-created_at").first()
    failed = last.checks.exclude(status=Verdict.PASSED) if last else None
    slugs = set(failed.values_list("concept", flat=True)) if failed else set()
    assert exercise.current is not None
    return concepts_of(slugs or {check["concept"] for check in exercise.current.check_list}, exercise)
