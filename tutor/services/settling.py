"""The one moment when a verdict has its effects."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from exercises.jobs import check_rows, known_as
from exercises.models import CheckResult, HintTaken, SolutionShown, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from grading.logs import about
from lessons.models import Concept
from tutor.models import Event, Kind, Review, User
from tutor.rules import xp
from tutor.rules.memory import Grade
from tutor.services.certificates import note_trial
from tutor.services.code import CodeStep, code_steps, concepts_of, finish_code_steps, named
from tutor.services.counting import count_fault, count_repeat, count_verdict, is_exercises
from tutor.services.learning import in_order, pay, remember
from tutor.services.log import record
from tutor.services.pacing import note_passed
from tutor.services.regrading import feed_regradings
from tutor.services.submissions import MOST_SENDS, UNSETTLED, send_next

log = logging.getLogger(__name__)

# From this try on, passing is Hard: the first two are how anybody writes code.
LATER_TRY = 3
KEPT = ("output", "traceback", "cpu_ms", "wall_ms", "peak_kib", "fault")


def settle_submission(*, public_id: uuid.UUID, report: dict[str, Any], now: datetime) -> bool:
    """Writes the verdict and its effects, once: whoever comes second finds the submission settled and steps aside.

    A fault of ours is no verdict on the learner's code: the sweep sends it again, and only when that has failed often, or when
    the exercise itself is broken, is it closed as `internal`, without any effect on memory, effort or streak.
    """
    verdict = Verdict(report["verdict"])
    with_all = Submission.objects.select_related("exercise__lesson", "revision", "regraded_from")
    submission = with_all.filter(public_id=public_id).first()
    if submission is None:
        return False
    with about(**known_as(submission)):
        return _settle(submission, verdict, report, now)


def _settle(submission: Submission, verdict: Verdict, report: dict[str, Any], now: datetime) -> bool:
    if verdict is Verdict.INTERNAL:
        fault = "the exercise is broken" if is_exercises(report.get("fault")) else report.get("fault")
        log.error("it met a fault of ours: %s", fault)
        count_fault(report.get("fault"))
        if submission.sends < MOST_SENDS and not is_exercises(report.get("fault")):
            return False
    with transaction.atomic():
        # By the submission and not by a learner read before: a guest's submission may just have moved to an account. Only the
        # learner is locked, as everywhere, so that no two transactions wait for each other.
        learner = User.objects.select_for_update(of=("self",)).filter(submissions=submission).first()
        if learner is None:
            return False
        settled = Submission.objects.filter(pk=submission.pk, state__in=UNSETTLED).update(
            state=SubmissionState.DONE,
            verdict=verdict.value,
            score=report["score"],
            settled_at=now,
            report={key: report.get(key) for key in KEPT},
        )
        if not settled:
            count_repeat()
            log.info("a report came for what is settled")
            replaced = Submission.objects.filter(pk=submission.pk, state=SubmissionState.SUPERSEDED, sent_at__isnull=False)
            if replaced.update(sent_at=None):
                send_next(learner, now)
            return False
        submission.verdict, submission.score = verdict.value, report["score"]
        submission.checks.all().delete()
        CheckResult.objects.bulk_create(check_rows(submission, report["checks"]))
        if verdict is not Verdict.INTERNAL:
            _count(learner, submission, verdict, now)
        count_verdict(submission, verdict, [check["status"] for check in report["checks"]], now)
        send_next(learner, now)
    seconds = round((now - submission.created_at).total_seconds(), 3)
    log.info("settled", extra={"verdict": verdict.value, "score": report["score"], "seconds": seconds})
    if submission.regraded_from_id:
        feed_regradings(now=now)
    return True


@dataclass(frozen=True, slots=True)
class _Said:
    """What a verdict says: how each concept was shown to be known, and the effort in seconds that a pass has earned."""

    grades: dict[Concept, Grade]
    effort: int = 0


def _count(learner: User, submission: Submission, verdict: Verdict, now: datetime) -> None:
    """Writes the verdict down as an event of the day on which the code was handed in, and draws what follows from it.

    Every pass finishes the lesson's step: the first may have come before the lesson was begun. A run of the samples that passes
    finishes the steps that ask for no more.
    """
    passed, submitted = verdict is Verdict.PASSED, submission.mode == "submit"
    said = _said(learner, submission, passed) if submitted else _Said({})
    steps = code_steps(learner, submission.exercise, goal="" if submitted else "samples") if passed else []
    event = _event(learner, submission, said, steps, now)
    day = event.day
    given = {"learner": learner, "day": day, "now": event.at, "cause": submission, "event": event}
    for concept in in_order(event, said.grades):
        remember(concept=concept, grade=said.grades[concept], **given)
    pay(
        learner=learner, cause=f"exercise:{submission.exercise_id}", effort_seconds=said.effort, day=day, now=event.at
    )
    if passed and said.grades:
        note_passed(learner=learner, exercise=submission.exercise, revision=submission.revision, now=now)
    if passed:
        finish_code_steps(learner, steps, event)
    if submitted:
        note_trial(learner=learner, submission=submission, passed=passed, now=now)


def _event(learner: User, submission: Submission, said: _Said, steps: list[CodeStep], now: datetime) -> Event:
    """The verdict as an act of the moment at which the code was handed in. Grading again comes after the verdict it mends."""
    before = submission.regraded_from
    handed_in = (before.settled_at or before.created_at) if before else submission.created_at
    document = {
        "exercise": submission.exercise.slug,
        "revision": submission.revision.digest,
        "mode": submission.mode,
        "verdict": submission.verdict,
        "score": submission.score,
        "effort": said.effort,
        "steps": named(steps),
    }
    return record(
        learner=learner,
        kind=Kind.CODE_SETTLED,
        now=now,
        event_id=submission.public_id,
        at=min(handed_in, now),  # the machine's clock may have been put back since
        day=submission.day,
        document=document,
        imported=True,
    )[0]


def _said(learner: User, submission: Submission, passed: bool) -> _Said:
    """Lets a first pass, or a miss before it, count.

    Grading again only ever gives: a miss then counts for nothing. A solution seen after handing in takes nothing away, either.
    """
    exercise = submission.exercise
    others = Submission.objects.filter(learner=learner, exercise=exercise, mode="submit").exclude(pk=submission.pk)
    shown = SolutionShown.objects.filter(learner=learner, exercise=exercise)
    if submission.regraded_from:
        shown = shown.filter(at__lt=submission.regraded_from.created_at)
    if others.filter(verdict=Verdict.PASSED).exists() or shown.exists():
        return _Said({})
    if passed:
        return _credit(learner, submission)
    return _Said({}) if submission.regraded_from else _debit(learner, submission)


def _credit(learner: User, submission: Submission) -> _Said:
    """A pass is evidence of every concept that its checks are tagged with: Good, or Hard after hints or stumbling.

    What came after the code was handed in says nothing of it, which matters when it is graded again much later.
    """
    exercise, handed_in = submission.exercise, submission.regraded_from or submission
    earlier = Submission.objects.filter(learner=learner, exercise=exercise, mode="submit", regraded_from=None)
    earlier = earlier.filter(created_at__lte=handed_in.created_at).exclude(pk=handed_in.pk)
    graded = earlier.filter(state=SubmissionState.DONE).exclude(verdict=Verdict.INTERNAL)
    failed = CheckResult.objects.filter(submission__in=graded, status=Verdict.FAILED)
    stumbled = set(failed.values_list("concept", flat=True))
    hints = HintTaken.objects.filter(learner=learner, exercise=exercise, at__lte=handed_in.created_at).count()
    slow = hints > 0 or graded.count() + 1 >= LATER_TRY
    concepts = concepts_of({check["concept"] for check in submission.revision.check_list}, exercise)
    grades = {concept: Grade.HARD if slow or concept.slug in stumbled else Grade.GOOD for concept in concepts}
    return _Said(grades, xp.for_code(submission.revision.seconds, hints_taken=hints))


def _debit(learner: User, submission: Submission) -> _Said:
    """A wrong result debits the concept of its check and no other, at most once a day.

    Only wrong results do: a crash, a limit or a slip of the keyboard is no sign that an idea was forgotten.
    """
    failed = submission.checks.filter(status=Verdict.FAILED).values_list("concept", flat=True)
    before = Review.objects.filter(learner=learner, day=submission.day, rating=Grade.AGAIN, submission__isnull=False)
    debited = set(before.values_list("concept_id", flat=True))
    concepts = concepts_of(set(failed), submission.exercise)
    return _Said({concept: Grade.AGAIN for concept in concepts if concept.pk not in debited})
