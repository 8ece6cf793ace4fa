"""What an answer and work on code teach of the time that things take, and that a plan goes by it."""

import pytest

from exercises.models import Exercise, ItemRevision
from lessons.models import Lesson, LessonRevision
from tests.helpers import MONDAY, answer, later, settle, submit, take_lesson
from tutor import services
from tutor.models import CodeTime, ExercisePace, ItemPace, LearnerPace
from tutor.rules.pace import LONGEST_SECONDS


def test_an_answer_moves_the_items_median_and_the_learners_pace(ada):
    answer(ada, "norm-which", MONDAY, seconds=90)
    item, pace = ItemPace.objects.get(), LearnerPace.objects.get(kind="quiz")
    assert 30 < item.median < 40
    assert (item.answers, pace.answers) == (1, 1)
    assert 1 < pace.factor < 1.2


def test_a_second_asking_on_the_same_day_and_a_clock_that_did_not_run_teach_nothing(ada):
    answer(ada, "norm-which", MONDAY, seconds=90)
    answer(ada, "norm-which", MONDAY, seconds=5)
    answer(ada, "norm-again", MONDAY, seconds=0)
    assert ItemPace.objects.get().answers == 1


def test_a_clock_left_running_is_bounded(ada):
    answer(ada, "norm-which", MONDAY, seconds=10**6)
    assert ada.attempts.get().seconds == LONGEST_SECONDS


def test_work_on_code_is_timed_between_its_acts_without_the_pauses(ada):
    services.save_draft(learner=ada, exercise_slug="norm", source="a", now=MONDAY)
    services.save_draft(learner=ada, exercise_slug="norm", source="ab", now=later(minutes=2))
    services.save_draft(learner=ada, exercise_slug="norm", source="abc", now=later(hours=3))
    last = submit(ada, later(hours=3, minutes=1))
    assert CodeTime.objects.get().seconds == 120 + 300 + 60
    settle(last, later(hours=3, minutes=1))
    passed = ExercisePace.objects.get()
    assert passed.answers == 1 and passed.median > 120
    assert LearnerPace.objects.get().kind == "code"
    services.save_draft(learner=ada, exercise_slug="norm", source="later", now=later(hours=3, minutes=4))
    assert CodeTime.objects.get().seconds == 480, "after passing nothing is timed"


@pytest.mark.parametrize(("factor", "fits"), [(0.5, True), (3.0, False)])
def test_the_plan_counts_with_the_pace_of_the_learner(ada, factor, fits):
    ada.daily_minutes = 4
    ada.save()
    LearnerPace.objects.create(learner=ada, kind="code", factor=factor, answers=50)
    picks = services.open_day(learner=ada, now=MONDAY).document["picks"]
    assert ("write" in [pick["key"] for pick in picks]) == fits
    assert sum(pick["seconds"] for pick in picks) <= 1.1 * 240


def test_the_plan_counts_with_the_medians_of_all(ada):
    take_lesson(ada, "lengths", MONDAY)
    ItemPace.objects.update(median=77.0)
    for revision in ItemRevision.objects.filter(pace=None):
        ItemPace.objects.create(item_revision=revision, median=77.0, answers=9)
    ExercisePace.objects.update_or_create(exercise_revision=Exercise.objects.get().current, defaults={"median": 60.0})
    LearnerPace.objects.all().delete()
    picks = services.open_day(learner=ada, now=later(5)).document["picks"]
    assert {pick["seconds"] for pick in picks if pick["kind"] == "review"} == {77}
    assert {pick["seconds"] for pick in picks if pick["step_kind"] == "check"} <= {77}


def test_reading_moves_the_pace_of_reading_alone_and_only_once(ada):
    for _ in range(2):
        services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY, seconds=90)
    pace = LearnerPace.objects.get()
    assert (pace.kind, pace.answers) == ("read", 1) and pace.factor > 1
    services.finish_step(learner=ada, lesson_slug="search", step_key="nearest", now=MONDAY)
    assert LearnerPace.objects.get().answers == 1, "nothing is learned where nothing was timed"


def test_an_exercise_of_two_steps_has_one_time_of_which_each_has_its_part(ada):
    revision = Lesson.objects.get(slug="lengths").current
    write = next(step for step in revision.steps if step["key"] == "write")
    write["seconds"] = 60
    document = revision.document | {"steps": [*revision.steps, write | {"key": "hand-in", "seconds": 30}]}
    LessonRevision.objects.filter(pk=revision.pk).update(document=document)
    ExercisePace.objects.create(exercise_revision=Exercise.objects.get().current, median=120.0, answers=9)
    ada.daily_minutes = 15
    ada.save()
    picks = services.open_day(learner=ada, now=MONDAY).document["picks"]
    assert {pick["key"]: pick["seconds"] for pick in picks if pick["step_kind"] == "code"} == {"write": 80, "hand-in": 40}


def test_an_exercise_that_was_left_goes_on_another_day_with_what_is_left_of_it(ada):
    ada.daily_minutes = 3
    ada.save()
    ExercisePace.objects.create(exercise_revision=Exercise.objects.get().current, median=400.0, answers=9)
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    answer(ada, "norm-which", MONDAY, lesson_slug="lengths", step_key="which")

    def next_work(day):
        for later_day in range(day, day + 3):
            picks = services.open_day(learner=ada, now=later(later_day)).document["picks"]
            if found := [pick for pick in picks if pick["step_kind"] == "code"]:
                return later_day, found[0]
        raise AssertionError("there is no such day")

    day, first = next_work(1)
    assert first["seconds"] > 180 and "longer than your day" in first["why"]
    for minutes in (0, 1):
        services.save_draft(learner=ada, exercise_slug="norm", source=f"# {minutes}", now=later(day, minutes=minutes))
    _, again = next_work(day + 1)
    assert again["seconds"] < first["seconds"] and "1 min into it, and your code is kept" in again["why"]
