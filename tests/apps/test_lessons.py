"""Going through a lesson: steps in their order, each done and paid once, in the revision that was begun."""

import pytest

from tests.helpers import LESSONS, MONDAY, answer, later, revise_lesson, step, take_lesson
from tutor import selectors, services
from tutor.errors import NotFound, StepLocked
from tutor.models import Enrolment, LessonProgress, StepDone, XpEntry


def finish(user, key, now=MONDAY, lesson="lengths"):
    return services.finish_step(learner=user, lesson_slug=lesson, step_key=key, now=now)


def test_a_step_that_was_read_is_done_and_paid_once(ada):
    for _ in range(2):
        outcome = finish(ada, "sight")
        assert (outcome.next_key, outcome.lesson_finished) == ("which", False)
    assert StepDone.objects.count() == 1
    assert XpEntry.objects.get().effort_seconds == 15


def test_steps_come_in_their_order(ada):
    with pytest.raises(StepLocked):
        finish(ada, "takeaways")
    assert not StepDone.objects.exists()


@pytest.mark.parametrize("key", ["which", "write"])
def test_a_question_or_exercise_is_not_done_by_leafing_on(ada, key):
    finish(ada, "sight")
    if key == "write":
        answer(ada, "norm-which", MONDAY, lesson_slug="lengths", step_key="which")
    with pytest.raises(StepLocked) as refused:
        finish(ada, key)
    assert refused.value.mend == "Answer first."


@pytest.mark.parametrize(("lesson", "key"), [("nothing", "sight"), ("lengths", "nothing")])
def test_a_lesson_or_step_that_does_not_exist_is_refused(ada, lesson, key):
    with pytest.raises(NotFound):
        finish(ada, key, lesson=lesson)


def test_the_last_step_finishes_the_lesson(ada):
    assert take_lesson(ada, "lengths", MONDAY).lesson_finished
    progress = LessonProgress.objects.get()
    assert progress.finished_at == MONDAY
    finish(ada, "takeaways", later(1))
    progress.refresh_from_db()
    assert progress.finished_at == MONDAY


def test_who_is_in_the_middle_of_a_lesson_keeps_its_revision(ada):
    finish(ada, "sight")
    revise_lesson("lengths", [step("read", "all-new", 30)])
    assert selectors.step_for(ada, "lengths", None, MONDAY).step["key"] == "which"
    answer(ada, "norm-which", MONDAY, lesson_slug="lengths", step_key="which")
    assert services.start_lesson(learner=ada, lesson_slug="lengths", now=later(3)).revision.digest == "lengths-1"


def test_enrolling_twice_is_enrolling_once(ada):
    services.enrol(learner=ada, path_slug="arrows", now=later(1))
    assert Enrolment.objects.get().at == MONDAY
    with pytest.raises(NotFound):
        services.enrol(learner=ada, path_slug="nothing", now=MONDAY)


def test_a_step_knows_its_neighbours(ada):
    services.open_day(learner=ada, now=MONDAY)
    view = selectors.step_for(ada, "lengths", "sight", MONDAY)
    assert (view.index, view.count, view.done, view.open) == (0, 4, False, True)
    assert (view.back_url, view.next_url) == ("", "/learn/arrows/lengths/which/")
    assert view.seconds_left == 200
    assert [key.open for key in view.keys] == [True, False, False, False]
    last = selectors.step_for(ada, "lengths", "takeaways", MONDAY)
    assert (last.back_url, last.next_url) == ("/learn/arrows/lengths/write/", "/today/go/")


def test_a_day_that_ends_in_a_lesson_leads_back_to_the_day(ada):
    ada.daily_minutes = 3
    ada.save()
    services.open_day(learner=ada, now=MONDAY)
    assert [pick.key for pick in selectors.today_for(ada, MONDAY).picks][-1] == "lengths/which"
    assert selectors.step_for(ada, "lengths", "which", MONDAY).next_url == "/today/go/"
    assert selectors.step_for(ada, "angles", "turning", MONDAY).next_url == "/learn/arrows/angles/dot/", "it is not planned"


def test_a_finished_lesson_opens_at_its_first_step(ada):
    take_lesson(ada, "lengths", MONDAY)
    view = selectors.step_for(ada, "lengths", None, MONDAY)
    assert (view.step["key"], view.seconds_left) == (LESSONS["lengths"][0]["key"], 0)
    assert all(key.open and key.done for key in view.keys)


def test_a_clock_that_was_put_back_between_breaks_no_lesson(ada):
    finish(ada, "nearest", now=later(hours=1), lesson="search")
    assert finish(ada, "search-recap", now=MONDAY, lesson="search").lesson_finished
    assert LessonProgress.objects.get().finished_at == later(hours=1)
