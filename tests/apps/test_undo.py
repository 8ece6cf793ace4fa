"""Taking the last answer back: whatever it did vanishes, and the question comes again as it was."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command

from exercises.models import Attempt
from tests.helpers import MONDAY, answer, learner, pass_code, take_lesson
from tests.play import play_day
from tutor import services
from tutor.errors import NotFound, StaleQuestion
from tutor.models import ConceptMemory, Event, Kind, LearnerDay, LessonProgress, Review, StepDone, XpEntry

LATER = MONDAY + timedelta(minutes=1)


def last_answer(user) -> uuid.UUID:
    return Attempt.objects.filter(learner=user).latest("at").client_id


def undo(user, now=LATER, **more):
    return services.undo_last(learner=user, answer=last_answer(user), now=now, **more)


def test_an_undone_answer_leaves_nothing_but_its_events(ada):
    asked = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    answer(ada, "norm-which", MONDAY, right=False)
    assert undo(ada).item_slug == "norm-which"
    assert not any(model.objects.exists() for model in (Attempt, Review, XpEntry, ConceptMemory))
    assert set(Event.objects.values_list("kind", flat=True)) >= {Kind.ANSWERED, Kind.UNDONE}
    assert services.question_for(learner=ada, item_slug="norm-which", now=LATER) == asked, "with the same values"


def test_a_memory_is_again_as_it_was_before_the_slip(ada):
    answer(ada, "norm-which", MONDAY)
    before = ConceptMemory.objects.get().as_rule()
    then = MONDAY + timedelta(days=9)
    answer(ada, "norm-again", then, right=False)
    assert ConceptMemory.objects.get().as_rule() != before
    undo(ada, then + timedelta(seconds=5))
    assert ConceptMemory.objects.get().as_rule() == before
    answer(ada, "norm-again", then + timedelta(seconds=9))
    assert ConceptMemory.objects.get().lapses == 0 and Review.objects.count() == 2


def test_the_last_answer_of_a_day_and_of_a_lesson_can_be_taken_back(ada):
    ada.daily_minutes = 3
    ada.save()
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    answer(ada, "norm-which", MONDAY, lesson_slug="lengths", step_key="which")
    pass_code(ada, MONDAY + timedelta(seconds=10))
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="takeaways", now=MONDAY + timedelta(seconds=20))
    play_day(ada, MONDAY + timedelta(seconds=30))
    tomorrow = MONDAY + timedelta(days=1)
    for _ in range(5):
        services.open_day(learner=ada, now=tomorrow)
        play_day(ada, tomorrow)
        if Attempt.objects.filter(learner=ada).latest("at").at >= tomorrow:
            break
        tomorrow += timedelta(days=1)
    assert LearnerDay.objects.filter(day=tomorrow.date()).exists()
    steps = StepDone.objects.count()
    undone = undo(ada, tomorrow + timedelta(minutes=9))
    assert not LearnerDay.objects.filter(day=tomorrow.date()).exists()
    assert StepDone.objects.count() == steps - bool(undone.step_key)


def test_a_step_that_an_earlier_answer_did_stays_done(ada):
    take_lesson(ada, "angles", MONDAY)
    answer(ada, "dot-which", LATER, lesson_slug="angles", step_key="dot")
    undo(ada, LATER)
    assert StepDone.objects.filter(step_key="dot").exists()
    assert LessonProgress.objects.get(lesson__slug="angles").finished_at is not None


def test_undoing_twice_is_undoing_once(ada):
    answer(ada, "norm-which", MONDAY)
    answer(ada, "norm-again", LATER)
    slip, sent = last_answer(ada), uuid.uuid4()
    for _ in range(2):
        services.undo_last(learner=ada, answer=slip, now=LATER, event_id=sent)
    services.undo_last(learner=ada, answer=slip, now=LATER)
    assert Attempt.objects.count() == 1 and Event.objects.filter(kind=Kind.UNDONE).count() == 1


def test_only_the_newest_answer_of_today_can_be_taken_back(ada):
    answer(ada, "norm-which", MONDAY)
    first = last_answer(ada)
    with pytest.raises(StaleQuestion) as refused:
        undo(ada, MONDAY + timedelta(days=1))
    assert refused.value.field == "answer"
    answer(ada, "norm-again", LATER)
    with pytest.raises(StaleQuestion):
        services.undo_last(learner=ada, answer=first, now=LATER)
    undo(ada, LATER)
    undo(ada, LATER)
    assert not Attempt.objects.exists(), "one after another they can"


def test_a_hint_that_was_opened_before_the_slip_counts_for_the_next_answer(ada):
    answer(ada, "norm-which", MONDAY, right=False, hints_used=1)
    undo(ada)
    asked = services.question_for(learner=ada, item_slug="norm-which", now=LATER)
    assert asked.hints_used == 1, "the page shows it open"
    answer(ada, "norm-which", LATER)
    review = Review.objects.get()
    assert (review.rating, review.attempt.hints_used) == (2, 1)
    effort = XpEntry.objects.get().effort_seconds
    call_command("refold")
    assert Review.objects.get().rating == 2 and XpEntry.objects.get().effort_seconds == effort
    assert services.question_for(learner=ada, item_slug="norm-which", now=LATER).hints_used == 0, "the next is another question"


def test_nobody_takes_back_what_somebody_else_answered(ada):
    answer(ada, "norm-which", MONDAY)
    with pytest.raises(NotFound):
        services.undo_last(learner=learner("bob"), answer=last_answer(ada), now=LATER)


def test_an_answer_that_was_taken_back_is_not_told_again_by_a_retry(ada):
    event_id = uuid.uuid4()
    answer(ada, "norm-which", MONDAY, event_id=event_id)
    undo(ada)
    with pytest.raises(StaleQuestion):
        answer(ada, "norm-which", LATER, event_id=event_id)
