"""Effort: paid by the expected time of work that could teach, never by volume."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.xp import Answered, for_answer, for_code, for_step


@pytest.mark.parametrize(
    ("answered", "paid"),
    [
        (Answered(30, 25, 1.0, None), 30),
        (Answered(30, 300, 1.0, None), 30),  # dawdling earns nothing
        (Answered(30, 6, 1.0, None), 30),  # a quick right answer is a good one
        (Answered(30, 2, 1.0, None), 2),  # but one before the question was read is paid by the time it took
        (Answered(30, 25, 0.0, None), 15),
        (Answered(30, 25, 0.5, None), 22),
        (Answered(30, 5, 0.0, None), 0),  # nobody reads the question in five seconds
        (Answered(30, 25, 1.0, 0.98), 0),
        (Answered(30, 25, 1.0, 0.9), 30),
        (Answered(30, 25, 1.0, 0.9, first_today=False), 0),
        (Answered(30, 7, 0.0, None), 7),  # a miss never earns more than its time
        (Answered(30, 25, 1.0, None, hints_used=1), 24),
        (Answered(30, 25, 1.0, None, hints_used=9), 15),
        (Answered(30, 25, 1.0, 0.9, rest_hours=12), 15),  # the next date came early, as in a zone far east
        (Answered(30, 25, 1.0, 0.9, rest_hours=72), 30),
    ],
)
def test_an_answer_is_paid_for_its_effort(answered, paid):
    assert for_answer(answered) == paid


@given(st.integers(5, 300), st.integers(0, 3600), st.floats(0, 1), st.none() | st.floats(0, 1), st.booleans())
def test_an_answer_never_earns_more_than_its_expected_time(expected, seconds, score, recall, first):
    assert 0 <= for_answer(Answered(expected, seconds, score, recall, first)) <= expected


@given(st.integers(5, 300), st.integers(0, 3600), st.floats(0, 1))
def test_a_better_answer_never_earns_less(expected, seconds, score):
    worse, better = Answered(expected, seconds, score, None), Answered(expected, seconds, 1.0, None)
    assert for_answer(worse) <= for_answer(better)


def test_reading_earns_half_of_its_time():
    assert for_step(60) == 30


@pytest.mark.parametrize(("hints", "paid"), [(0, 150), (1, 120), (2, 90), (3, 75), (9, 75)])
def test_code_earns_its_time_less_what_hints_did(hints, paid):
    assert for_code(150, hints_taken=hints) == paid
