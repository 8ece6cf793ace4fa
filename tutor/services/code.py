"""Writing code: drafts, hints, handing in, and the one moment when a verdict has its effects."""

from __future__ import annotations

import logging
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from exercises.jobs import check_rows, job_for
from exercises.models import CheckResult, Draft, Exercise, HintTaken, SolutionShown, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from lessons.models import Concept
from tutor.celery import app
from tutor.models import LessonProgress, User
from tutor.rules import xp
from tutor.rules.memory import Grade
from tutor.services.errors import BadInput, NotFound, SolutionLocked, TooManyInFlight
from tutor.services.learning import clock_of, lock, pay, remember, settle_day
from tutor.services.lessons import complete_step

log = logging.getLogger(__name__)

MOST_SOURCE_BYTES = 64 * 1024
MOST_IN_FLIGHT = 3
# Longer than any grading takes; after it, a submission counts as lost and is sent again.
LOST_AFTER = timedelta(seconds=60)
MOST_SENDS = 5
UNSETTLED = (SubmissionState.QUEUED, SubmissionState.RUNNING)


def _exercise(slug: str) -> Exercise:
    exercise = Exercise.objects.filter(slug=slug, current__isnull=False).select_related("current", "lesson").first()
    if exercise is None:
        raise NotFound(f"There is no exercise “{slug}”.", field="exercise")
    return exercise


def _source(source: str) -> str:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MOST_SOURCE_BYTES:
        raise BadInput(f"Your code has {size} bytes; at most {MOST_SOURCE_BYTES} are taken.", field="source")
    if "\x00" in source or any("\ud800" <= character <= "\udfff" for character in source):
        raise BadInput("Your code has characters that are no text. Remove them.", field="source")
    return source.replace("\r\n", "\n")


def save_draft(*, learner: User, exercise_slug: str, source: str, now: datetime) -> None:
    """Keeps the code in the editor, for whichever device comes next."""
    Draft.objects.update_or_create(
        learner=learner, exercise=_exercise(exercise_slug), defaults={"source": _source(source), "saved_at": now}
    )


def take_hint(*, learner: User, exercise_slug: str, number: int, now: datetime) -> str:
    """Gives a hint as HTML. Hints come one after another; asking again for one that was taken is free."""
    exercise = _exercise(exercise_slug)
    assert exercise.current is not None
    hints = exercise.current.hints
    with transaction.atomic():
        learner = lock(learner)
        taken = HintTaken.objects.filter(learner=learner, exercise=exercise).count()
        if not 1 <= number <= min(taken + 1, len(hints)):
            raise BadInput(f"The next hint is number {min(taken + 1, len(hints))}.", field="number")
        HintTaken.objects.get_or_create(learner=learner, exercise=exercise, number=number, defaults={"at": now})
    return hints[number - 1]


def show_solution(*, learner: User, exercise_slug: str, now: datetime) -> SolutionShown:
    """Opens the reference solution: after passing freely, before it as giving up, which counts as a miss and ends the step."""
    exercise = _exercise(exercise_slug)
    with transaction.atomic():
        learner = lock(learner)
        existing = SolutionShown.objects.filter(learner=learner, exercise=exercise).first()
        if existing is not None:
            return existing
        passed = _passed(learner, exercise)
        if not passed and not _tried(learner, exercise):
            raise SolutionLocked("Submit an attempt of your own first; after it you may give up.", field="exercise")
        shown = SolutionShown.objects.create(learner=learner, exercise=exercise, gave_up=not passed, at=now)
        if not passed:
            day = clock_of(learner).day(now)
            for concept in _failing_concepts(learner, exercise):
                remember(learner=learner, concept=concept, grade=Grade.AGAIN, day=day, now=now, cause=shown)
            _finish_code_step(learner, exercise, now)
    return shown


def submit_code(
    *, learner: User, exercise_slug: str, mode: str, source: str, client_id: uuid.UUID, now: datetime
) -> Submission:
    """Takes code in for grading and hands it to a worker once it is safely stored. The same `client_id` again is the same
    submission; a newer run of the samples replaces one that still waits.
    """
    if mode not in {"run", "submit"}:
        raise BadInput("Choose run or submit.", field="mode")
    exercise, source = _exercise(exercise_slug), _source(source)
    assert exercise.current is not None
    with transaction.atomic():
        learner = lock(learner)
        existing = Submission.objects.filter(learner=learner, client_id=client_id).first()
        if existing is not None:
            return existing
        open_ones = Submission.objects.filter(learner=learner, state__in=UNSETTLED)
        if mode == "run":
            open_ones.filter(exercise=exercise, mode="run", state=SubmissionState.QUEUED).update(
                state=SubmissionState.SUPERSEDED
            )
        if open_ones.count() >= MOST_IN_FLIGHT:
            raise TooManyInFlight("Your earlier submissions are still being checked. Wait for their verdict.")
        submission = Submission.objects.create(
            client_id=client_id,
            learner=learner,
            exercise=exercise,
            revision=exercise.current,
            mode=mode,
            source=source,
            seed=secrets.randbits(48),
            created_at=now,
            day=clock_of(learner).day(now),
        )
        Draft.objects.update_or_create(
            learner=learner, exercise=exercise, defaults={"source": source, "saved_at": now}
        )
        transaction.on_commit(lambda: send(submission, now))
    return submission


def send(submission: Submission, now: datetime) -> None:
    """Hands a submission to the grading workers. If the broker is away the row waits, and the sweep sends it later."""
    claimed = Submission.objects.filter(pk=submission.pk, state__in=UNSETTLED).update(
        sent_at=now, sends=submission.sends + 1
    )
    if not claimed:
        return
    try:
        app.send_task(
            "grading.grade",
            args=[str(submission.public_id), job_for(submission).as_dict()],
            queue="grading",
            retry=False,
            ignore_result=True,
        )
    except Exception as problem:
        log.warning("submission %s waits for the broker: %s", submission.public_id, problem)


