"""A submission whose worker is lost, found by the sweep, and delivered three times: one effect."""

from datetime import UTC, datetime, timedelta

from exercises.models import Submission
from tests.helpers import MONDAY, later, learner, report, settle, submit
from tutor import selectors, services
from tutor.celery import Every, app
from tutor.models import Review, StepDone, XpEntry


def test_a_submission_survives_its_worker_and_counts_once(ada, broker, django_capture_on_commit_callbacks):
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY)
    assert selectors.submission_for(ada, submission.public_id, MONDAY).headline == "Waiting for its turn"
    assert len(broker()) == 1

    assert services.sweep_unsettled(now=later(seconds=30)) == 0, "it may still be worked on"
    assert services.sweep_unsettled(now=later(seconds=70)) == 1
    assert services.sweep_unsettled(now=later(seconds=71)) == 0, "two sweeps do not send it twice"
    assert len(broker()) == 1

    given = report(Submission.objects.get())
    services.note_check(public_id=submission.public_id, position=0, check=given["checks"][0])
    assert selectors.submission_for(ada, submission.public_id, MONDAY).headline == "Checking"
    settled = [services.settle_submission(public_id=submission.public_id, report=given, now=later(seconds=80)) for _ in range(3)]
    assert settled == [True, False, False]

    assert selectors.submission_for(ada, submission.public_id, MONDAY).headline == "All checks pass"
    assert Review.objects.filter(submission=submission).count() == 2
    assert XpEntry.objects.filter(cause__startswith="exercise").count() == 1
    assert StepDone.objects.filter(step_key="write").count() == 1
    assert services.sweep_unsettled(now=later(1)) == 0


def test_a_clock_that_is_put_back_keeps_nothing_waiting_and_nobody_from_handing_in(
    ada, broker, django_capture_on_commit_callbacks
):
    for _ in range(20):
        settle(submit(ada, later(hours=5)), later(hours=5))
    with django_capture_on_commit_callbacks(execute=True):
        submit(ada, later(hours=5, minutes=2))
    submit(learner("bob"), later(hours=5, minutes=2))
    assert len(broker()) == 1
    assert services.sweep_unsettled(now=MONDAY) == 1, "the one that never went out"
    assert services.sweep_unsettled(now=later(seconds=30)) == 0
    assert services.sweep_unsettled(now=later(seconds=70)) == 2
    submit(ada, later(seconds=70))


def test_a_clock_that_is_put_forward_sends_once_more_and_not_wildly(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submit(ada, MONDAY)
    assert [services.sweep_unsettled(now=later(hours=9, seconds=10 * look)) for look in range(12)] == [1] + [0] * 11


def test_what_is_due_every_ten_seconds_is_due_at_once_when_the_clock_was_put_back():
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    every = Every(10, nowfun=lambda: now, app=app)
    assert every.is_due(now - timedelta(seconds=4)) == (False, 6)
    assert every.is_due(now - timedelta(seconds=11)).is_due
    assert every.is_due(now + timedelta(hours=5)).is_due
