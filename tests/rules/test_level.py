"""The learner's intercept and the item's difficulty: they find the level, stay within bounds, and are a fold."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.level import ITEMS, LEARNERS, MOST, Level, corrected, difficulty_move, expected, fold, intercept_move, learned

recalls = st.floats(0, 1)
histories = st.lists(st.tuples(recalls, st.booleans()), max_size=60)


@given(recalls, st.floats(-MOST, MOST), st.floats(-MOST, MOST))
def test_a_corrected_recall_is_a_chance_that_rises_with_the_learner_and_falls_with_the_item(recall, intercept, difficulty):
    chance = corrected(recall, intercept, difficulty)
    assert 0 < chance < 1
    assert corrected(recall, intercept + 0.1, difficulty) > chance > corrected(recall, intercept, difficulty + 0.1)


@given(st.floats(0.001, 0.999))
def test_without_anything_learned_recall_is_what_the_model_says(recall):
    assert corrected(recall) == pytest.approx(recall)


def test_the_correction_is_in_logits():
    assert corrected(0.9, 0.5, 0.2) == pytest.approx(1 / (1 + math.exp(-(math.log(9) + 0.3))))


@given(histories)
def test_estimates_stay_within_bounds_and_answers_are_counted(history):
    level = fold(history)
    assert -MOST <= level.logits <= MOST and level.answers == len(history)


@given(histories)
def test_what_is_expected_of_a_review_comes_from_those_before_it_alone(history):
    chances = list(expected(history))
    for index, (recall, _) in enumerate(history):
        assert chances[index] == corrected(recall, fold(history[:index]).logits)


@given(histories, recalls, st.booleans())
def test_learning_on_is_folding_the_longer_history(history, recall, passed):
    assert learned(fold(history), recall, passed=passed) == fold([*history, (recall, passed)])


@given(st.floats(-MOST, MOST), st.integers(0, 10_000), recalls)
def test_a_pass_raises_the_learner_and_eases_the_item_and_a_miss_does_the_opposite(logits, answers, recall):
    level = Level(logits, answers)
    assert intercept_move(level, recall, passed=False) <= 0 <= intercept_move(level, recall, passed=True)
    assert difficulty_move(level, recall, 0.0, passed=True) <= 0 <= difficulty_move(level, recall, 0.0, passed=False)


@pytest.mark.parametrize("pace", [LEARNERS, ITEMS])
def test_steps_become_smaller_down_to_a_least(pace):
    steps = [pace.step(answers) for answers in (0, 1, pace.half, 100 * pace.half, 10**9)]
    assert steps == sorted(steps, reverse=True)
    assert (steps[0], steps[2], steps[-1]) == (pace.first, pace.first / 2, pace.least)


@pytest.mark.parametrize("shift", [-1.0, 0.0, 1.0])
def test_a_steady_difference_from_the_model_is_found(shift):
    chance = random.Random(7)
    recalled = [chance.uniform(0.6, 0.97) for _ in range(1500)]
    history = [(recall, chance.random() < corrected(recall, shift)) for recall in recalled]
    assert fold(history).logits == pytest.approx(shift, abs=0.3)


def test_a_hard_item_is_told_from_a_weak_learner():
    chance, learners, item = random.Random(3), [Level()] * 40, Level()
    for number in range(4000):
        who = number % 40
        intercept = -0.5 if who < 20 else 0.5
        hard = number % 3 == 0
        passed = chance.random() < corrected(0.9, intercept, 1.0 if hard else 0.0)
        if hard:
            item = Level(item.logits + difficulty_move(item, 0.9, learners[who].logits, passed=passed), item.answers + 1)
        else:
            learners[who] = learned(learners[who], 0.9, passed=passed)
    assert item.logits == pytest.approx(1.0, abs=0.35)
