"""A reminder comes once a local day, at the chosen hour of the learner's own clock, through every clock change there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_clock_changes import changes
from tutor.rules import reminding as rules
from tutor.rules.day import Clock, zone, zone_names

BERLIN = Clock(zone("Europe/Berlin"))
ZONES = sorted(zone_names())
clocks = st.builds(Clock, st.sampled_from(ZONES).map(zone), st.integers(0, 12))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 1)).map(lambda naive: naive.replace(tzinfo=UTC))
hours = st.integers(0, 23)


def shown(moment: datetime, clock: Clock) -> datetime:
    return moment.astimezone(clock.zone).replace(tzinfo=None)


def is_when_it_strikes(moment: datetime, clock: Clock, hour: int) -> bool:
    """The first moment at which the clocks there show the hour, or a later one where they skip it. Where that would be on the
    next day already, it is the last second of the day.
    """
    wall = datetime.combine(clock.day(moment) + timedelta(days=hour < clock.turns_at), time(hour))
    strikes = shown(moment - timedelta(seconds=1), clock) < wall <= shown(moment, clock)
    return strikes or moment == clock.bounds(clock.day(moment))[1] - timedelta(seconds=1)


@pytest.mark.parametrize("turns_at", [0, 4, 12])
def test_around_every_clock_change_each_day_has_one_moment_and_it_shows_the_chosen_hour(turns_at: int) -> None:
    for name, at in changes():
        clock = Clock(zone(name), turns_at)
        first = clock.day(at) - timedelta(days=1)
        for hour in (0, 1, 2, 3, 4, 8, 12, 18, 23) if turns_at == 4 else (2, 8):
            found = [rules.moment_on(first + timedelta(days=n), clock, hour) for n in range(3)]
            assert [clock.day(moment) for moment in found] == [first + timedelta(days=n) for n in range(3)], (name, at, hour)
            assert all(is_when_it_strikes(moment, clock, hour) for moment in found), (name, at, hour, found)


@given(clocks, moments, hours)
def test_from_any_moment_on_the_days_follow_each_other_and_none_has_two(clock: Clock, after: datetime, hour: int) -> None:
    found = [after]
    for _ in range(6):
        found.append(rules.next_moment(found[-1], clock, hour))
    days = [clock.day(moment) for moment in found]
    assert days[1] - days[0] in {timedelta(0), timedelta(days=1)}
    assert [b - a for a, b in pairwise(days[1:])] == [timedelta(days=1)] * 5


@given(clocks, moments, hours, st.integers(1, 400))
def test_after_a_snooze_it_comes_on_the_first_day_that_may_have_one(clock: Clock, after: datetime, hour: int, days: int) -> None:
    until = clock.day(after) + timedelta(days=days)
    assert clock.day(rules.next_moment(after, clock, hour, not_before=until)) == until


@given(clocks, moments, hours)
def test_the_digest_takes_the_place_of_one_reminder_a_week(clock: Clock, after: datetime, hour: int) -> None:
    digest = rules.next_moment(after, clock, hour, only_on=rules.DIGEST_WEEKDAY)
    assert clock.day(digest).weekday() == rules.DIGEST_WEEKDAY and digest - after <= timedelta(days=8)
    reminders, moment = [], after
    while len(reminders) < 7:
        moment = rules.next_moment(moment, clock, hour, never_on=rules.DIGEST_WEEKDAY)
        reminders.append(clock.day(moment))
    assert len(set(reminders)) == 7 and all(day.weekday() != rules.DIGEST_WEEKDAY for day in reminders)


@given(st.sampled_from(ZONES).map(zone), st.sampled_from(ZONES).map(zone), moments, hours)
def test_whoever_moves_to_another_zone_has_the_next_at_their_hour_there(old, new, now: datetime, hour: int) -> None:
    before, after = (rules.next_moment(now, Clock(where), hour) for where in (old, new))
    assert now < after <= now + timedelta(hours=50)
    assert is_when_it_strikes(after, Clock(new), hour)
    assert before > now


def test_in_berlin_eight_o_clock_is_an_hour_earlier_in_utc_from_the_last_sunday_in_march() -> None:
    saturday, sunday = (rules.moment_on(date(2026, 3, day), BERLIN, 8) for day in (28, 29))
    assert (saturday, sunday) == (datetime(2026, 3, 28, 7, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC))


def test_an_hour_that_is_skipped_is_when_it_was_skipped_and_one_that_comes_twice_is_the_first() -> None:
    # 02:00 of Sunday 29 March belongs to Saturday's evening.
    assert rules.moment_on(date(2026, 3, 28), BERLIN, 2) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert rules.moment_on(date(2026, 10, 24), BERLIN, 2) == datetime(2026, 10, 25, 0, tzinfo=UTC)


def test_a_reminder_that_could_not_go_out_for_three_hours_or_past_the_days_end_does_not() -> None:
    planned = rules.moment_on(date(2026, 3, 2), BERLIN, 8)
    assert rules.still_timely(planned, planned, BERLIN)
    assert rules.still_timely(planned, planned + rules.LATEST, BERLIN)
    assert not rules.still_timely(planned, planned + rules.LATEST + timedelta(seconds=1), BERLIN)
    assert not rules.still_timely(planned, planned - timedelta(seconds=1), BERLIN)
    night = rules.moment_on(date(2026, 3, 2), BERLIN, 3)
    assert rules.still_timely(night, night + timedelta(minutes=59), BERLIN)
    assert not rules.still_timely(night, night + timedelta(minutes=60), BERLIN)


def test_who_stays_away_is_called_for_a_week_then_weekly_and_after_eight_weeks_no_more() -> None:
    called = [days for days in range(100) if rules.calls(days)]
    assert called == [0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 28, 35, 42, 49, 56]


@pytest.mark.parametrize(
    ("planned", "due", "new", "told"),
    [(None, 0, False, 0), (None, 1, False, 1), (None, 5, False, 3), (None, 90, False, 6), (None, 1, True, 6), (61, 9, True, 2)],
)
def test_the_minutes_are_those_of_the_plan_or_what_it_would_be(planned: int | None, due: int, new: bool, told: int) -> None:
    assert rules.minutes_waiting(planned_seconds=planned, due=due, new=new, minutes=6) == told


def test_a_plan_that_is_done_asks_for_nothing() -> None:
    assert rules.minutes_waiting(planned_seconds=0, due=7, new=True, minutes=6) == 0


def test_the_most_endangered_concept_is_the_one_that_is_likeliest_forgotten() -> None:
    assert rules.most_endangered([("B", 0.8), ("A", 0.9), ("C", 0.85)]) == rules.Fading("B", 0.8)
    assert rules.most_endangered([]) is None
    assert rules.brightened(None, 0.9) == 0.9
