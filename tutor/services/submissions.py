"""Handing code in, sending it to be graded, and sending it again when it got lost. The row is the truth, the message is not."""

from __future__ import annotations

import logging
import secrets
import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from kombu.exceptions import OperationalError

from exercises.jobs import check_rows, job_for, known_as
from exercises.models import CheckResult, Draft, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from grading.logs import about
from tutor.celery import app
from tutor.errors import BadInput, NotFound, TooManyInFlight, TooOften
from tutor.models import User
from tutor.selectors.submissions import grading_is_paused
from tutor.selectors.watching import LOST_AFTER, lost
from tutor.services.code import exercise_named, source_text
from tutor.services.counting import count_lost, count_superseded
from tutor.services.day import open_day
from tutor.services.learning import lock
from tutor.services.pacing import note_work

log = logging.getLogger(__name__)

MOST_IN_FLIGHT = 3
# Nobody thinks between more than these; each is a row with its source, and work for a sandbox.
MOST_A_MINUTE, MOST_AN_HOUR = 20, 240
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST_SENDS = 5
UNSENT_AFTER = timedelta(seconds=5)
# What seems to come from later than this was written before the clock was put back.
CLOCKS_DIFFER = timedelta(minutes=1)
SWEPT_AT_ONCE = 100
# Seconds that a learner's request may wait for a broker that does not answer.
IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 2}
UNSETTLED = (SubmissionState.QUEUED, SubmissionState.RUNNING)
# Steps of the broker's queue, the first served first: who runs the samples is in the middle of a thought.
PRIORITIES = {"run": 0, "submit": 3, "regrade": 9}


def submit_code(*, learner: User, exercise_slug: str, mode: str, source: str, client_id: uuid.UUID, now: datetime) -> Submission:
    """Takes code in for grading and hands it to a worker once it is safely stored. The same `client_id` again is the same
    submission. Whatever is newer replaces a run of the samples that still waits; what was submitted is always graded.

    Raises:
        BadInput, TooLong: the mode or the source cannot be used.
        TooManyInFlight: earlier submissions of this learner have no verdict yet.
        TooOften: this learner hands in faster than anybody thinks.
    """
    if mode not in {"run", "submit"}:
        raise BadInput("There are two ways to hand code in.", "Choose run or submit.", field="mode")
    exercise, source = exercise_named(exercise_slug), source_text(source)
    assert exercise.current is not None
    with transaction.atomic():
        learner = lock(learner)
        existing = Submission.objects.filter(learner=learner, client_id=client_id).first()
        if existing is not None:
            return existing
        _keep_pace(learner, now)
        open_day(learner=learner, now=now)
        unsettled = Submission.objects.filter(learner=learner, state__in=UNSETTLED, regraded_from=None)
        waiting = unsettled.filter(exercise=exercise, mode="run", state=SubmissionState.QUEUED)
        count_superseded(waiting.update(state=SubmissionState.SUPERSEDED))
        if unsettled.count() >= MOST_IN_FLIGHT:
            raise TooManyInFlight("Your earlier submissions are still being checked.", "Wait for their verdict.")
        submission = Submission.objects.create(
            client_id=client_id,
            learner=learner,
            exercise=exercise,
            revision=exercise.current,
            mode=mode,
            source=source,
            seed=secrets.randbits(48),
            created_at=now,
            day=learner.clock.day(now),
        )
        Draft.objects.update_or_create(learner=learner, exercise=exercise, defaults={"source": source, "saved_at": now})
        note_work(learner=learner, exercise=exercise, now=now)
        transaction.on_commit(partial(_hand_on, submission, now, wait=is_out(learner, now)))
    return submission


def out(now: datetime) -> QuerySet[Submission]:
    """What is with the grading workers and not lost. Of each learner that is one at a time, so that nobody's code, however much
    there is and however long it takes, keeps other people's waiting. What was replaced is out until its report comes.
    """
    states = (*UNSETTLED, SubmissionState.SUPERSEDED)
    lately = {"sent_at__gt": now - LOST_AFTER, "sent_at__lt": now + CLOCKS_DIFFER}
    return Submission.objects.filter(state__in=states, regraded_from=None, **lately)


def is_out(learner: User, now: datetime) -> bool:
    return out(now).filter(learner=learner).exists()


def next_of(learner: User, now: datetime) -> Submission | None:
    """What is to be graded next of this learner, if nothing is out: a run of the samples before what was submitted."""
    if is_out(learner, now):
        return None
    waiting = Submission.objects.filter(learner=learner, state=SubmissionState.QUEUED, sent_at=None, regraded_from=None)
    return waiting.select_related("revision", "exercise").order_by("mode", "created_at").first()


def send_next(learner: User, now: datetime) -> None:
    """After something of this learner came back, and in the transaction that notes it: the next one is sent once that is kept."""
    following = next_of(learner, now)
    if following is not None:
        transaction.on_commit(partial(send, following, now))


