"""Gates, returns, breaks and targets, as the services keep them and Today tells of them."""

from datetime import date, timedelta

import pytest

from lessons.models import Concept
from tests.helpers import MONDAY, answer, finish_today, later, learner, take_lesson
from tutor import selectors, services
from tutor.errors import BadInput, NotFound
from tutor.models import Break, ConceptMemory, PathTarget
from tutor.services.targets import reckon_again

DAY = MONDAY.date()


@pytest.fixture
def weak(ada):
    """Lengths are learned and long forgotten; angles, which build on them, come next."""
    take_lesson(ada, "lengths", MONDAY)
    Concept.objects.get(slug="dot").needs.add(Concept.objects.get(slug="norm"))
    ConceptMemory.objects.filter(learner=ada).update(stability=1.0, due_on=DAY + timedelta(days=1))
    ConceptMemory.objects.filter(learner=ada, concept__slug="empty-sum").update(stability=500.0, due_on=DAY + timedelta(days=500))
    return ada


def test_a_lesson_on_weak_ground_begins_with_exactly_what_it_builds_on(weak):
    services.open_day(learner=weak, now=later(20))
    today = selectors.today_for(weak, later(20))
    assert today.picks[0].title == "Norm" and today.picks[0].why.startswith("“Angles” builds on it")
    assert today.picks[1].key == "angles/turning"
    (gate,) = today.notices.gates
    assert (gate.lesson_title, gate.titles) == ("Angles", ("Norm",))


def test_the_learner_may_start_anyway(weak):
    services.open_day(learner=weak, now=later(20))
    services.start_anyway(learner=weak, lesson_slug="angles", now=later(20))
    today = selectors.today_for(weak, later(20))
    assert today.picks[0].key == "angles/turning" and today.notices.gates == ()
    finish_today(weak, later(20))
    assert selectors.today_for(weak, later(20)).finished


def test_a_lesson_on_firm_ground_needs_no_warm_up(weak):
    ConceptMemory.objects.filter(learner=weak).update(stability=500.0, due_on=DAY + timedelta(days=500))
    services.open_day(learner=weak, now=later(20))
    assert selectors.today_for(weak, later(20)).picks[0].key == "angles/turning"


def test_who_comes_back_after_days_is_welcomed_and_told_when_all_is_caught_up(ada):
    ada.daily_minutes = 5
    ada.save()
    for slug in ("lengths", "angles", "search"):
        take_lesson(ada, slug, MONDAY)
    ConceptMemory.objects.filter(learner=ada).update(stability=2.0, due_on=DAY + timedelta(days=2))
    ada.paces.update_or_create(kind="quiz", defaults={"factor": 3.0, "answers": 99})
    services.open_day(learner=ada, now=later(30))
    told = selectors.today_for(ada, later(30)).notices
    assert told.missed == 29
    assert told.catch_up is not None and DAY + timedelta(days=30) < told.catch_up < DAY + timedelta(days=45)
    lessons = [pick.subtitle for pick in selectors.today_for(ada, later(30)).picks]
    assert sorted(lessons) == ["Angles", "Lengths"], "each lesson is sampled before any is asked twice"


def test_the_day_by_which_all_is_caught_up_is_that_of_the_plans_that_follow(ada):
    ada.daily_minutes = 3
    ada.save()
    for slug in ("lengths", "angles", "search"):
        take_lesson(ada, slug, MONDAY)
    ConceptMemory.objects.filter(learner=ada).update(stability=9.0, due_on=DAY + timedelta(days=2))
    ada.paces.update_or_create(kind="quiz", defaults={"factor": 3.0, "answers": 99})
    services.open_day(learner=ada, now=later(30))
    promised = selectors.today_for(ada, later(30)).notices.catch_up
    for number in range(30, 45):
        now = later(number)
        services.open_day(learner=ada, now=now)
        shown = selectors.today_for(ada, now)
        asked = sum(pick.kind == "review" for pick in shown.picks)
        assert asked + shown.due_count == ConceptMemory.objects.filter(learner=ada, due_on__lte=now.date()).count()
        if not shown.due_count:
            break
        assert shown.notices.catch_up in (None, promised), "what was promised stays"
        finish_today(ada, now)
    assert number > 31 and abs((now.date() - promised).days) <= 1


