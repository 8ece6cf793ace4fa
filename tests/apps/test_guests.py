"""Guests: they learn at once, and nothing they learned is lost when they sign in to an account they have."""

import uuid
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.flows.test_any_order import state_of
from tests.helpers import MONDAY, answer, finish_today, later, learner, settle, submit, take_lesson
from tutor import services, tasks
from tutor.models import ConceptMemory, Enrolment, LearnerDay, LessonProgress, Review, StepDone, User, XpEntry
from tutor.rules.memory import Evidence, Grade, fold


def guest(now=MONDAY, zone="Europe/Berlin"):
    return services.begin_as_guest(zone=zone, now=now)


def test_a_guest_begins_in_the_first_path_without_a_password(course):
    user = guest()
    assert (user.is_guest, user.zone, user.has_usable_password()) == (True, "Europe/Berlin", False)
    assert Enrolment.objects.get(learner=user).path == course


def test_a_zone_that_nobody_knows_becomes_utc(course):
    assert guest(zone="<script>").zone == "UTC"


def test_two_guests_are_two(course):
    assert guest().username != guest().username


def test_everything_a_guest_learned_moves_to_an_empty_account(ada):
    user = guest()
    take_lesson(user, "lengths", MONDAY)
    before = dict(ConceptMemory.objects.filter(learner=user).values_list("concept__slug", "due_on"))
    effort = sum(XpEntry.objects.filter(learner=user).values_list("effort_seconds", flat=True))
    services.claim_guest(guest=user, account=ada, now=later(hours=1))
    assert not User.objects.filter(pk=user.pk).exists()
    assert set(ConceptMemory.objects.filter(learner=ada).values_list("concept__slug", flat=True)) == set(before)
    assert sum(XpEntry.objects.filter(learner=ada).values_list("effort_seconds", flat=True)) == effort
    assert LessonProgress.objects.get(learner=ada).finished_at == MONDAY
    assert StepDone.objects.filter(learner=ada).count() == 4
    assert Review.objects.filter(learner=ada).count() == Review.objects.count()


def test_claiming_twice_is_claiming_once(ada):
    user = guest()
    answer(user, "norm-which", MONDAY)
    services.claim_guest(guest=user, account=ada, now=MONDAY)
    services.claim_guest(guest=user, account=ada, now=MONDAY)
    assert ada.attempts.count() == 1


def test_only_guests_can_be_claimed(ada):
    bob = learner("bob")
    answer(bob, "norm-which", MONDAY)
    services.claim_guest(guest=bob, account=ada, now=MONDAY)
    services.claim_guest(guest=ada, account=ada, now=MONDAY)
    assert (bob.attempts.count(), User.objects.count()) == (1, 2)