def note_check(*, public_id: uuid.UUID, position: int, check: dict[str, Any]) -> None:
    """Shows one check of a running submission before the rest is known. Late or repeated news changes nothing."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update().filter(public_id=public_id, state__in=UNSETTLED).first()
        if submission is None:
            return
        if submission.state == SubmissionState.QUEUED:
            submission.state = SubmissionState.RUNNING
            submission.save(update_fields=["state"])
        row = check_rows(submission, [check])[0]
        row.position = position
        CheckResult.objects.bulk_create([row], ignore_conflicts=True)


def settle_submission(*, public_id: uuid.UUID, report: dict[str, Any], now: datetime) -> bool:
    """Writes the verdict and its effects, once: whoever comes second finds the submission settled and steps aside.

    A fault of ours is no verdict on the learner's code: it is sent again, and only when that has failed often is the
    submission closed as `internal`, without any effect on memory, effort or streak.
    """
    verdict = Verdict(report["verdict"])
    with transaction.atomic():
        submission = (
            Submission.objects.filter(public_id=public_id).select_related("learner", "exercise__lesson", "revision").first()
        )
        if submission is None:
            return False
        if verdict is Verdict.INTERNAL and submission.sends < MOST_SENDS:
            log.error("submission %s met a fault of the grader: %s", public_id, report.get("fault"))
            return False
        learner = lock(submission.learner)
        settled = Submission.objects.filter(pk=submission.pk, state__in=UNSETTLED).update(
            state=SubmissionState.DONE,
            verdict=verdict.value,
            score=report["score"],
            settled_at=now,
            report={key: report.get(key) for key in ("output", "traceback", "cpu_ms", "wall_ms", "peak_kib", "fault")},
        )
        if not settled:
            return False
        submission.checks.all().delete()
        CheckResult.objects.bulk_create(check_rows(submission, report["checks"]))
        if submission.mode == "submit" and verdict is Verdict.PASSED:
            _count_pass(learner, submission, now)
    return True


def sweep_unsettled(*, now: datetime) -> int:
    """Sends again what was never sent or has been out for too long. Returns how many."""
    lost = Submission.objects.filter(
        Q(sent_at=None, created_at__lt=now - timedelta(seconds=5)) | Q(sent_at__lt=now - LOST_AFTER),
        state__in=UNSETTLED,
    ).select_related("revision", "exercise").order_by("created_at")[:100]
    for submission in lost:
        send(submission, now)
    return len(lost)


def _count_pass(learner: User, submission: Submission, now: datetime) -> None:
    exercise = submission.exercise
    earlier = Submission.objects.filter(learner=learner, exercise=exercise, mode="submit").exclude(pk=submission.pk)
    if earlier.filter(verdict=Verdict.PASSED).exists():
        return
    shown = SolutionShown.objects.filter(learner=learner, exercise=exercise).exists()
    if not shown:
        tries = earlier.exclude(verdict__in=["", Verdict.INTERNAL]).count() + 1
        helped = HintTaken.objects.filter(learner=learner, exercise=exercise).exists()
        stumbled = set(
            CheckResult.objects.filter(submission__in=earlier).exclude(status=Verdict.PASSED).values_list("concept", flat=True)
        )
        for concept in _concepts(submission.revision.check_list, exercise):
            hard = helped or tries > 3 or (tries > 1 and concept.slug in stumbled)
            grade = Grade.HARD if hard else Grade.GOOD
            remember(learner=learner, concept=concept, grade=grade, day=submission.day, now=now, cause=submission)
        pay(
            learner=learner,
            cause=f"exercise:{exercise.pk}",
            effort_seconds=xp.for_code(submission.revision.seconds, 1.0),
            day=submission.day,
            now=now,
        )
    _finish_code_step(learner, exercise, now)


def _finish_code_step(learner: User, exercise: Exercise, now: datetime) -> None:
    """Finishes the lesson step that this exercise is, if the learner is in that lesson."""
    progress = (
        LessonProgress.objects.filter(learner=learner, lesson=exercise.lesson).select_related("revision").first()
    )
    if progress is None:
        settle_day(learner=learner, day=clock_of(learner).day(now), now=now)
        return
    for step in progress.revision.steps:
        if step.get("exercise") == exercise.slug:
            complete_step(learner=learner, progress=progress, step=step, now=now)


def _concepts(checks: list[dict[str, Any]], exercise: Exercise) -> list[Concept]:
    """The concepts that the checks are evidence of, or else the exercise's own."""
    slugs = {check["concept"] for check in checks if check.get("concept")}
    return list(Concept.objects.filter(slug__in=slugs)) or [exercise.concept]


def _failing_concepts(learner: User, exercise: Exercise) -> list[Concept]:
    """Concepts of the checks that the last submission failed; all of the exercise's if it never came to a check."""
    last = (
        Submission.objects.filter(learner=learner, exercise=exercise, mode="submit", state=SubmissionState.DONE)
        .order_by("-created_at")
        .first()
    )
    failed = [
        {"concept": check.concept} for check in (last.checks.all() if last else []) if check.status != Verdict.PASSED
    ]
    assert exercise.current is not None
    return _concepts(failed or exercise.current.check_list, exercise)


def _passed(learner: User, exercise: Exercise) -> bool:
    return Submission.objects.filter(
        learner=learner, exercise=exercise, mode="submit", verdict=Verdict.PASSED
    ).exists()


def _tried(learner: User, exercise: Exercise) -> bool:
    return Submission.objects.filter(
        learner=learner, exercise=exercise, mode="submit", state=SubmissionState.DONE
    ).exists()