def test_two_missed_days_are_no_return(ada):
    take_lesson(ada, "lengths", MONDAY)
    services.open_day(learner=ada, now=later(3))
    assert selectors.today_for(ada, later(3)).notices.missed == 0


def test_a_break_may_be_entered_before_or_afterwards_and_told_of(ada):
    services.take_break(learner=ada, starts_on=DAY - timedelta(days=9), ends_on=DAY - timedelta(days=7), now=MONDAY)
    services.take_break(learner=ada, starts_on=DAY, ends_on=DAY + timedelta(days=6), now=MONDAY)
    assert selectors.today_for(ada, MONDAY).notices.break_until == DAY + timedelta(days=6)
    assert [one.state for one in selectors.breaks_for(ada, MONDAY)] == ["on", "over"]
    services.end_break(learner=ada, starts_on=DAY, now=later(2))
    assert selectors.today_for(ada, later(2)).notices.break_until is None
    assert Break.objects.get(starts_on=DAY).ends_on == DAY + timedelta(days=1)


def test_breaks_that_touch_are_one(ada):
    for start in (0, 4, 2):
        services.take_break(
            learner=ada, starts_on=DAY + timedelta(days=start), ends_on=DAY + timedelta(days=start + 1), now=MONDAY
        )
    one = Break.objects.get()
    assert (one.starts_on, one.ends_on) == (DAY, DAY + timedelta(days=5))


@pytest.mark.parametrize(
    ("first", "last", "field"), [(3, 2, "ends_on"), (-61, -60, "starts_on"), (400, 401, "starts_on"), (0, 90, "ends_on")]
)
def test_a_break_that_makes_no_sense_is_refused_by_name(ada, first, last, field):
    with pytest.raises(BadInput) as refused:
        services.take_break(learner=ada, starts_on=DAY + timedelta(days=first), ends_on=DAY + timedelta(days=last), now=MONDAY)
    assert refused.value.field == field and refused.value.mend


def test_a_target_says_the_minutes_that_it_takes_and_what_fewer_do(ada):
    services.change_settings(learner=ada, zone="UTC", daily_minutes=3, day_turns_at=4, theme="auto", now=MONDAY)
    services.set_target(learner=ada, path_slug="arrows", day=DAY + timedelta(days=1), now=MONDAY)
    (target,) = selectors.targets_of(ada, MONDAY)
    assert target.state == "behind" and target.minutes is not None and 3 < target.minutes <= 6
    assert target.done_on is not None and target.done_on > target.day
    services.set_target(learner=ada, path_slug="arrows", day=DAY + timedelta(days=20), now=MONDAY)
    (target,) = selectors.targets_of(ada, MONDAY)
    assert target.state == "on" and target.minutes == 3
    services.set_target(learner=ada, path_slug="arrows", day=None, now=MONDAY)
    assert not PathTarget.objects.exists()


def test_a_target_is_reckoned_again_each_day_and_after_a_change_of_minutes(ada):
    services.set_target(learner=ada, path_slug="arrows", day=DAY + timedelta(days=3), now=MONDAY)
    first = PathTarget.objects.get().done_on
    services.open_day(learner=ada, now=later(2))
    again = PathTarget.objects.get()
    assert again.reckoned_on == DAY + timedelta(days=2) and again.done_on > first
    services.change_settings(learner=ada, zone="UTC", daily_minutes=30, day_turns_at=4, theme="auto", now=later(2))
    assert PathTarget.objects.get().done_on == DAY + timedelta(days=2)
    reckon_again(learner=learner("bob"), day=DAY)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_target_that_nobody_can_meet_is_refused(ada, days):
    with pytest.raises(BadInput):
        services.set_target(learner=ada, path_slug="arrows", day=DAY + timedelta(days=days), now=MONDAY)
    with pytest.raises(NotFound):
        services.set_target(learner=ada, path_slug="nowhere", day=date(2026, 5, 5), now=MONDAY)


def test_no_more_is_asked_on_the_day_after_a_break_than_on_any_other(ada):
    for slug in ("lengths", "angles", "search"):
        take_lesson(ada, slug, MONDAY)
    answer(ada, "norm-again", MONDAY)
    services.take_break(learner=ada, starts_on=DAY + timedelta(days=1), ends_on=DAY + timedelta(days=40), now=MONDAY)
    services.open_day(learner=ada, now=later(41))
    assert selectors.today_for(ada, later(41)).seconds_total <= 60 * ada.daily_minutes
