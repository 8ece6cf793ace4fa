"""How long a day took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.taken import AWAY, seconds_taken

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(minutes: float, measured: int = 0) -> tuple[datetime, int]:
    return NINE + timedelta(minutes=minutes), measured


def test_what_lies_between_two_answers_is_work() -> None:
    assert seconds_taken([at(0, 20), at(1, 15), at(3, 30)]) == 20 + 60 + 120


def test_a_pause_is_not_counted_and_the_answer_after_it_is() -> None:
    assert seconds_taken([at(0, 20), at(120, 30), at(121)]) == 20 + 30 + 60


def test_nothing_takes_no_time() -> None:
    assert seconds_taken([]) == 0


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 300)), max_size=30))
def test_a_day_takes_no_longer_than_it_lasts_whatever_the_order(marks: list[tuple[int, int]]) -> None:
    found = [at(*mark) for mark in marks]
    assert seconds_taken(found) == seconds_taken(found[::-1]) or len({moment for moment, _ in found}) < len(found)
    assert 0 <= seconds_taken(found) <= len(found) * max(AWAY.total_seconds(), 300)
