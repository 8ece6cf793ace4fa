"""The weekly goal: days of a week, whichever; weeks in a row; weeks that ask for less."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.goal import USUAL_DAYS, WEEK, WeekRun, asked_of, fold_weeks, goal_of, monday_of, week_days

MONDAY = date(2026, 3, 2)
weeks = st.lists(st.sets(st.integers(0, 6)), min_size=1, max_size=12)


def dates(chosen):
    return {MONDAY + n * WEEK + timedelta(days=day) for n, days in enumerate(chosen) for day in days}


def folded(chosen, goal, covered=(), through=None, **more):
    last = MONDAY + len(chosen) * WEEK - timedelta(days=1)
    given = {"goals": {MONDAY: goal}, "covered": covered, "first": MONDAY, "through": through or last}
    return fold_weeks(dates(chosen), **given | more)


def test_any_days_of_the_week_meet_the_goal():
    assert folded([{0, 3, 6}, {1, 2, 4}, {5}], 3) == WeekRun(0, 2)


def test_a_week_that_is_not_over_is_not_judged():
    assert folded([{0, 1}, {0}], 2, through=MONDAY + timedelta(days=10)) == WeekRun(1, 1)


def test_without_a_choice_five_days_are_meant_and_a_change_holds_from_its_week_on():
    assert goal_of(MONDAY, {}) == USUAL_DAYS == 5
    goals = {MONDAY: 3, MONDAY + 2 * WEEK: 6}
    assert [goal_of(MONDAY + n * WEEK, goals) for n in (-1, 0, 1, 2, 3)] == [5, 3, 3, 6, 6]


def test_a_vacation_lowers_what_a_week_asks_and_a_whole_week_of_it_is_passed_over():
    off = set(week_days(MONDAY)[:4])
    assert asked_of(MONDAY, {MONDAY: 5}, off) == 3 and asked_of(MONDAY, {MONDAY: 2}, off) == 2
    assert folded([{0, 1}, set(), {0, 1}], 2, covered=set(week_days(MONDAY + WEEK))) == WeekRun(2, 2)


@given(weeks, st.integers(1, 7), st.sets(st.integers(0, 83)), st.integers(0, 11))
def test_weeks_may_be_folded_in_two_parts_and_one_more_day_never_shortens_the_run(chosen, goal, off, extra):
    covered = {MONDAY + timedelta(days=n) for n in off}
    whole = folded(chosen, goal, covered)
    cut = MONDAY + (len(chosen) // 2) * WEEK
    past = folded(chosen, goal, covered, through=cut - timedelta(days=1))
    assert folded(chosen, goal, covered, first=cut, begin=past) == whole
    more = [days | ({extra % 7} if n == extra % len(chosen) else set()) for n, days in enumerate(chosen)]
    longer = folded(more, goal, covered)
    assert longer.length >= whole.length and longer.longest >= whole.longest


@given(st.dates())
def test_a_week_begins_on_monday(day):
    assert day in week_days(monday_of(day)) and monday_of(day).weekday() == 0 if day > date.min + WEEK else True
