"""The correction of a plan, and the room that it leaves so that the day ends within its minutes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.margin import LEAST_FILLED, LONGEST, SHORTEST, learned

DAYS = st.lists(st.tuples(st.floats(0, 7200), st.floats(0, 7200)), max_size=30)


@given(DAYS)
def test_a_plan_fills_a_share_of_the_minutes_whatever_was_lived(days):
    margin = learned(days)
    assert LEAST_FILLED <= margin.filled <= 1
    assert SHORTEST <= margin.scale <= LONGEST


def test_a_newcomer_gets_what_is_usual():
    assert learned([]).scale == 1.0
    assert learned([]).filled == pytest.approx(0.61, abs=0.01)


@pytest.mark.parametrize(("pace", "spread"), [(0.8, 0.2), (1.0, 0.15), (1.0, 0.25), (1.3, 0.15)])
def test_after_some_weeks_19_of_20_days_end_within_the_minutes(pace, spread):
    chance = random.Random(f"{pace}")
    took = [pace * chance.lognormvariate(0, spread) for _ in range(2000)]
    margins = [learned([(1.0, one) for one in took[n - 28 : n]]) for n in range(28, len(took))]
    within = [one * margin.filled / margin.scale <= 1 for one, margin in zip(took[28:], margins, strict=True)]
    assert 0.93 <= sum(within) / len(within) <= 0.999


def test_who_is_slower_than_expected_is_told_of_more_seconds():
    assert learned([(300, 240)] * 20).scale < 1 < learned([(300, 420)] * 20).scale < 1.4


def test_one_day_with_a_long_interruption_does_not_take_the_next_ones_away():
    margin = learned([(300, 310)] * 20 + [(300, 7200)])
    assert margin.filled > 0.5 and margin.scale < 1.15
