"""What the next weeks ask."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.memory import Evidence, Grade, Memory, review
from tutor.rules.upcoming import Known, upcoming

TODAY = date(2026, 3, 2)
MEMORIES = st.builds(
    lambda stability, ago, ahead: Memory(
        stability, 5.0, TODAY - timedelta(days=ago), TODAY + timedelta(days=ahead), repetitions=3, lapses=0
    ),
    st.floats(0.5, 400),
    st.integers(0, 60),
    st.integers(-30, 60),
)


def test_a_concept_comes_back_on_the_days_that_right_answers_lead_to() -> None:
    memory = review(None, Evidence(Grade.GOOD, TODAY), seed="1:1").memory
    days = {TODAY + timedelta(days=n): 0 for n in range(30)}
    following = memory
    while following.due_on in days:
        days[following.due_on] += 1
        following = review(following, Evidence(Grade.GOOD, following.due_on), seed="1:1").memory
    found = upcoming([Known(memory, "1:1", 20)], today=TODAY, days=30)
    assert {one.day: one.reviews for one in found} == days and sum(days.values()) >= 2


def test_what_is_overdue_waits_today() -> None:
    late = Memory(10, 5, TODAY - timedelta(days=40), TODAY - timedelta(days=30), 3, 0)
    assert upcoming([Known(late, "1:1", 20)], today=TODAY, days=5)[0].reviews == 1


@given(st.lists(MEMORIES, max_size=20), st.integers(1, 40))
def test_no_concept_comes_twice_a_day_and_seconds_follow_reviews(memories: list[Memory], days: int) -> None:
    found = upcoming([Known(memory, "1:1", 20) for memory in memories], today=TODAY, days=days)
    assert [one.day for one in found] == [TODAY + timedelta(days=place) for place in range(days)]
    assert all(one.reviews <= len(memories) and one.seconds == 20 * one.reviews for one in found)
