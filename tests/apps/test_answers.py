"""Asking and answering: one effect per asking, however often it arrives."""

import pytest

from exercises.models import Attempt
from tests.helpers import MONDAY, answer, later, learner, option
from tutor import services
from tutor.errors import BadInput, NotFound, StaleQuestion
from tutor.models import ConceptMemory, Review, StepDone, XpEntry


def test_looking_twice_gives_the_same_question(ada):
    first = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    assert services.question_for(learner=ada, item_slug="norm-which", now=later(1)) == first
    assert first.number == 1


def test_after_an_answer_the_next_asking_has_another_seed(ada):
    first = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    answer(ada, "norm-which", MONDAY)
    second = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    assert (second.number, second.answered_today) == (2, True)
    assert second.seed != first.seed


def test_two_learners_get_different_seeds(ada):
    bob = learner("bob")
    seeds = {services.question_for(learner=user, item_slug="norm-which", now=MONDAY).seed for user in (ada, bob)}
    assert len(seeds) == 2


def test_a_right_answer_is_good_and_comes_back_in_days(ada):
    outcome = answer(ada, "norm-which", MONDAY)
    assert outcome.mark.correct
    assert outcome.rating == 3
    assert outcome.days_until_due >= 2
    assert outcome.effort_seconds == 30
    assert outcome.explanation.why == "Because it is."
    memory = ConceptMemory.objects.get(learner=ada, concept__slug="norm")
    assert memory.due_on == outcome.due_on


@pytest.mark.parametrize(
    ("more", "rating"),
    [({"right": False}, 1), ({"hints_used": 1}, 2), ({"seconds": 500}, 2), ({}, 3)],
)
def test_help_and_struggle_are_rated(ada, more, rating):
    assert answer(ada, "norm-which", MONDAY, **more).rating == rating


def test_the_same_answer_twice_has_the_same_outcome_and_one_effect(ada):
    asked = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    sent = {
        "learner": ada,
        "item_slug": "norm-which",
        "revision": asked.revision_id,
        "number": 1,
        "seconds": 20,
        "hints_used": 0,
    }
    first = services.answer_item(**sent, response=option(asked, right=True), now=MONDAY)
    # The double click may even bring another response: the first one counted.
    second = services.answer_item(**sent, response=option(asked, right=False), now=later(seconds=1))
    assert (first.repeated, second.repeated) == (False, True)
    assert (second.mark, second.response, second.rating, second.due_on) == (
        first.mark,
        first.response,
        first.rating,
        first.due_on,
    )
    assert second.effort_seconds == first.effort_seconds == 30
    assert (Attempt.objects.count(), Review.objects.count(), XpEntry.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("number", [-1, 0, 3, 99])
def test_an_asking_that_is_not_open_is_refused(ada, number):
    answer(ada, "norm-which", MONDAY)
    asked = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    with pytest.raises(StaleQuestion):
        services.answer_item(
            learner=ada,
            item_slug="norm-which",
            revision=asked.revision_id,
            number=number,
            response=option(asked, right=True),
            seconds=1,
            hints_used=0,
            now=MONDAY,
        )


@pytest.mark.parametrize("response", [{}, {"choice": 7}, {"choice": "zzz"}, {"choices": []}, [], None])
def test_a_malformed_response_is_refused_with_its_field_and_changes_nothing(ada, response):
    with pytest.raises(BadInput) as refused:
        answer(ada, "norm-which", MONDAY, response=response)
    assert refused.value.field
    assert not Attempt.objects.exists()
    assert not ConceptMemory.objects.exists()


def test_a_revision_of_another_item_is_refused(ada):
    asked = services.question_for(learner=ada, item_slug="dot-which", now=MONDAY)
    with pytest.raises(NotFound):
        services.answer_item(
            learner=ada,
            item_slug="norm-which",
            revision=asked.revision_id,
            number=1,
            response=option(asked, right=True),
            seconds=1,
            hints_used=0,
            now=MONDAY,
        )


def test_an_item_that_does_not_exist_is_refused(ada):
    with pytest.raises(NotFound):
        services.question_for(learner=ada, item_slug="nothing", now=MONDAY)


def test_a_check_step_is_done_by_answering_right_or_wrong(ada):
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    outcome = answer(ada, "norm-which", MONDAY, right=False, lesson_slug="lengths", step_key="which")
    assert StepDone.objects.filter(learner=ada, step_key="which").count() == 1
    assert outcome.next_url == "/learn/arrows/lengths/write/"


def test_an_answer_cannot_finish_a_step_that_asks_something_else(ada):
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=MONDAY)
    with pytest.raises(NotFound):
        answer(ada, "norm-again", MONDAY, lesson_slug="lengths", step_key="which")
    assert not Attempt.objects.exists()


def test_a_second_answer_on_the_day_is_recorded_but_neither_counts_nor_pays(ada):
    answer(ada, "norm-which", MONDAY)
    before = ConceptMemory.objects.get()
    again = answer(ada, "norm-which", later(hours=1))
    after = ConceptMemory.objects.get()
    assert (after.stability, after.due_on, after.repetitions) == (before.stability, before.due_on, 1)
    assert not again.repeated
    assert again.effort_seconds == 0
    assert list(Review.objects.order_by("at").values_list("counted", flat=True)) == [True, False]


def test_a_miss_after_a_pass_on_the_same_day_brings_it_back_tomorrow(ada):
    answer(ada, "norm-which", MONDAY)
    assert answer(ada, "norm-again", later(hours=1), right=False).days_until_due == 1


def test_a_hasty_wrong_guess_earns_nothing(ada):
    assert answer(ada, "norm-which", MONDAY, right=False, seconds=2).effort_seconds == 0


def test_time_and_hints_of_an_answer_are_kept_within_reason(ada):
    answer(ada, "norm-which", MONDAY, seconds=10**9, hints_used=10**6)
    attempt = Attempt.objects.get()
    assert (attempt.seconds, attempt.hints_used) == (3600, 10)
