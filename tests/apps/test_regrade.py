"""Grading again after an exercise was mended: whom it concerns, what it gives, and that it takes nothing away."""

import io
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from exercises.models import Exercise, ExerciseRevision, Submission
from tests.helpers import CHECK_LIST, MONDAY, WRONG, later, learner, settle, submit
from tutor import selectors, services
from tutor.models import Review, StepDone, XpEntry
from tutor.selectors.regrading import regradable, regraded
from tutor.services import regrading
from tutor.services.submissions import MOST_IN_FLIGHT, MOST_SENDS

NOBODY = "No grading worker is running"


def mend(digest: str = "norm-2") -> ExerciseRevision:
    """Publishes the exercise anew, by hand."""
    exercise = Exercise.objects.get(slug="norm")
    revision = exercise.current
    revision.pk, revision.digest, revision.published_at = None, digest, later(5)
    revision.document = revision.document | {"checks": CHECK_LIST}
    revision.save()
    exercise.current = revision
    exercise.save()
    return revision


def regrade(*options: str) -> str:
    said = io.StringIO()
    call_command("regrade", "norm", *options, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def regradings() -> list[Submission]:
    return list(Submission.objects.filter(regraded_from__isnull=False).order_by("pk"))


def handed_in(user, *failing: str, at=MONDAY, **more) -> Submission:
    submission = submit(user, at, source=WRONG if failing else "x = 1\n")
    settle(submission, at, *failing, **more)
    return submission


# --- whom it concerns


def test_of_each_learner_the_last_and_the_best_are_graded_again(ada, broker):
    best = handed_in(ada, "of_nothing")
    handed_in(ada, "any_length", at=later(minutes=1))
    last = handed_in(ada, "any_length", "of_nothing", at=later(minutes=2))
    only = handed_in(learner("bob"))
    settle(submit(ada, later(minutes=3), mode="run"), later(minutes=3))
    submit(ada, later(minutes=4))
    mend()
    assert {one.submission_id for one in regradable(Exercise.objects.get())} == {best.pk, last.pk, only.pk}


def test_what_the_current_checks_have_judged_is_left_alone(ada):
    handed_in(ada, "any_length")
    assert regradable(Exercise.objects.get()) == []
    mend()
    handed_in(ada, "any_length", at=later(6))
    assert regradable(Exercise.objects.get()) == []


def test_a_day_and_verdicts_narrow_it_down(ada, broker):
    old = handed_in(ada, "any_length")
    new = handed_in(learner("bob"), verdict="timeout", at=later(2))
    mend()
    exercise = Exercise.objects.get()
    assert [one.submission_id for one in regradable(exercise, since=later(1))] == [new.pk]
    assert [one.submission_id for one in regradable(exercise, verdicts=["failed"])] == [old.pk]
    assert "timeout" not in regrade("--dry-run", "--verdict", "failed,passed")
    assert "failed" not in regrade("--dry-run", "--since", "2026-03-03")


def test_a_dry_run_tells_what_it_would_cost_and_sends_nothing(ada, broker):
    handed_in(ada, "any_length")
    handed_in(learner("bob"))
    Submission.objects.update(report={"wall_ms": 90_000})
    mend()
    said = regrade("--dry-run")
    rows = [line.split() for line in said.replace("│", " ").replace("┃", " ").splitlines()]
    assert ["failed", "1", "1", "1.5"] in rows and ["passed", "1", "1", "1.5"] in rows and ["together", "2", "2", "3.0"] in rows
    assert "Nothing was sent." in said
    assert (regradings(), broker()) == ([], [])


# --- how it is done


def test_a_regrading_is_a_row_of_its_own_at_the_lowest_priority(ada, broker):
    origin = handed_in(ada, "any_length", at=later(hours=1))
    revision = mend()
    assert NOBODY in regrade("--yes")
    (row,) = regradings()
    assert (row.regraded_from, row.revision, row.source, row.day) == (origin, revision, WRONG, origin.day)
    assert row.client_id == uuid.uuid5(origin.public_id, "norm-2")
    assert (row.kind, row.state, row.sends) == ("regrade", "queued", 1)
    assert [(job.id, priority) for job, priority in broker()] == [(str(row.public_id), 9)]


def test_a_second_run_does_nothing_twice(ada, broker):
    handed_in(ada, "any_length")
    mend()
    regrade("--yes")
    said = regrade("--yes")
    assert "0 have their new verdict and 1 wait for it" in said and "Nothing more to grade" in said
    settle(regradings()[0], later(6))
    assert "1 have their new verdict and 0 wait" in regrade("--yes")
    assert (len(regradings()), len(broker())) == (1, 1)


def test_a_run_that_broke_off_is_continued(ada, broker):
    origins = [handed_in(user, "any_length") for user in (ada, learner("bob"))]
    revision = mend()
    services.regrade(learner_id=ada.pk, submissions=[origins[0].pk], revision=revision, now=later(6))
    assert [one.submission_id for one in regradable(Exercise.objects.get())] == [origins[1].pk]
    regrade("--yes")
    assert [row.regraded_from for row in regradings()] == origins
    assert len(broker()) == 2


def test_the_database_keeps_a_revision_from_regrading_a_submission_twice(ada):
    origin = handed_in(ada, "any_length")
    revision = mend()
    assert services.regrade(learner_id=ada.pk, submissions=[origin.pk], revision=revision, now=later(6)) == 1
    assert services.regrade(learner_id=ada.pk, submissions=[origin.pk], revision=revision, now=later(6)) == 0
    twin = regradings()[0]
    twin.pk, twin.public_id, twin.client_id = None, uuid.uuid4(), uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_another_learners_submission_is_not_regraded_with_ones_own(ada):
    origin = handed_in(ada, "any_length")
    revision = mend()
    assert services.regrade(learner_id=learner("bob").pk, submissions=[origin.pk], revision=revision, now=later(6)) == 0


def test_what_waits_for_a_revision_that_is_not_current_any_more_is_dropped(ada, broker):
    handed_in(ada, "any_length")
    mend()
    regrade("--yes")
    mend("norm-3")
    regrade("--yes")
    assert [(row.revision.digest, row.state) for row in regradings()] == [("norm-2", "superseded"), ("norm-3", "queued")]
    assert not settle(regradings()[0], later(6))


def test_only_a_few_are_before_the_workers_and_each_verdict_lets_the_next_one_go(ada, broker, monkeypatch):
    monkeypatch.setattr(regrading, "MOST_OUT", 2)
    for name in ("bob", "cleo", "dan"):
        handed_in(learner(name), "any_length")
    mend()
    regrade("--yes")
    assert [row.sends for row in regradings()] == [1, 1, 0]
    assert services.feed_regradings(now=later(6)) == 0
    settle(regradings()[0], later(6))
    assert [row.sends for row in regradings()] == [1, 1, 1]
    assert len(broker()) == 3


def test_regradings_wait_patiently_and_are_not_taken_for_lost(ada, broker):
    handed_in(ada, "any_length")
    mend()
    regrade("--yes")
    Submission.objects.filter(sends=1).update(sent_at=later(6))
    assert services.sweep_unsettled(now=later(6, minutes=9)) == 0
    assert services.sweep_unsettled(now=later(6, minutes=11)) == 1
    assert len(broker()) == 2


def test_regradings_take_no_place_of_the_learners_own_code(ada, broker):
    for n in range(3):
        handed_in(ada, "any_length", at=later(minutes=n))
    mend()
    regrade("--yes")
    for _ in range(MOST_IN_FLIGHT):
        submit(ada, later(6))
    assert [row.state for row in regradings()] == ["queued"], "nor does what is newer replace them"


def test_what_ended_by_a_fault_of_ours_is_graded_by_the_next_run(ada, broker):
    handed_in(ada, "any_length")
    mend()
    regrade("--yes")
    Submission.objects.filter(sends=1).update(sends=MOST_SENDS)
    settle(regradings()[0], later(6), verdict="internal", fault="grader: the box fell over")
    assert regradings()[0].verdict == "internal"
    regrade("--yes")
    (row,) = regradings()
    assert (row.state, row.verdict, row.sends) == ("queued", "", 1)
    assert settle(row, later(7)) and len(broker()) == 2


def test_an_exercise_that_does_not_exist_is_told_with_those_that_do(course):
    with pytest.raises(CommandError, match="There is no exercise angle; there are norm"):
        call_command("regrade", "angle")


def test_where_nobody_can_be_asked_nothing_is_sent_without_yes(ada, broker):
    handed_in(ada, "any_length")
    mend()
    with pytest.raises(CommandError, match="say --yes"):
        regrade()
    assert regradings() == []


def test_a_worker_that_cannot_grade_is_told_with_its_reason(ada, broker):
    handed_in(ada, "any_length")
    mend()
    from django.utils import timezone

    services.note_worker(name="grading@here", state={"paused": "There is no sandbox. Mend it."}, now=timezone.now())
    assert "Grading is paused: There is no sandbox. Mend it." in regrade("--yes")


# --- what it gives, and what it leaves


def again(user, *failing: str, at=None, **more) -> Submission:
    """Grades all that `user` may have graded again, with this outcome."""
    chosen = [one.submission_id for one in regradable(Exercise.objects.get()) if one.learner_id == user.pk]
    revision = Exercise.objects.get().current
    services.regrade(learner_id=user.pk, submissions=chosen, revision=revision, now=at or later(6))
    row = Submission.objects.filter(regraded_from__in=chosen, revision=revision).latest("pk")
    settle(row, at or later(6), *failing, **more)
    row.refresh_from_db()
    return row


def test_a_first_pass_pays_once_and_finishes_the_step_of_its_day(ada):
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    handed_in(ada, "any_length")
    mend()
    again(ada)
    assert XpEntry.objects.get(cause__startswith="exercise").day == MONDAY.date()
    assert StepDone.objects.get(step_key="write").day == MONDAY.date()
    assert selectors.exercise_for(ada, "norm", later(6)).passed
    mend("norm-3")
    again(ada)
    settle(submit(ada, later(7)), later(7))
    assert XpEntry.objects.filter(cause__startswith="exercise").count() == 1
    assert Review.objects.filter(rating__gt=1).count() == 2


def test_a_miss_debits_nothing_and_an_old_pass_stands(ada):
    handed_in(ada)
    before = list(Review.objects.values()), list(XpEntry.objects.values())
    mend()
    again(ada, "any_length", "of_nothing")
    assert (list(Review.objects.values()), list(XpEntry.objects.values())) == before
    shown = selectors.exercise_for(ada, "norm", later(6))
    assert shown.passed and shown.latest.passed and shown.latest.headline == "All checks pass"
    assert shown.latest.regraded.endswith("it would not pass now. Your pass stands.")


def test_a_learner_sees_a_changed_verdict_once_and_where_the_code_is(ada):
    origin = handed_in(ada, "any_length")
    mend()
    row = again(ada)
    shown = selectors.exercise_for(ada, "norm", later(6))
    assert [one.public_id for one in shown.submissions] == [origin.public_id]
    assert (shown.latest.headline, shown.latest.passed, len(shown.latest.checks)) == ("All checks pass", True, 3)
    assert shown.latest.regraded == "Graded again because the exercise was mended. Before: 50 % passed."
    assert selectors.submission_for(ada, origin.public_id, later(6)) == shown.latest
    assert Submission.objects.get(pk=origin.pk).verdict == "failed" and row.verdict == "passed"


def test_a_verdict_that_stays_is_not_mentioned(ada):
    handed_in(ada, "any_length")
    mend()
    again(ada, "of_nothing")
    shown = selectors.exercise_for(ada, "norm", later(6)).latest
    assert (shown.regraded, shown.headline) == ("", "2 of 3 checks pass")


def test_hints_and_a_solution_that_came_after_the_code_take_nothing_from_it(ada):
    handed_in(ada, "any_length")
    services.take_hint(learner=ada, exercise_slug="norm", number=1, now=later(1))
    services.show_solution(learner=ada, exercise_slug="norm", now=later(1))
    mend()
    again(ada)
    assert XpEntry.objects.get(cause__startswith="exercise").effort_seconds == 120


def test_a_solution_seen_before_the_code_was_handed_in_leaves_it_unpaid(ada):
    handed_in(ada, "any_length", "of_nothing")
    services.show_solution(learner=ada, exercise_slug="norm", now=later(1))
    handed_in(ada, "any_length", at=later(2))
    mend()
    again(ada)
    assert not XpEntry.objects.filter(cause__startswith="exercise").exists()


def test_regradings_are_no_tries(ada):
    handed_in(ada, "any_length", at=MONDAY)
    for n in range(2, 6):
        mend(f"norm-{n}")
        again(ada, verdict="error")
    settle(submit(ada, later(7)), later(7))
    assert dict(Review.objects.filter(day=later(7).date()).values_list("concept__slug", "rating")) == {"norm": 2, "empty-sum": 3}


def test_the_outcome_tells_old_and_new_verdicts_of_each_run(ada, broker):
    for name, failing in {"bob": "any_length", "cleo": "of_nothing"}.items():
        handed_in(learner(name), failing)
    handed_in(ada)
    mend()
    regrade("--yes")
    for row, failing in zip(regradings(), ([], ["of_nothing"], []), strict=True):
        settle(row, later(6), *failing)
    seen = regraded(Exercise.objects.get())
    assert (seen.waiting, seen.settled, seen.changed) == (0, 3, 1)
    assert seen.changes == {("failed", "passed"): 1, ("failed", "failed"): 1, ("passed", "passed"): 1}
    mend("norm-3")
    regrade("--yes")
    for row in regradings()[3:]:
        settle(row, later(7))
    assert regraded(Exercise.objects.get()).changes == {("failed", "passed"): 1, ("passed", "passed"): 2}


def test_a_verdict_that_comes_while_it_is_counted_is_in_the_outcome(ada, broker):
    handed_in(ada, "any_length")
    mend()
    regrade("--yes")
    (row,), exercise, done = regradings(), Exercise.objects.select_related("current").get(), []

    def then_settle(execute, *query):
        result = execute(*query)
        if not done:
            done.append(True)
            settle(row, later(6))
        return result

    with connection.execute_wrapper(then_settle):
        seen = regraded(exercise)
    assert done and seen.waiting + seen.settled == 1


def test_a_learner_takes_regradings_along_with_what_they_grade(ada):
    origin = handed_in(ada, "any_length")
    mend()
    again(ada)
    told = selectors.export_for(ada, later(7))["submissions"]
    assert [one["regraded_from"] for one in told] == [None, origin.public_id]


def test_a_guest_who_signs_in_takes_regradings_along(course):
    guest, account = learner("guest", is_guest=True), learner("ada")
    origin = handed_in(guest, "any_length")
    revision = mend()
    services.regrade(learner_id=guest.pk, submissions=[origin.pk], revision=revision, now=later(6))
    services.claim_guest(guest=guest, account=account, now=later(6))
    settle(regradings()[0], later(7))
    assert XpEntry.objects.get(cause__startswith="exercise").learner == account
