"""Grading again what learners handed in, after its exercise was mended. The rules are told in docs/operating.md."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from exercises.models import Exercise, ExerciseRevision, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from tutor.models import User
from tutor.selectors.submissions import grading_is_paused
from tutor.services.counting import count_superseded
from tutor.services.learning import lock
from tutor.services.submissions import UNSETTLED, reopen, send

# So few are before the workers at any time: the broker is not filled with them, and none waits there until it counts as lost.
MOST_OUT = 20


def regrade(*, learner_id: int, submissions: Sequence[int], revision: ExerciseRevision, now: datetime) -> int:
    """Writes down that these submissions of a learner are to be graded by `revision`, and says how many are new or open again.

    What has been graded by it, or waits for it, is left alone: a second run, or one after a crash, does nothing twice. Only
    gradings that ended by a fault of ours are opened again.

    Raises:
        NotFound: the learner is not here any more.
    """
    with transaction.atomic():
        learner = lock(User(pk=learner_id))
        handed_in = Submission.objects.filter(pk__in=submissions, learner=learner, regraded_from=None).order_by("pk")
        known = {row.regraded_from_id: row for row in Submission.objects.filter(regraded_from__in=submissions, revision=revision)}
        rows = [_row(one, revision, now) for one in handed_in if one.pk not in known]
        Submission.objects.bulk_create(rows)
        faults = [row for row in known.values() if row.verdict == Verdict.INTERNAL]
        return len(rows) + sum(reopen(row) for row in faults)


def _row(handed_in: Submission, revision: ExerciseRevision, now: datetime) -> Submission:
    return Submission(
        client_id=uuid.uuid5(handed_in.public_id, revision.digest),
        regraded_from=handed_in,
        learner_id=handed_in.learner_id,
        exercise_id=handed_in.exercise_id,
        revision=revision,
        mode=handed_in.mode,
        source=handed_in.source,
        seed=secrets.randbits(48),
        created_at=now,
        day=handed_in.day,
    )


def drop_outdated_regradings(*, exercise: Exercise) -> int:
    """Gives up waiting gradings by revisions that are not the current one any more: nobody wants to know."""
    waiting = Submission.objects.filter(exercise=exercise, state=SubmissionState.QUEUED, regraded_from__isnull=False)
    with transaction.atomic():
        dropped = waiting.exclude(revision=exercise.current).update(state=SubmissionState.SUPERSEDED)
        count_superseded(dropped)
    return dropped


def feed_regradings(*, now: datetime) -> int:
    """Hands the next regradings to the workers, as many as there is room for. Returns how many were sent."""
    if grading_is_paused():
        return 0
    regradings = Submission.objects.filter(regraded_from__isnull=False)
    room = MOST_OUT - regradings.filter(state__in=UNSETTLED, sent_at__isnull=False).count()
    sent = 0
    waiting = regradings.filter(state=SubmissionState.QUEUED, sent_at=None).select_related("revision", "exercise")
    for submission in waiting.order_by("pk")[: max(0, room)]:
        if not send(submission, now):
            break  # the broker is away, or another worker feeds at this moment
        sent += 1
    return sent
