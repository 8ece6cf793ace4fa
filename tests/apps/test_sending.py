"""Sending code to be graded: what is sent and when, what waits, what replaces what, and what is sent again."""

import itertools
import time
import uuid

import pytest

from exercises.models import Submission
from exercises.models.record import SubmissionState
from grading.tasks import app as worker
from tests.helpers import MONDAY, WRONG, later, learner, report, settle, submit
from tutor import selectors, services, tasks
from tutor.celery import app, broker_at
from tutor.errors import BadInput, TooManyInFlight
from tutor.models import Review
from tutor.selectors.submissions import PAUSED_KEY
from tutor.services.submissions import MOST_IN_FLIGHT, MOST_SENDS


@pytest.fixture
def no_broker():
    with broker_at("redis+socket:///nowhere/valkey.sock"):
        yield


@pytest.fixture
def in_memory_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def test_a_submission_is_sent_with_everything_that_grading_needs(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY, source=WRONG)
    ((job, _),) = broker()
    assert (job.id, job.source, job.mode, job.entry) == (str(submission.public_id), WRONG, "submit", ("norm",))
    assert (job.seed, job.limits.memory_mib, job.digest) == (submission.seed, 256, "norm-1")
    submission.refresh_from_db()
    assert (submission.sends, submission.sent_at) == (1, MONDAY)


def test_the_same_client_id_is_the_same_submission(ada, broker, django_capture_on_commit_callbacks):
    client_id = uuid.uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = submit(ada, MONDAY, client_id=client_id), submit(ada, MONDAY, client_id=client_id)
    assert first == second
    assert len(broker()) == 1


def test_without_a_broker_handing_in_succeeds_at_once_and_the_sweep_sends_later(
    ada, no_broker, django_capture_on_commit_callbacks
):
    started = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY)
    assert time.perf_counter() - started < 3
    submission.refresh_from_db()
    assert (submission.state, submission.sends, submission.sent_at) == ("queued", 0, None)
    assert services.sweep_unsettled(now=later(seconds=10)) == 0
    with broker_at("memory://"):
        assert services.sweep_unsettled(now=later(seconds=20)) == 1
    submission.refresh_from_db()
    assert submission.sends == 1


def test_a_newer_run_replaces_one_that_waits_and_leaves_submissions_alone(ada):
    submitted, first = submit(ada, MONDAY), submit(ada, MONDAY, mode="run")
    second = submit(ada, later(seconds=1), mode="run")
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {submitted.pk: "queued", first.pk: "superseded", second.pk: "queued"}
    assert not settle(first, MONDAY)
    assert selectors.submission_for(ada, first.public_id, MONDAY).settled


def test_what_is_submitted_replaces_a_run_that_waits_but_none_that_is_worked_on(ada):
    running = submit(ada, MONDAY, mode="run")
    services.note_check(public_id=running.public_id, position=0, check=report(running)["checks"][0])
    waiting = submit(ada, later(seconds=1), mode="run")
    submit(ada, later(seconds=2))
    states = dict(Submission.objects.filter(mode="run").values_list("pk", "state"))
    assert states == {running.pk: "running", waiting.pk: "superseded"}
    assert selectors.submission_for(ada, waiting.public_id, MONDAY).headline == "Replaced by newer code"
    assert not settle(waiting, MONDAY), "a report that comes for it anyway has no effect"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.verdict, waiting.checks.count()) == ("superseded", "", 0)