def _keep_pace(learner: User, now: datetime) -> None:
    lately = {"created_at__gt": now - HOUR, "created_at__lt": now + CLOCKS_DIFFER}
    recent = Submission.objects.filter(learner=learner, regraded_from=None, **lately)
    counts = recent.aggregate(hour=Count("pk"), minute=Count("pk", filter=Q(created_at__gt=now - MINUTE)))
    for most, window, name in ((MOST_A_MINUTE, MINUTE, "minute"), (MOST_AN_HOUR, HOUR, "hour")):
        if counts[name] >= most:
            problem = f"You handed in code {most} times in the last {name}."
            raise TooOften(problem, "Take your time over the next one.", wait_seconds=window // timedelta(seconds=1))


def _hand_on(submission: Submission, now: datetime, *, wait: bool) -> None:
    log.info("handed in", extra=known_as(submission))
    if not wait:
        send(submission, now)


def send(submission: Submission, now: datetime) -> bool:
    """Hands a submission to the grading workers, once for each `sends`; says whether it did.

    If the broker is away, the row stays as it was and the sweep sends it later: the learner's request neither fails nor waits.
    """
    with about(**known_as(submission)):
        return _send(submission, now)


def _send(submission: Submission, now: datetime) -> bool:
    before = {"sends": submission.sends, "sent_at": submission.sent_at}
    mine = Submission.objects.filter(pk=submission.pk, state__in=UNSETTLED, sends=submission.sends)
    if not mine.update(sent_at=now, sends=F("sends") + 1):
        return False
    try:
        with app.connection_for_write() as connection:
            connection.transport_options = {**connection.transport_options, **IMPATIENT}
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=1)
            app.send_task(
                "grading.grade",
                args=[str(submission.public_id), job_for(submission).as_dict()],
                kwargs={"known_as": known_as(submission)},
                queue="grading",
                priority=PRIORITIES[submission.kind],
                connection=connection,
                retry=False,
                ignore_result=True,
            )
    except (OperationalError, OSError) as problem:
        log.warning("it waits for the broker: %s", problem)
        Submission.objects.filter(pk=submission.pk, sends=submission.sends + 1).update(**before)
        return False
    log.info("sent to be graded", extra={"sends": submission.sends + 1})
    return True


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


def sweep_unsettled(*, now: datetime) -> int:
    """Sends again what was never sent or has been out for too long, and closes as our fault what was sent too often.

    While a worker says that it cannot grade, its jobs are not lost but waiting. Returns how many were sent.
    """
    if grading_is_paused():
        return 0
    unsettled = Submission.objects.filter(state__in=UNSETTLED)
    unsettled.filter(sent_at__gt=now + CLOCKS_DIFFER).update(sent_at=now)
    given_up = unsettled.filter(lost(now, MOST_SENDS), sends__gte=MOST_SENDS)
    closed = given_up.update(
        state=SubmissionState.DONE,
        verdict=Verdict.INTERNAL.value,
        score=0.0,
        settled_at=now,
        report={"fault": f"no report after {MOST_SENDS} sendings"},
    )
    count_lost(closed)
    if closed:
        log.error("%s submissions were sent %s times and never came back", closed, MOST_SENDS)
    unsent = Q(created_at__lt=now - UNSENT_AFTER) | Q(created_at__gt=now + CLOCKS_DIFFER)
    others = out(now).filter(learner=OuterRef("learner"))
    to_send = Q(unsent, ~Exists(others), sent_at=None, regraded_from=None)
    for sends in range(1, MOST_SENDS):
        to_send |= Q(lost(now, sends), sends=sends)
    again = unsettled.filter(to_send).select_related("revision", "exercise").order_by("created_at")[:SWEPT_AT_ONCE]
    sent = 0
    for submission in again:
        if not send(submission, now):
            break  # the broker is away; the rest would only wait for it as well
        sent += 1
    return sent


def reopen(submission: Submission) -> bool:
    """Lets what ended by a fault of ours wait again, as if it had never been sent; nothing hangs on such a verdict.

    Says whether it did: whoever comes second finds it waiting.
    """
    mine = Submission.objects.filter(pk=submission.pk, state=SubmissionState.DONE, verdict=Verdict.INTERNAL)
    fresh = {"verdict": "", "score": None, "settled_at": None, "report": None, "sends": 0, "sent_at": None}
    return bool(mine.update(state=SubmissionState.QUEUED, **fresh))


def send_again(*, public_id: uuid.UUID, by: User, now: datetime) -> bool:
    """Lets an owner send what is stuck, or ended by a fault of ours, as if it had never been sent; the admin's log tells who did.

    Says whether anything was to be done: of two owners, or two clicks, one does it.
    """
    with transaction.atomic():
        submissions = Submission.objects.select_related("revision", "exercise")
        submission = submissions.filter(public_id=public_id).first()
        if submission is None:
            raise NotFound("There is no such submission.", field="submission")
        stuck = Submission.objects.filter(lost(now), pk=submission.pk, state__in=UNSETTLED)
        if not reopen(submission) and not stuck.update(sends=0, sent_at=None):
            return False
        entry = {"action_flag": CHANGE, "change_message": "Sent to be graded again."}
        LogEntry.objects.log_actions(by.pk, submissions.filter(pk=submission.pk), single_object=True, **entry)
        submission.refresh_from_db()
        transaction.on_commit(lambda: send(submission, now))
    return True
