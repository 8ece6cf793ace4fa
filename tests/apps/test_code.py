"""Code: drafts, hints, solution, handing in, losing and settling. Each verdict has its effects once."""

import itertools
import time
import uuid

import pytest

from exercises.models import CheckResult, Draft, HintTaken, Submission
from exercises.models.record import SubmissionState
from grading.contract import Job
from grading.tasks import app as worker
from tests.helpers import CHECK_LIST, MONDAY, SOLUTION, WRONG, later, learner, report, settle, submit
from tutor import selectors, services, tasks
from tutor.celery import app
from tutor.errors import BadInput, NotFound, SolutionLocked, TooLong, TooManyInFlight
from tutor.models import ConceptMemory, Review, StepDone, XpEntry
from tutor.selectors.submissions import PAUSED_KEY
from tutor.services.submissions import MOST_IN_FLIGHT, MOST_SENDS


@pytest.fixture
def broker(monkeypatch):
    """A broker in memory; calling it takes the jobs that wait for a grading worker."""
    monkeypatch.setattr(app.conf, "broker_url", "memory://")

    def waiting() -> list[Job]:
        jobs = []
        with app.connection_for_write() as connection, connection.SimpleQueue("grading") as queue:
            while True:
                try:
                    message = queue.get_nowait()
                except queue.Empty:
                    return jobs
                message.ack()
                (public_id, job), *_ = message.payload
                jobs.append(Job.from_dict(job))
                assert jobs[-1].id == public_id

    waiting()
    yield waiting
    waiting()


@pytest.fixture
def no_broker(monkeypatch):
    monkeypatch.setattr(app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")


@pytest.fixture
def in_memory_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def ratings(user):
    return dict(Review.objects.filter(learner=user, counted=True).values_list("concept__slug", "rating"))


def begin(user):
    services.finish_step(learner=user, lesson_slug="lengths", step_key="sight", now=MONDAY)


# --- the workbench


def test_a_draft_is_kept_and_the_latest_one_counts(ada):
    services.save_draft(learner=ada, exercise_slug="norm", source="a = 1\r\n", now=MONDAY)
    services.save_draft(learner=ada, exercise_slug="norm", source="a = 2\r\n", now=MONDAY)
    assert Draft.objects.get().source == "a = 2\n"
    assert selectors.exercise_for(ada, "norm", MONDAY).source == "a = 2\n"
    assert selectors.exercise_for(learner("bob"), "norm", MONDAY).source.startswith("def norm")


@pytest.mark.parametrize(
    ("source", "error"), [("x" * 65537, TooLong), ("ä" * 32769, TooLong), ("\x00", BadInput), ("\ud800", BadInput)]
)
def test_a_source_that_cannot_be_kept_is_refused(ada, source, error):
    with pytest.raises(error) as refused:
        services.save_draft(learner=ada, exercise_slug="norm", source=source, now=MONDAY)
    assert refused.value.field == "source"
    with pytest.raises(error):
        submit(ada, MONDAY, source=source)
    assert not Submission.objects.exists()


def test_hints_come_in_their_order_and_each_is_taken_once(ada):
    with pytest.raises(BadInput):
        services.take_hint(learner=ada, exercise_slug="norm", number=2, now=MONDAY)
    assert services.take_hint(learner=ada, exercise_slug="norm", number=1, now=MONDAY) == "<p>Squares.</p>"
    assert services.take_hint(learner=ada, exercise_slug="norm", number=1, now=MONDAY) == "<p>Squares.</p>"
    assert services.take_hint(learner=ada, exercise_slug="norm", number=2, now=MONDAY) == "<p>Root.</p>"
    with pytest.raises(BadInput):
        services.take_hint(learner=ada, exercise_slug="norm", number=3, now=MONDAY)
    assert HintTaken.objects.count() == 2
    assert selectors.exercise_for(ada, "norm", MONDAY).hints == ("<p>Squares.</p>", "<p>Root.</p>")


def test_nobody_may_give_up_before_trying(ada):
    with pytest.raises(SolutionLocked):
        services.show_solution(learner=ada, exercise_slug="norm", now=MONDAY)
    assert selectors.exercise_for(ada, "norm", MONDAY).solution_html == ""


def test_giving_up_counts_as_a_miss_ends_the_step_and_pays_nothing_later(ada):
    begin(ada)
    settle(submit(ada, MONDAY, source=WRONG), MONDAY, "any_length")
    shown = services.show_solution(learner=ada, exercise_slug="norm", now=MONDAY)
    assert shown.gave_up
    assert services.show_solution(learner=ada, exercise_slug="norm", now=MONDAY) == shown
    assert ratings(ada) == {"norm": 1}
    assert StepDone.objects.filter(step_key="write").exists()
    settle(submit(ada, MONDAY), MONDAY)
    assert ratings(ada) == {"norm": 1}
    assert not XpEntry.objects.filter(cause__startswith="exercise").exists()
    assert "norm" in selectors.exercise_for(ada, "norm", MONDAY).solution_html


def test_after_passing_the_solution_is_free(ada):
    settle(submit(ada, MONDAY), MONDAY)
    shown = services.show_solution(learner=ada, exercise_slug="norm", now=MONDAY)
    assert not shown.gave_up
    assert ratings(ada) == {"norm": 3, "empty-sum": 3}


def test_an_exercise_that_does_not_exist_is_refused(ada):
    with pytest.raises(NotFound):
        services.save_draft(learner=ada, exercise_slug="nothing", source="", now=MONDAY)


# --- handing in


def test_a_submission_is_sent_with_everything_that_grading_needs(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY, source=WRONG)
    (job,) = broker()
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
    ada, no_broker, monkeypatch, django_capture_on_commit_callbacks
):
    started = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(ada, MONDAY)
    assert time.perf_counter() - started < 3
    submission.refresh_from_db()
    assert (submission.state, submission.sends, submission.sent_at) == ("queued", 0, None)
    assert services.sweep_unsettled(now=later(seconds=10)) == 0
    monkeypatch.setattr(app.conf, "broker_url", "memory://")
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
    assert [job.id for job in broker()] == [str(first.public_id), str(other.public_id)]
    for done, following in ((first, [run]), (run, [second]), (second, [])):
        with django_capture_on_commit_callbacks(execute=True):
            settle(done, MONDAY)
        assert [job.id for job in broker()] == [str(one.public_id) for one in following]


