"""Reads: what the screens are told, in a number of queries that does not grow with the history."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Attempt, Item
from lessons.models import Concept
from tests.helpers import LESSONS, MONDAY, answer, later, learner, pass_code, revise_lesson, take_lesson
from tutor import selectors, services
from tutor.errors import NotFound
from tutor.models import ConceptMemory, LearnerDay, Review, XpEntry
from tutor.selectors.digest import digests_for


def remember_much(user, count):
    """A history of `count` answers over as many days, written as rows."""
    item = Item.objects.select_related("current", "concept").get(slug="norm-which")
    moments = [MONDAY - timedelta(days=count - n) for n in range(count)]
    attempts = Attempt.objects.bulk_create(
        Attempt(
            learner=user,
            item=item,
            revision=item.current,
            number=n + 1,
            seed=n,
            response={"choice": "a"},
            score=1.0,
            seconds=9,
            day=moment.date(),
            at=moment,
        )
        for n, moment in enumerate(moments)
    )
    common = [{"learner": user, "day": one.day, "at": one.at} for one in attempts]
    Review.objects.bulk_create(
        Review(**base, concept=item.concept, attempt=one, rating=3, counted=True, due_on=one.day)
        for one, base in zip(attempts, common, strict=True)
    )
    XpEntry.objects.bulk_create(
        XpEntry(**base, cause=f"attempt:{one.pk}", effort_seconds=30) for one, base in zip(attempts, common, strict=True)
    )
    LearnerDay.objects.bulk_create(LearnerDay(learner=user, day=one.day, zone="UTC", finished_at=one.at) for one in attempts)
    for concept in Concept.objects.all():
        ConceptMemory.objects.create(
            learner=user,
            concept=concept,
            stability=3.0,
            difficulty=5.0,
            reviewed_on=later(-5).date(),
            due_on=later(-2).date(),
            repetitions=count,
        )


SCREENS = {
    "today": lambda user: selectors.today_for(user, MONDAY),
    "path": lambda user: selectors.path_map(user, "arrows", MONDAY),
    "step": lambda user: selectors.step_for(user, "lengths", "sight", MONDAY),
    "exercise": lambda user: selectors.exercise_for(user, "norm", MONDAY),
    "summary": lambda user: selectors.day_summary(user, MONDAY.date(), MONDAY),
    "profile": lambda user: selectors.profile_for(user, MONDAY),
    "open day": lambda user: services.open_day(learner=user, now=later(1)),
    "question": lambda user: services.question_for(learner=user, item_slug="norm-which", now=MONDAY),
    "answer": lambda user: answer(user, "norm-which", MONDAY),
}


@pytest.fixture
def histories(course):
    """Two learners with 10 and with 5,000 answers behind them. The question was asked before: its first row is made but once."""
    first = learner("first")
    for moment in (later(-9), later(-2)):
        answer(first, "norm-which", moment)
    users = [learner("new"), learner("old")]
    for user, count in zip(users, (10, 5000), strict=True):
        remember_much(user, count)
        services.open_day(learner=user, now=MONDAY)
    return users


def test_no_screen_asks_the_database_more_often_after_5000_answers(histories):
    asked = {}
    for user in histories:
        for name, screen in SCREENS.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                screen(user)
            asked.setdefault(name, []).append(len(queries))
    assert {name: counts for name, counts in asked.items() if len(set(counts)) > 1} == {}
    assert asked["today"][0] <= 14
    assert asked["path"][0] <= 9
    assert asked["step"][0] <= 8
    assert asked["exercise"][0] <= 12
    assert asked["profile"][0] <= 13


def test_a_screen_is_made_of_values_that_need_no_database_any_more(ada, django_assert_num_queries):
    take_lesson(ada, "lengths", MONDAY)
    views = [screen(ada) for name, screen in SCREENS.items() if name not in {"open day", "question", "answer"}]
    with django_assert_num_queries(0):
        assert all(repr(view) for view in views)


def test_the_map_shows_what_is_done_begun_and_remembered(ada):
    take_lesson(ada, "lengths", MONDAY)
    services.start_lesson(learner=ada, lesson_slug="angles", now=MONDAY)
    shown = selectors.path_map(ada, "arrows", later(3))
    lessons = shown.phases[0].lessons
    assert [lesson.state for lesson in lessons] == ["done", "started", "open"]
    assert (shown.lessons_done, shown.lessons_total, shown.enrolled) == (1, 3, True)
    assert shown.next_url == "/learn/arrows/angles/"
    assert 0.8 < lessons[0].recall < 1
    assert lessons[1].recall is None
    assert [concept.slug for concept in lessons[0].concepts] == ["norm", "empty-sum"]


def test_a_path_that_does_not_exist_is_refused(ada):
    with pytest.raises(NotFound):
        selectors.path_map(ada, "nothing", MONDAY)


def test_the_summary_tells_what_was_learned_and_when_it_comes_back(ada):
    ada.daily_minutes = 12
    ada.save()
    take_lesson(ada, "lengths", MONDAY)
    answer(ada, "dot-which", MONDAY, right=False)
    shown = selectors.day_summary(ada, MONDAY.date(), MONDAY)
    assert [one.title for one in shown.steps] == [one["title"] for one in LESSONS["lengths"]]
    assert {gain.slug: gain.recall_before for gain in shown.concepts} == {"norm": None, "empty-sum": None, "dot": None}
    assert (shown.reviews_right, shown.reviews_total) == (3, 4)
    assert shown.effort_seconds == 15 + 30 + 120 + 10 + 15
    assert shown.coming[0].title == "Dot"
    assert shown.coming[0].due_on == later(1).date()
    assert not shown.finished
    quiet = selectors.day_summary(ada, later(-1).date(), MONDAY)
    assert (quiet.steps, quiet.effort_seconds, quiet.concepts) == ((), 0, ())


def test_a_summary_of_a_later_day_knows_what_was_expected_before(ada):
    answer(ada, "norm-which", MONDAY)
    answer(ada, "norm-again", later(4))
    (gain,) = selectors.day_summary(ada, later(4).date(), later(4)).concepts
    assert 0.7 < gain.recall_before < 0.95


def test_of_acts_of_one_moment_that_is_the_first_which_folds_take_first(ada):
    """Two devices that were without a connection may have answered in the same moment, and either may sync before the other."""
    answer(ada, "norm-again", MONDAY, right=False, event_id=uuid.UUID(int=2))
    answer(ada, "norm-which", MONDAY, event_id=uuid.UUID(int=1))
    (gain,) = selectors.day_summary(ada, MONDAY.date(), MONDAY).concepts
    assert (gain.recall_before, gain.right) == (None, False)
    days = {ada.pk: later(1).date()}
    (brighter,) = digests_for([ada], days)[ada.pk].brighter
    assert brighter.growth == brighter.recall, "it was new"


def test_the_week_of_a_newcomer_begins_with_the_day_they_joined(ada):
    ada.date_joined = later(2)
    dots = selectors.today_for(ada, later(2)).streak.days
    assert [dot.state for dot in dots] == ["today"] + ["ahead"] * 6
    dots = selectors.today_for(ada, later(4)).streak.days
    assert [dot.state for dot in dots] == ["missed", "missed", "today"] + ["ahead"] * 4
    assert selectors.today_for(ada, later(7)).streak.days[0].date == later(7).date(), "from then on, weeks begin on Mondays"


def test_the_profile_adds_up(ada):
    take_lesson(ada, "lengths", MONDAY)
    pass_code(ada, MONDAY)
    shown = selectors.profile_for(ada, later(1))
    assert (shown.totals.lessons_done, shown.totals.exercises_passed) == (1, 1)
    assert (shown.totals.answers, shown.totals.answers_right) == (3, 3)
    assert shown.totals.effort_seconds == 175
    assert sum(day.effort_seconds for day in shown.heat) == 175
    assert 7 * 11 < len(shown.heat) <= 7 * 12
    assert shown.heat[0].date.weekday() == 0
    assert shown.heat[-1].date == later(1).date()
    assert [memory.slug for memory in shown.memories] == ["empty-sum", "norm"]


def test_due_concepts_that_do_not_fit_are_counted(ada):
    ada.daily_minutes = 3
    ada.save()
    remember_much(ada, 1)
    revise_lesson("lengths", LESSONS["lengths"])
    services.open_day(learner=ada, now=MONDAY)
    today = selectors.today_for(ada, MONDAY)
    assert today.due_count + sum(pick.kind == "review" for pick in today.picks) == 4


def test_today_ends_when_the_learners_day_turns(ada):
    ada.zone, ada.day_turns_at = "Asia/Tokyo", 5
    assert selectors.today_for(ada, MONDAY).ends_at.isoformat() == "2026-03-02T20:00:00+00:00"


def test_an_account_from_a_machine_with_other_zones_lives_in_utc(ada):
    ada.zone = "Europe/Atlantis"
    assert selectors.today_for(ada, MONDAY).day == MONDAY.date()
