"""The day by which a backlog is gone: no chance in it, never sooner than the minutes allow, and named once."""

from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_plan import step
from tutor.rules.forecast import Course, caught_up_on, done_on
from tutor.rules.memory import Evidence, Grade, fold

DAY = date(2026, 1, 5)
calm = settings(max_examples=15, deadline=None)
counts = st.integers(1, 25)


def course(known, *, lessons=0, soon=0):
    """So many concepts that are overdue, so many that fall due in the next weeks, and so many lessons ahead."""
    long_ago, lately = (fold([Evidence(Grade.GOOD, DAY - timedelta(days=days))], seed="") for days in (40, 1))
    return Course(
        memories={f"old{n}": long_ago for n in range(known)} | {f"new{n}": lately for n in range(soon)},
        seconds={f"old{n}": 40 for n in range(known)},
        steps=[step(f"{n}-{m}", seconds=60, lesson=str(n)) for n in range(lessons) for m in range(5)],
        taught={str(n): [f"{n}a", f"{n}b", f"{n}c"] for n in range(lessons)},
    )


def caught_up(ahead, *, seconds=360, days=90):
    return caught_up_on(ahead, seconds=seconds, day=DAY, days=days)


@calm
@given(known=counts, lessons=st.integers(0, 2), soon=st.integers(0, 9), seconds=st.integers(180, 900))
def test_a_backlog_is_gone_on_the_same_day_however_often_and_far_one_looks_and_not_sooner_than_it_takes(
    known, lessons, soon, seconds
):
    ahead = course(known, lessons=lessons, soon=soon)
    before = dict(ahead.memories)
    found = caught_up(ahead, seconds=seconds)
    assert found == caught_up(ahead, seconds=seconds, days=120) and ahead.memories == before
    assert found is not None and (found - DAY).days + 1 >= ceil(40 * known / seconds)
    sessions = (found - DAY).days * 3 // 4
    assert caught_up(ahead, seconds=seconds, days=sessions + 1) == found
    assert sessions == 0 or caught_up(ahead, seconds=seconds, days=sessions) is None, "one day of four may be missed"


def test_what_else_falls_due_and_a_path_that_goes_on_are_in_the_way():
    alone = caught_up(course(30))
    assert alone < caught_up(course(30, lessons=1)), "after the last lesson that was read come others"
    assert alone < caught_up(course(30, soon=40))


def test_nothing_is_in_the_way_of_who_has_nothing_to_catch_up():
    assert caught_up(course(0, lessons=2)) == DAY
    assert done_on(course(3), minutes=6, day=DAY, days=9) == DAY


@pytest.mark.parametrize("known", [149, 400])
def test_a_backlog_that_no_plan_sees_as_a_whole_takes_its_time(known):
    found = caught_up(course(known), seconds=1800, days=30)
    assert found is not None and (found - DAY).days + 1 >= ceil(40 * known / 1800)