def test_a_run_that_was_replaced_keeps_the_next_waiting_until_its_report_comes(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        replaced = submit(ada, MONDAY, mode="run")
    with django_capture_on_commit_callbacks(execute=True):
        newer = submit(ada, MONDAY, mode="run")
    assert [job.id for job in broker()] == [str(replaced.public_id)]
    with django_capture_on_commit_callbacks(execute=True):
        settle(replaced, MONDAY)
    assert [job.id for job in broker()] == [str(newer.public_id)]


def test_what_waits_for_one_that_got_lost_is_sent_by_the_sweep(ada, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        lost = submit(ada, MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        waiting = submit(ada, MONDAY)
    broker()
    services.sweep_unsettled(now=later(seconds=30))
    assert broker() == []
    services.sweep_unsettled(now=later(seconds=61))
    assert {job.id for job in broker()} == {str(lost.public_id), str(waiting.public_id)}


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


# --- settling


def test_a_pass_at_the_first_try_is_good_for_every_concept_of_its_checks(ada):
    begin(ada)
    assert settle(submit(ada, MONDAY), MONDAY)
    assert ratings(ada) == {"norm": 3, "empty-sum": 3}
    assert XpEntry.objects.get(cause__startswith="exercise").effort_seconds == 120
    assert StepDone.objects.filter(learner=ada, step_key="write").count() == 1


def test_a_report_that_arrives_three_times_has_one_effect(ada):
    submission = submit(ada, MONDAY)
    assert [settle(submission, later(seconds=n)) for n in range(3)] == [True, False, False]
    assert (Review.objects.count(), XpEntry.objects.count(), CheckResult.objects.count()) == (2, 1, 3)
    submission.refresh_from_db()
    assert submission.settled_at == MONDAY


def test_a_pass_finishes_the_step_of_a_lesson_that_was_begun_after_the_first_pass(ada):
    settle(submit(ada, MONDAY), MONDAY)
    begin(ada)
    assert not StepDone.objects.filter(step_key="write").exists()
    settle(submit(ada, later(minutes=5)), later(minutes=5))
    assert StepDone.objects.filter(step_key="write").count() == 1
    assert (Review.objects.count(), XpEntry.objects.filter(cause__startswith="exercise").count()) == (2, 1)


def test_passing_again_neither_counts_nor_pays(ada):
    settle(submit(ada, MONDAY), MONDAY)
    settle(submit(ada, later(3)), later(3))
    assert (Review.objects.count(), XpEntry.objects.count()) == (2, 1)


def test_a_pass_after_a_hint_is_hard_and_pays_less(ada):
    services.take_hint(learner=ada, exercise_slug="norm", number=1, now=MONDAY)
    settle(submit(ada, MONDAY), MONDAY)
    assert set(ratings(ada).values()) == {2}
    assert XpEntry.objects.get().effort_seconds == 96


def test_a_wrong_check_debits_its_own_concept_only_and_once_a_day(ada):
    for n in range(2):
        settle(submit(ada, later(minutes=n), source=WRONG), later(minutes=n), "any_length")
    assert list(Review.objects.values_list("concept__slug", "rating")) == [("norm", 1)]
    settle(submit(ada, later(1), source=WRONG), later(1), "any_length")
    assert list(Review.objects.values_list("concept__slug", "rating")) == [("norm", 1)] * 2


def test_a_pass_on_the_next_day_is_hard_where_it_was_wrong_and_good_elsewhere(ada):
    settle(submit(ada, MONDAY, source=WRONG), MONDAY, "any_length")
    settle(submit(ada, later(1)), later(1))
    latest = Review.objects.filter(day=later(1).date())
    assert dict(latest.values_list("concept__slug", "rating")) == {"norm": 2, "empty-sum": 3}


def test_from_the_third_try_a_pass_is_hard(ada):
    for n in range(2):
        settle(submit(ada, later(minutes=n)), later(minutes=n), verdict="error")
    settle(submit(ada, later(hours=1)), later(hours=1))
    assert set(ratings(ada).values()) == {2}


@pytest.mark.parametrize("verdict", ["error", "timeout", "out_of_memory", "output_limit", "forbidden"])
def test_a_crash_or_a_limit_is_no_sign_of_forgetting(ada, verdict):
    submission = submit(ada, MONDAY)
    given = report(submission, verdict=verdict)
    for check in given["checks"]:
        check["status"] = verdict
    services.settle_submission(public_id=submission.public_id, report=given, now=MONDAY)
    assert not ConceptMemory.objects.exists()
    assert selectors.submission_for(ada, submission.public_id, MONDAY).verdict == verdict


def test_a_run_has_no_effects_but_its_checks(ada):
    begin(ada)
    submission = submit(ada, MONDAY, mode="run")
    settle(submission, MONDAY)
    shown = selectors.submission_for(ada, submission.public_id, MONDAY)
    assert (shown.passed, shown.counts, len(shown.checks), shown.checks_expected) == (True, False, 1, 1)
    assert not Review.objects.exists()
    assert not StepDone.objects.filter(step_key="write").exists()


def test_a_verdict_counts_for_the_day_on_which_the_code_was_handed_in(ada):
    begin(ada)
    evening, night = later(hours=18, minutes=59, seconds=59), later(hours=19, seconds=5)  # 03:59:59 and 04:00:05
    settle(submit(ada, evening), night)
    assert StepDone.objects.get(step_key="write").day == MONDAY.date()
    assert set(Review.objects.values_list("day", flat=True)) == {MONDAY.date()}


def test_a_fault_of_ours_changes_nothing_and_is_sent_again(ada):
    submission = submit(ada, MONDAY)
    assert not settle(submission, MONDAY, verdict="internal", fault="grader: the box fell over")
    submission.refresh_from_db()
    assert submission.state == SubmissionState.QUEUED
    assert settle(submission, MONDAY)


@pytest.mark.parametrize(("sends", "fault"), [(MOST_SENDS, "grader: again"), (1, "broken exercise: checks.py does not load")])
def test_a_fault_that_stays_closes_the_submission_without_effects(ada, sends, fault):
    begin(ada)
    submission = submit(ada, MONDAY)
    Submission.objects.update(sends=sends)
    effort = XpEntry.objects.count()
    assert settle(submission, MONDAY, verdict="internal", fault=fault)
    assert not Review.objects.exists()
    assert XpEntry.objects.count() == effort
    assert not StepDone.objects.filter(step_key="write").exists()
    shown = selectors.submission_for(ada, submission.public_id, MONDAY)
    assert (shown.headline, shown.passed) == ("We could not check it", False)


def test_faults_are_not_tries(ada):
    for _ in range(3):
        settle(submit(ada, MONDAY), MONDAY, verdict="internal", fault="broken exercise: x")
    settle(submit(ada, MONDAY), MONDAY)
    assert set(ratings(ada).values()) == {3}


def test_news_of_a_submission_that_is_gone_is_ignored(course):
    assert not services.settle_submission(public_id=uuid.uuid4(), report={"verdict": "passed"}, now=MONDAY)
    services.note_check(public_id=uuid.uuid4(), position=0, check={})


# --- the way there


def test_checks_show_one_after_another_and_late_news_changes_nothing(ada):
    submission = submit(ada, MONDAY)
    given = report(submission)
    tasks.note_check(str(submission.public_id), 0, given["checks"][0])
    tasks.note_check(str(submission.public_id), 0, given["checks"][0])
    shown = selectors.submission_for(ada, submission.public_id, MONDAY)
    assert (shown.state, len(shown.checks), shown.checks_expected) == ("running", 1, len(CHECK_LIST))
    tasks.settle_submission(str(submission.public_id), given)
    tasks.note_check(str(submission.public_id), 0, given["checks"][0] | {"status": "failed"})
    shown = selectors.submission_for(ada, submission.public_id, MONDAY)
    assert (shown.passed, [check.passed for check in shown.checks]) == (True, [True] * 3)


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


def test_another_learners_submission_does_not_exist(ada):
    submission = submit(ada, MONDAY)
    bob = learner("bob")
    for read in (
        lambda: selectors.submission_for(bob, submission.public_id, MONDAY),
        lambda: selectors.submission_source(bob, submission.public_id),
    ):
        with pytest.raises(NotFound):
            read()
    assert selectors.submission_source(ada, submission.public_id) == SOLUTION
