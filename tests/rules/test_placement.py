"""The placement test: guessing does not pass, knowing does, and both soon."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.placement import FALSE_FAIL, FALSE_PASS, MOST, Answered, Verdict, verdict, weight

calm = settings(max_examples=60, deadline=None)
guesses = st.sampled_from([1 / 2, 1 / 3, 1 / 4, 1 / 24, 0.03])


def sat(chance, knows, guess):
    """Verdict and number of answers of one learner."""
    answers = []
    while verdict(answers) is Verdict.OPEN:
        rate = guess(chance) if callable(guess) else guess
        answers.append(Answered(rate, chance.random() < rate + (1 - rate) * knows))
    return verdict(answers), len(answers)


def passes(knows, guess, tries=1500):
    chance = random.Random(5)
    found = [sat(chance, knows, guess) for _ in range(tries)]
    return sum(which is Verdict.PASSED for which, _ in found) / tries, sum(count for _, count in found) / tries


def mixed(chance):
    return chance.choice([1 / 3, 1 / 4, 1 / 7, 0.03])


def test_who_only_guesses_does_not_pass_even_where_two_options_are_all():
    for guess in (1 / 2, 1 / 3, 1 / 4, mixed):
        assert passes(0.0, guess)[0] <= 0.002


def test_who_knows_half_of_it_passes_no_more_often_than_was_allowed():
    for guess in (1 / 3, mixed, 0.03):
        assert passes(0.5, guess)[0] <= 1.5 * FALSE_PASS / (1 - FALSE_FAIL)


def test_who_knows_it_passes_in_few_questions():
    share, questions = passes(0.95, mixed)
    assert share > 0.85
    assert questions < 12
    assert passes(0.0, mixed)[1] < 4, "and who does not is let go soon"


@calm
@given(st.lists(st.builds(Answered, guesses, st.booleans()), min_size=MOST, max_size=3 * MOST))
def test_a_test_ends_after_a_bounded_number_of_questions_and_stays_decided(answers):
    found = [verdict(answers[:n]) for n in range(len(answers) + 1)]
    assert found[0] is Verdict.OPEN and found[MOST] is not Verdict.OPEN
    decided = next(n for n, one in enumerate(found) if one is not Verdict.OPEN)
    assert set(found[decided:]) == {found[decided]}


@calm
@given(guesses, guesses)
def test_a_right_answer_says_less_the_easier_it_is_to_guess(one, other):
    easy, hard = max(one, other), min(one, other)
    assert weight(Answered(easy, True)) <= weight(Answered(hard, True))
    assert weight(Answered(easy, False)) < 0 < weight(Answered(easy, True))
