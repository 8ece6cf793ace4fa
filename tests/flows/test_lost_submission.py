"""A submission whose worker is lost, found by the sweep, and delivered three times: one effect."""

import pytest

from exercises.models import Submission
from tests.helpers import MONDAY, later, report, submit
from tutor import selectors, services
from tutor.celery import app
from tutor.models import Review, StepDone, XpEntry


@pytest.fixture
def grading_queue(monkeypatch):
    """A broker in memory; calling it does what a worker does that takes every waiting job and dies over it."""
    monkeypatch.setattr(app.conf, "broker_url", "memory://")

    def lose_all() -> int:
        with app.connection_for_write() as connection, connection.SimpleQueue("grading") as queue:
            return queue.clear()

    lose_all()
    return lose_all


def test_a_submission_survives_its_worker_and_counts_once(ada, grading_queue, django_capture_on_commit_callbacks):
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY)
    assert selectors.submission_for(ada, submission.public_id, MONDAY).headline == "Waiting for its turn"
    assert grading_queue() == 1

    assert services.sweep_unsettled(now=later(seconds=30)) == 0, "it may still be worked on"
    assert services.sweep_unsettled(now=later(seconds=70)) == 1
    assert services.sweep_unsettled(now=later(seconds=71)) == 0, "two sweeps do not send it twice"
    assert grading_queue() == 1

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
