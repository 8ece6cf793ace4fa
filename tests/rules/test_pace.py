"""Seconds are learned: from the author's word to the median, for items and learners, whatever single answers do."""

import random
from math import exp

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.pace import DECLARED, QUICKEST, SLOWEST, SURE, USUAL, Median, expected, followed, left, sampled, timed

calm = settings(max_examples=50, deadline=None)


def lived(declared, truth, answers, *, seed=1, spoiled=0.0, paces=(1.0,)):
    """An item's estimate, and the pace of the last of its learners, after answers with log-normal times."""
    chance = random.Random(seed)
    item = Median(float(declared), 0)
    learners = [Median(1.0, 0) for _ in paces]
    for number in range(answers):
        who = number % len(paces)
        seconds = truth * paces[who] * exp(chance.gauss(0, 0.6))
        seconds = 3600 if chance.random() < spoiled else seconds
        found = timed(item, learners[who], round(seconds))
        item, learners[who] = found.item, found.pace
    return item.value, learners[-1].value


@calm
@given(st.integers(10, 300), st.integers(10, 300), st.integers(0, 100))
def test_the_median_is_found_whatever_the_author_said(declared, truth, seed):
    learners = (1.0,) * 40
    item, _ = lived(declared, truth, 1200, seed=seed, paces=learners)
    assert 0.5 * truth < item < 2 * truth


def test_one_absurd_answer_in_ten_moves_the_median_by_little():
    clean, _ = lived(30, 40, 800, paces=(1.0,) * 40)
    spoiled, _ = lived(30, 40, 800, spoiled=0.1, paces=(1.0,) * 40)
    assert spoiled < 1.35 * clean


@calm
@given(st.integers(5, 600), st.integers(0, 100_000))
def test_the_first_answer_hardly_moves_what_the_author_said(declared, seconds):
    found = timed(Median(declared, 0), Median(1.0, 0), seconds)
    assert 0.8 * declared < found.item.value < 1.25 * declared
    assert 0.85 < found.pace.value < 1.15


def test_a_slow_learner_is_told_apart_from_a_long_item():
    item, pace = lived(60, 60, 900, paces=(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0))
    assert 45 < item < 85
    assert 1.5 < pace < 2.6


def test_an_answer_of_several_minutes_is_not_cut_to_one():
    item, _ = lived(60, 400, 2000, paces=(1.0,) * 40)
    assert item > 250


@calm
@given(st.lists(st.integers(0, 100_000), max_size=200))
def test_a_pace_stays_within_its_bounds(seen):
    item, pace = Median(30.0, 0), Median(1.0, 0)
    for seconds in seen:
        pace = timed(item, pace, seconds).pace
    assert QUICKEST <= pace.value <= SLOWEST
    assert expected(1.0, pace.value) >= 1


@calm
@given(st.floats(1, 1000), st.integers(0, 10_000), st.floats(0, 1e6), st.sampled_from([DECLARED, USUAL]))
def test_no_answer_carries_the_estimate_past_itself(value, answers, seen, prior):
    after = followed(Median(value, answers), seen, prior=prior).value
    low, high = sorted((value, max(seen, 1e-3)))
    assert low * 0.999 <= after <= high * 1.001


def test_a_popular_item_follows_ever_fewer_answers():
    assert all(sampled(n, ordinal) for n in (0, SURE - 1) for ordinal in range(5))
    assert [ordinal for ordinal in range(9) if sampled(2 * SURE, ordinal)] == [0, 3, 6]


def test_what_is_left_of_work_is_never_nothing():
    assert [left(600, worked) for worked in (0, 200, 449, 600, 9000)] == [600, 400, 151, 150, 150]