def test_histories_are_joined_and_memories_folded_anew(ada):
    user = guest(later(5))
    answer(ada, "norm-which", MONDAY)
    answer(ada, "norm-which", later(9))
    answer(user, "norm-which", later(5), right=False)
    answer(user, "norm-again", later(6))
    services.claim_guest(guest=user, account=ada, now=later(10))
    concept = Review.objects.first().concept
    history = [(Grade.GOOD, 0), (Grade.AGAIN, 5), (Grade.GOOD, 6), (Grade.GOOD, 9)]
    expected = fold([Evidence(grade, later(day).date()) for grade, day in history], seed=f"{ada.pk}:{concept.pk}")
    assert ConceptMemory.objects.get().as_rule() == expected
    assert list(ada.attempts.filter(item__slug="norm-which").order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert answer(ada, "norm-which", later(11)).asked.number == 4


def test_what_both_did_counts_once(ada):
    user = guest()
    for one in (ada, user):
        take_lesson(one, "lengths", MONDAY)
    paid = XpEntry.objects.filter(learner=ada, cause__startswith="exercise").count()
    services.claim_guest(guest=user, account=ada, now=later(hours=1))
    assert StepDone.objects.count() == 4
    assert LessonProgress.objects.count() == 1
    assert XpEntry.objects.filter(cause__startswith="exercise").count() == paid == 1
    assert XpEntry.objects.filter(cause__startswith="step").count() == 2


def test_the_furthest_progress_is_kept(ada):
    user = guest()
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    take_lesson(user, "lengths", MONDAY)
    services.claim_guest(guest=user, account=ada, now=later(hours=1))
    assert LessonProgress.objects.get(learner=ada).finished_at == MONDAY


def test_steps_of_both_may_finish_a_lesson_together(ada):
    user = guest()
    services.finish_step(learner=ada, lesson_slug="search", step_key="nearest", now=MONDAY)
    told = {"id": str(uuid.uuid4()), "kind": "step_done", "at": MONDAY.isoformat(), "zone": "UTC"}
    told |= {"lesson": "search", "step": "search-recap"}
    services.accept(learner=user, events=[told], now=later(minutes=1))
    services.claim_guest(guest=user, account=ada, now=later(hours=1))
    assert LessonProgress.objects.get(learner=ada).finished_at is not None


def test_what_a_guest_did_in_between_is_folded_into_the_account_from_the_log(ada):
    user = guest()
    for one, days in ((ada, (0, 4, 9)), (user, (2, 6))):
        for day in days:
            answer(one, "norm-which", later(day), right=day != 6)
    answer(user, "dot-which", later(6, minutes=1))
    services.set_concept(learner=user, concept_slug="dot", act="suspend", now=later(7))
    services.claim_guest(guest=user, account=ada, now=later(10))
    assert ConceptMemory.objects.get(concept__slug="dot").state == "suspended"
    lived = state_of(ada)
    services.refold_all(learner=ada)
    assert state_of(ada) == lived and len(lived["reviews"]) == 6


def test_acts_that_both_have_are_the_accounts(ada):
    """As after the same file was brought in twice, before and after signing in."""
    user, same = guest(), uuid.uuid4()
    for one in (ada, user):
        answer(one, "norm-which", MONDAY, event_id=same)
        answer(one, "dot-which", later(1))
    services.claim_guest(guest=user, account=ada, now=later(2))
    assert ada.attempts.count() == Review.objects.filter(learner=ada).count() == Review.objects.count() == 3


def test_a_plan_that_a_guest_left_open_does_not_unfinish_the_day_of_the_account(ada):
    user = guest()
    services.open_day(learner=ada, now=MONDAY)
    finish_today(ada, later(minutes=1))
    services.open_day(learner=user, now=later(minutes=2))
    answer(user, "norm-which", later(minutes=3))
    services.claim_guest(guest=user, account=ada, now=later(minutes=4))
    assert LearnerDay.objects.get(learner=ada).day == MONDAY.date()


def test_giving_up_twice_counts_once(ada):
    user = guest()
    for one in (ada, user):
        settle(submit(one, MONDAY), MONDAY, "any_length")
        services.show_solution(learner=one, exercise_slug="norm", now=MONDAY)
    services.claim_guest(guest=user, account=ada, now=MONDAY)
    assert ada.solutions_shown.count() == 1
    assert Review.objects.filter(solution_shown__isnull=False).count() == 1


def test_a_submission_in_flight_is_settled_for_the_account(ada):
    user = guest()
    submission = submit(user, MONDAY)
    services.claim_guest(guest=user, account=ada, now=MONDAY)
    assert settle(submission, later(seconds=2))
    assert ConceptMemory.objects.filter(learner=ada).count() == 2


def test_finished_days_of_both_make_one_streak(ada):
    user = guest()
    for n, one in enumerate((ada, user, ada)):
        LearnerDay.objects.create(learner=one, day=later(n).date(), zone="UTC", finished_at=later(n))
    LearnerDay.objects.create(learner=user, day=later(2).date(), zone="UTC", finished_at=later(2))
    services.claim_guest(guest=user, account=ada, now=later(3))
    assert LearnerDay.objects.filter(learner=ada).count() == 3


def test_a_guest_who_never_did_anything_is_forgotten_after_a_month_and_nobody_else(ada):
    idle, reader, coder = guest(), guest(), guest()
    services.open_day(learner=idle, now=MONDAY)
    services.finish_step(learner=reader, lesson_slug="lengths", step_key="sight", now=MONDAY)
    submit(coder, MONDAY)
    fresh = guest(later(25))
    assert services.forget_idle_guests(now=later(29)) == 0
    assert services.forget_idle_guests(now=later(31)) == 1
    assert set(User.objects.all()) == {ada, reader, coder, fresh}


def test_once_a_day_sessions_that_ended_are_removed(ada):
    for days in (-1, 1):
        Session.objects.create(session_key=f"{days}", session_data="", expire_date=timezone.now() + timedelta(days=days))
    tasks.tidy()
    assert Session.objects.get().session_key == "1"
