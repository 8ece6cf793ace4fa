"""Levels: even steps of effort, none taken back."""

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.levels import begins_at, level


def test_levels_begin_after_15_45_90_and_150_minutes():
    assert [begins_at(number) // 60 for number in range(1, 6)] == [0, 15, 45, 90, 150]
    assert level(0).number == 1 and level(15 * 60 - 1).number == 1 and level(15 * 60).number == 2


@given(st.integers(0, 10**9))
def test_effort_lies_between_its_level_and_the_next(effort):
    found = level(effort)
    assert begins_at(found.number) <= effort < begins_at(found.number + 1)
    assert found.done == effort - begins_at(found.number) and found.left > 0
    assert found.done + found.left == found.needed


@given(st.integers(0, 10**7), st.integers(0, 10**5))
def test_more_effort_is_never_a_lower_level(effort, more):
    assert level(effort + more).number >= level(effort).number
