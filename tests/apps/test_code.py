"""Code: drafts, hints, solution, handing in, losing and settling. Each verdict has its effects once."""

import uuid

import pytest

from exercises.models import CheckResult, Draft, HintTaken, Submission
from exercises.models.record import SubmissionState
from tests.helpers import CHECK_LIST, MONDAY, SOLUTION, WRONG, later, learner, report, settle, submit
from tutor import selectors, services, tasks
from tutor.errors import BadInput, NotFound, SolutionLocked, TooLong
from tutor.models import ConceptMemory, Review, StepDone, XpEntry
from tutor.services.submissions import MOST_SENDS


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


@pytest.mark.parametrize(
    ("traceback", "lead"),
    [
        (["line 2: return v[9]", "IndexError"], "The last line says what, the line above it where."),
        ([], "The first check that stopped says how."),
    ],
)
def test_a_page_speaks_of_the_lines_of_an_error_only_where_it_shows_some(ada, traceback, lead):
    submission = submit(ada, MONDAY)
    given = report(submission, verdict="error")
    for check in given["checks"]:
        check |= {"status": "error", "traceback": traceback}
    services.settle_submission(public_id=submission.public_id, report=given, now=MONDAY)
    assert selectors.submission_for(ada, submission.public_id, MONDAY).lead == lead


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
