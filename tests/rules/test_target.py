"""Days lived in advance: no chance in them, and more minutes are not later."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_plan import step
from tutor.rules.forecast import Course, caught_up_on, done_on
from tutor.rules.memory import Evidence, Grade, fold
from tutor.rules.target import reckon

DAY = date(2026, 1, 5)
calm = settings(max_examples=15, deadline=None)


def course(lessons, *, known=0):
    memory = fold([Evidence(Grade.GOOD, DAY - timedelta(days=40))], seed="")
    return Course(
        memories={f"old{n}": memory for n in range(known)},
        seconds={},
        steps=[step(f"{n}-{m}", seconds=60, lesson=str(n)) for n in range(lessons) for m in range(5)],
        taught={str(n): [f"{n}a", f"{n}b", f"{n}c"] for n in range(lessons)},
    )


def test_a_path_takes_the_days_that_its_minutes_make_and_some_for_reviews():
    done = done_on(course(10), minutes=6, day=DAY, days=100)
    assert done is not None and 9 <= (done - DAY).days + 1 <= 16
    assert done_on(course(10), minutes=6, day=DAY, days=100) == done


@calm
@given(st.integers(2, 8), st.integers(1, 30), st.integers(3, 20))
def test_the_minutes_of_a_target_suffice_and_none_are_named_where_none_do(lessons, days, minutes):
    target = DAY + timedelta(days=days)
    found = reckon(course(lessons), target=target, minutes=minutes, day=DAY)
    if found.minutes is not None:
        done = done_on(course(lessons), minutes=found.minutes, day=DAY, days=days + 1)
        assert done is not None and done <= target
    else:
        assert done_on(course(lessons), minutes=60, day=DAY, days=days + 1) is None


def test_a_backlog_is_caught_up_later_with_fewer_minutes():
    def caught(minutes):
        return caught_up_on(course(0, known=60), seconds=60 * minutes, day=DAY, days=60)

    assert caught(5) is not None and caught(15) is not None
    assert caught(15) < caught(5)


def test_a_day_that_has_passed_takes_no_minutes_any_more():
    found = reckon(course(3), target=DAY - timedelta(days=1), minutes=6, day=DAY)
    assert found.minutes is None and found.done_on is not None
