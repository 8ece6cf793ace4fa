"""A day: planned once, stable, finished once."""

import pytest

from lessons.models import Lesson
from tests.helpers import LESSONS, MONDAY, answer, finish_today, later, revise_lesson, step, take_lesson
from tutor import selectors, services
from tutor.errors import BadInput
from tutor.models import DayPlan, LearnerDay, LessonProgress


def test_a_newcomer_gets_the_first_lesson_within_the_minutes(ada):
    services.open_day(learner=ada, now=MONDAY)
    today = selectors.today_for(ada, MONDAY)
    assert [pick.key for pick in today.picks[:4]] == [f"lengths/{one['key']}" for one in LESSONS["lengths"]]
    assert today.seconds_total <= ada.daily_minutes * 60
    assert today.picks[0].why == "begins “Lengths”"
    assert today.next_url == today.picks[0].url == "/learn/arrows/lengths/sight/"


def test_a_plan_is_composed_once_and_stays_when_things_are_answered(ada):
    before = services.open_day(learner=ada, now=MONDAY)
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    answer(ada, "norm-which", MONDAY, lesson_slug="lengths", step_key="which")
    answer(ada, "dot-which", MONDAY)
    after = services.open_day(learner=ada, now=later(hours=12))
    assert after.document == before.document
    assert DayPlan.objects.count() == 1


def test_picks_are_done_by_doing_them(ada):
    services.open_day(learner=ada, now=MONDAY)
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    today = selectors.today_for(ada, MONDAY)
    assert [pick.done for pick in today.picks[:2]] == [True, False]
    assert today.seconds_left == today.seconds_total - 30
    assert today.effort_seconds_today == 15


def test_the_last_pick_finishes_the_day_exactly_once(ada):
    services.open_day(learner=ada, now=MONDAY)
    assert not selectors.today_for(ada, MONDAY).finished
    finish_today(ada, MONDAY)
    today = selectors.today_for(ada, MONDAY)
    assert today.finished
    assert today.next_url == "/today/2026-03-02/"
    assert (today.streak.current, today.streak.today_done) == (1, True)
    answer(ada, "norm-again", later(hours=1))
    assert LearnerDay.objects.count() == 1


def test_what_was_learned_comes_back_as_a_review_with_its_reason(ada):
    ada.daily_minutes = 7
    ada.save()
    services.open_day(learner=ada, now=MONDAY)
    finish_today(ada, MONDAY)
    due_on = ada.concept_memories.order_by("due_on").first().due_on
    now = later((due_on - MONDAY.date()).days)
    services.open_day(learner=ada, now=now)
    first = selectors.today_for(ada, now).picks[0]
    assert first.kind == "review"
    assert "% likely to be remembered today" in first.why
    assert any(pick.kind == "step" for pick in selectors.today_for(ada, now).picks)


def test_a_review_asks_the_item_that_was_asked_longest_ago(ada):
    answer(ada, "norm-which", MONDAY)
    services.open_day(learner=ada, now=later(5))
    assert selectors.today_for(ada, later(5)).picks[0].key == "norm-again"


def test_the_first_thing_done_opens_the_day(ada):
    take_lesson(ada, "lengths", MONDAY)
    assert selectors.today_for(ada, MONDAY).opened
    assert [pick.done for pick in selectors.today_for(ada, MONDAY).picks[:4]] == [True] * 4


def test_more_of_today_comes_only_after_the_plan_and_adds_to_it(ada):
    ada.daily_minutes = 7
    ada.save()
    plan = services.open_day(learner=ada, now=MONDAY)
    assert services.extend_day(learner=ada, now=MONDAY).document == plan.document
    finish_today(ada, MONDAY)
    more = services.extend_day(learner=ada, now=MONDAY)
    planned = len(plan.document["picks"])
    assert more.document["picks"][:planned] == plan.document["picks"]
    assert len(more.document["picks"]) > planned
    assert services.extend_day(learner=ada, now=MONDAY).document == more.document, "a double click adds once"
    assert not selectors.today_for(ada, MONDAY).finished
    finish_today(ada, MONDAY)
    assert LearnerDay.objects.count() == 1


def test_a_day_with_nothing_to_do_is_planned_again_when_there_is(ada):
    for slug in LESSONS:
        take_lesson(ada, slug, MONDAY)
    services.open_day(learner=ada, now=later(1))
    assert selectors.today_for(ada, later(1)).picks == ()
    revise_lesson("search", LESSONS["search"])
    lesson = Lesson.objects.get(slug="search")
    LessonProgress.objects.filter(lesson=lesson).delete()
    ada.steps_done.filter(lesson=lesson).delete()
    services.open_day(learner=ada, now=later(1))
    assert [pick.key for pick in selectors.today_for(ada, later(1)).picks] == ["search/nearest", "search/search-recap"]


def test_practice_on_a_day_without_a_plan_to_do_counts_for_the_streak(ada):
    for slug in LESSONS:
        take_lesson(ada, slug, MONDAY)
    assert answer(ada, "norm-again", later(1)).day_finished


def test_publishing_between_plan_and_lesson_leaves_the_plan_doable(ada):
    services.open_day(learner=ada, now=MONDAY)
    revise_lesson("lengths", [step("read", "all-new", 30)])
    revise_lesson("angles", [step("read", "new-too", 30)])
    finish_today(ada, MONDAY)
    assert LearnerDay.objects.count() == 1


def test_a_lesson_that_was_retired_after_planning_can_still_be_finished(ada):
    services.open_day(learner=ada, now=MONDAY)
    Lesson.objects.update(retired_at=MONDAY)
    finish_today(ada, MONDAY)
    assert LearnerDay.objects.count() == 1
    services.open_day(learner=ada, now=later(1))
    assert not any(pick.kind == "step" for pick in selectors.today_for(ada, later(1)).picks)


def test_new_minutes_replan_a_day_of_which_nothing_was_done(ada):
    services.open_day(learner=ada, now=MONDAY)
    settings = {"zone": "Europe/Berlin", "day_turns_at": 4, "theme": "dark"}
    services.change_settings(learner=ada, daily_minutes=3, now=MONDAY, **settings)
    assert selectors.today_for(ada, MONDAY).seconds_total <= 180
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    changed = services.change_settings(learner=ada, daily_minutes=30, now=MONDAY, **settings)
    assert selectors.today_for(changed, MONDAY).seconds_total <= 180
    assert (changed.zone, changed.theme) == ("Europe/Berlin", "dark")


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Mars/Olympus"), ("daily_minutes", 2), ("daily_minutes", 61), ("day_turns_at", 13), ("theme", "pink")],
)
def test_settings_that_make_no_sense_are_refused_by_name(ada, field, value):
    good = {"zone": "UTC", "daily_minutes": 6, "day_turns_at": 4, "theme": "auto"}
    with pytest.raises(BadInput) as refused:
        services.change_settings(learner=ada, now=MONDAY, **good | {field: value})
    assert refused.value.field == field
    assert refused.value.mend
