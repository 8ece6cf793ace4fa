"""Everything twice at the same moment: threads on real transactions, on SQLite and on PostgreSQL alike."""

import threading
import uuid

import pytest
from django.db import connection

from exercises.models import Attempt, HintTaken, Submission
from tests import helpers
from tests.helpers import MONDAY, option, report, take_lesson
from tutor import services
from tutor.models import ConceptMemory, DayPlan, LearnerDay, LessonProgress, Review, StepDone, User, XpEntry
from tutor.services.submissions import MOST_IN_FLIGHT

AT_ONCE = 6
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    helpers.publish_course()
    return helpers.learner()


def at_once(work, times=AT_ONCE):
    """Runs `work(n)` in threads that start together; returns what they returned and what they raised."""
    start, results, refusals = threading.Barrier(times), [], []

    def one(n):
        try:
            start.wait()
            results.append(work(n))
        except Exception as problem:
            refusals.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results, refusals


def test_a_day_is_planned_once(ada):
    plans, refusals = at_once(lambda n: services.open_day(learner=ada, now=MONDAY).pk)
    assert not refusals
    assert len(set(plans)) == DayPlan.objects.count() == 1


def test_an_answer_sent_many_times_at_once_counts_once(ada):
    asked = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    outcomes, refusals = at_once(
        lambda n: services.answer_item(
            learner=ada,
            item_slug="norm-which",
            revision=asked.revision_id,
            number=1,
            response=option(asked, right=True),
            seconds=20,
            hints_used=0,
            now=MONDAY,
        )
    )
    assert not refusals
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * (AT_ONCE - 1)
    assert len({(outcome.due_on, outcome.effort_seconds) for outcome in outcomes}) == 1
    counts = [model.objects.count() for model in (Attempt, Review, XpEntry, ConceptMemory)]
    assert counts == [1, 1, 1, 1]


def test_different_answers_at_once_about_one_concept_all_arrive_and_one_counts(ada):
    items = ["norm-which", "norm-again"]
    asked = [services.question_for(learner=ada, item_slug=item, now=MONDAY) for item in items]
    _, refusals = at_once(
        lambda n: services.answer_item(
            learner=ada,
            item_slug=items[n],
            revision=asked[n].revision_id,
            number=1,
            response=option(asked[n], right=True),
            seconds=20,
            hints_used=0,
            now=MONDAY,
        ),
        times=2,
    )
    assert not refusals
    assert sorted(Review.objects.values_list("counted", flat=True)) == [False, True]
    assert ConceptMemory.objects.get().repetitions == 1


def test_a_step_is_finished_and_paid_once(ada):
    _, refusals = at_once(lambda n: services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY))
    assert not refusals
    assert [model.objects.count() for model in (StepDone, XpEntry, LessonProgress)] == [1, 1, 1]


def test_the_last_step_of_a_day_finishes_it_once(ada):
    for slug in ("lengths", "angles"):
        take_lesson(ada, slug, MONDAY)
    services.finish_step(learner=ada, lesson_slug="search", step_key="nearest", now=MONDAY)
    LearnerDay.objects.all().delete()
    _, refusals = at_once(lambda n: services.finish_step(learner=ada, lesson_slug="search", step_key="search-recap", now=MONDAY))
    assert not refusals
    assert LearnerDay.objects.count() == 1


def test_a_report_delivered_by_many_workers_at_once_has_one_effect(ada):
    submission = helpers.submit(ada, MONDAY)
    given = report(submission)
    settled, refusals = at_once(lambda n: services.settle_submission(public_id=submission.public_id, report=given, now=MONDAY))
    assert not refusals
    assert sorted(settled) == [False] * (AT_ONCE - 1) + [True]
    assert (Review.objects.count(), XpEntry.objects.count()) == (2, 1)


def test_checks_told_at_once_are_all_shown_once(ada):
    submission = helpers.submit(ada, MONDAY)
    checks = report(submission)["checks"]
    _, refusals = at_once(lambda n: services.note_check(public_id=submission.public_id, position=n % 3, check=checks[n % 3]))
    assert not refusals
    assert sorted(submission.checks.values_list("position", flat=True)) == [0, 1, 2]