def test_a_run_is_put_before_the_submits_that_wait_in_the_real_broker(ada, valkey, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submits = [submit(learner(name), MONDAY) for name in ("bob", "cleo")]
        run = submit(ada, later(seconds=1), mode="run")
    taken = []
    with worker.connection_for_read(url=app.conf.broker_url) as connection, connection.SimpleQueue("grading") as queue:
        for _ in range(3):
            message = queue.get(timeout=5)
            message.ack()
            taken.append(message.payload[0][0])
    assert taken == [str(one.public_id) for one in (run, *submits)]


def test_of_one_learner_one_at_a_time_is_with_the_graders_and_runs_go_first(ada, broker, django_capture_on_commit_callbacks):
    handed_in = []
    for user, mode in ((ada, "submit"), (ada, "submit"), (ada, "run"), (learner("bob"), "submit")):
        with django_capture_on_commit_callbacks(execute=True):
            handed_in.append(submit(user, MONDAY, mode=mode))
    first, second, run, other = handed_in
    assert [job.id for job, _ in broker()] == [str(first.public_id), str(other.public_id)]
    for done, following in ((first, [run]), (run, [second]), (second, [])):
        with django_capture_on_commit_callbacks(execute=True):
            settle(done, MONDAY)
        assert [job.id for job, _ in broker()] == [str(one.public_id) for one in following]


def test_a_run_that_was_replaced_keeps_the_next_waiting_until_its_report_comes(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        replaced = submit(ada, MONDAY, mode="run")
    with django_capture_on_commit_callbacks(execute=True):
        newer = submit(ada, MONDAY, mode="run")
    assert [job.id for job, _ in broker()] == [str(replaced.public_id)]
    with django_capture_on_commit_callbacks(execute=True):
        settle(replaced, MONDAY)
    assert [job.id for job, _ in broker()] == [str(newer.public_id)]


def test_what_waits_for_one_that_got_lost_is_sent_by_the_sweep(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        lost = submit(ada, MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        waiting = submit(ada, MONDAY)
    broker()
    services.sweep_unsettled(now=later(seconds=30))
    assert broker() == []
    services.sweep_unsettled(now=later(seconds=61))
    assert {job.id for job, _ in broker()} == {str(lost.public_id), str(waiting.public_id)}


def test_there_is_a_limit_to_what_is_in_flight_for_one_learner(ada):
    for _ in range(MOST_IN_FLIGHT):
        last = submit(ada, MONDAY)
    with pytest.raises(TooManyInFlight):
        submit(ada, MONDAY)
    submit(learner("bob"), MONDAY)
    settle(last, MONDAY)
    submit(ada, MONDAY)


def test_a_mode_that_does_not_exist_is_refused(ada):
    with pytest.raises(BadInput):
        submit(ada, MONDAY, mode="explode")


def test_a_lost_submission_is_sent_again_more_and_more_patiently_and_at_last_closed_as_our_fault(
    ada, broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY)
    sent, now = [0], MONDAY
    for second in range(5, 3600, 10):
        now = later(seconds=second)
        if services.sweep_unsettled(now=now):
            sent.append(second)
    assert [later - earlier for earlier, later in itertools.pairwise(sent)] == [65, 130, 250, 490]
    assert len(broker()) == MOST_SENDS
    submission.refresh_from_db()
    assert (submission.state, submission.verdict) == (SubmissionState.DONE, "internal")
    assert not Review.objects.exists()


def test_while_grading_is_paused_nothing_counts_as_lost(ada, broker, in_memory_cache, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY)
    broker()
    tasks.grading_paused("There is no sandbox.")
    assert services.sweep_unsettled(now=later(1)) == 0
    shown = selectors.submission_for(ada, submission.public_id, MONDAY)
    assert (shown.grading_paused, shown.headline) == (True, "Grading is paused")
    from django.core.cache import cache

    cache.delete(PAUSED_KEY)
    tasks.sweep_unsettled()
    assert len(broker()) == 1


def test_who_sent_to_another_broker_sends_to_the_usual_one_again(valkey):
    for _ in range(2):  # whichever is the first of the process
        before = valkey.llen("index")
        with broker_at("memory://"):
            app.send_task("tutor.index_catalogue", queue="index")
        assert valkey.llen("index") == before
        app.send_task("tutor.index_catalogue", queue="index")
        assert valkey.llen("index") == before + 1