def test_the_limit_in_flight_holds_for_requests_at_once(ada):
    accepted, refusals = at_once(lambda n: helpers.submit(ada, MONDAY, client_id=uuid.uuid4()).pk)
    assert len(accepted) == Submission.objects.count() == MOST_IN_FLIGHT
    assert {refusal.code for refusal in refusals} == {"too_many_in_flight"}


def test_one_submission_sent_twice_at_once_is_one(ada):
    client_id = uuid.uuid4()
    taken, refusals = at_once(lambda n: helpers.submit(ada, MONDAY, client_id=client_id).pk)
    assert not refusals
    assert len(set(taken)) == Submission.objects.count() == 1


def test_a_hint_is_taken_once(ada):
    _, refusals = at_once(lambda n: services.take_hint(learner=ada, exercise_slug="norm", number=1, now=MONDAY))
    assert not refusals
    assert HintTaken.objects.count() == 1


def test_a_guest_claimed_in_two_tabs_is_claimed_once(ada):
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    take_lesson(guest, "lengths", MONDAY)
    _, refusals = at_once(lambda n: services.claim_guest(guest=guest, account=ada, now=MONDAY))
    assert not refusals
    assert ada.attempts.count() == 1
    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_verdict_that_arrives_while_a_guest_is_claimed_is_not_lost(ada):
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    submission = helpers.submit(guest, MONDAY)
    given = report(submission)

    def work(n):
        if n % 2:
            return services.claim_guest(guest=guest, account=ada, now=MONDAY)
        return services.settle_submission(public_id=submission.public_id, report=given, now=MONDAY)

    _, refusals = at_once(work, times=2)
    assert not refusals
    services.settle_submission(public_id=submission.public_id, report=given, now=MONDAY)
    assert ConceptMemory.objects.filter(learner=ada).count() == 2
    assert XpEntry.objects.filter(learner=ada).count() == 1


def test_who_is_removed_while_they_learn_leaves_nothing_behind(ada):
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    asked = services.question_for(learner=guest, item_slug="norm-which", now=MONDAY)
    work = [
        lambda: services.delete_learner(learner=guest),
        lambda: services.finish_step(learner=guest, lesson_slug="lengths", step_key="sight", now=MONDAY),
        lambda: services.save_draft(learner=guest, exercise_slug="norm", source="x = 1", now=MONDAY),
        lambda: services.start_lesson(learner=guest, lesson_slug="angles", now=MONDAY),
        lambda: helpers.submit(guest, MONDAY).pk,
        lambda: services.answer_item(
            learner=guest,
            item_slug="norm-which",
            revision=asked.revision_id,
            number=1,
            response=option(asked, right=True),
            seconds=20,
            hints_used=0,
            now=MONDAY,
        ),
    ]
    _, refusals = at_once(lambda n: work[n](), times=len(work))
    assert {refusal.code for refusal in refusals} <= {"not_found"}
    assert not User.objects.filter(pk=guest.pk).exists()
    assert [model.objects.count() for model in (Attempt, Review, Submission, StepDone, LessonProgress, DayPlan)] == [0] * 6


def test_a_lesson_begun_on_two_devices_is_begun_once(ada):
    begun, refusals = at_once(lambda n: services.start_lesson(learner=ada, lesson_slug="angles", now=MONDAY).pk)
    assert not refusals
    assert len(set(begun)) == LessonProgress.objects.count() == 1


def test_settings_changed_on_two_devices_are_those_of_one_of_them(ada):
    def change(n):
        settings = {"zone": ["UTC", "Asia/Tokyo"][n], "daily_minutes": [3, 60][n], "day_turns_at": [0, 12][n], "theme": "auto"}
        return services.change_settings(learner=ada, now=MONDAY, **settings)

    services.open_day(learner=ada, now=MONDAY)
    _, refusals = at_once(change, times=2)
    assert not refusals
    ada.refresh_from_db()
    assert (ada.zone, ada.daily_minutes, ada.day_turns_at) in [("UTC", 3, 0), ("Asia/Tokyo", 60, 12)]
