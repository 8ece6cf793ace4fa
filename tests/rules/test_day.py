"""The local day: when it turns, on ordinary days and on those with a clock change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.day import Clock, UnknownZone, day_bounds, learner_day, zone, zone_names

NAMES = sorted(zone_names())
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
days = st.dates(date(2020, 1, 2), date(2035, 12, 30))


@pytest.mark.parametrize(
    ("moment", "name", "day"),
    [
        ("2026-03-10T12:00+00:00", "UTC", "2026-03-10"),
        ("2026-03-10T03:59+00:00", "UTC", "2026-03-09"),
        ("2026-03-10T04:00+00:00", "UTC", "2026-03-10"),
        ("2026-03-10T23:30+00:00", "Asia/Tokyo", "2026-03-11"),
        ("2026-03-10T23:30+00:00", "America/Los_Angeles", "2026-03-10"),
        ("2026-03-10T10:30+00:00", "Pacific/Kiritimati", "2026-03-10"),  # half past midnight there
        ("2026-03-10T14:30+00:00", "Pacific/Kiritimati", "2026-03-11"),
        ("2026-03-29T01:30+00:00", "Europe/Berlin", "2026-03-28"),  # 03:30 on the night the clocks go forward
        ("2026-03-29T02:00+00:00", "Europe/Berlin", "2026-03-29"),
        ("2026-10-25T02:59+00:00", "Europe/Berlin", "2026-10-24"),  # 03:59 after they went back
        ("2026-10-25T03:00+00:00", "Europe/Berlin", "2026-10-25"),
    ],
)
def test_a_day_turns_at_four_on_the_wall(moment, name, day):
    assert learner_day(datetime.fromisoformat(moment), zone(name)) == date.fromisoformat(day)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 23), ("2026-10-24", 25), ("2026-06-01", 24)])
def test_a_day_with_a_clock_change_is_an_hour_shorter_or_longer(day, hours):
    start, end = day_bounds(date.fromisoformat(day), zone("Europe/Berlin"))
    assert end - start == timedelta(hours=hours)


def test_a_day_whose_first_hour_is_skipped_begins_when_the_clocks_have_skipped_it():
    start, _ = day_bounds(date(2026, 3, 29), zone("Europe/Berlin"), turns_at=2)
    assert start == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert learner_day(start, zone("Europe/Berlin"), 2) == date(2026, 3, 29)


@settings(max_examples=400)
@given(st.sampled_from(NAMES), days, st.integers(0, 12))
def test_bounds_and_day_agree_in_every_zone(name, day, turns_at):
    start, end = day_bounds(day, zone(name), turns_at)
    where = zone(name)
    assert learner_day(start, where, turns_at) == day
    assert learner_day(start - timedelta(microseconds=1), where, turns_at) == day - timedelta(days=1)
    assert learner_day(end - timedelta(microseconds=1), where, turns_at) == day
    assert timedelta(hours=20) <= end - start <= timedelta(hours=28)


@given(st.sampled_from(NAMES), moments, st.integers(0, 7200), st.integers(0, 12))
def test_a_day_never_goes_back_while_time_goes_on(name, moment, seconds, turns_at):
    where = zone(name)
    assert learner_day(moment + timedelta(seconds=seconds), where, turns_at) >= learner_day(moment, where, turns_at)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "posix/UTC", "localtime", "europe/berlin "])
def test_a_name_that_is_no_zone_is_refused(name):
    with pytest.raises(UnknownZone):
        zone(name)


def test_a_clock_keeps_zone_and_hour_together():
    clock = Clock(zone("Asia/Tokyo"), turns_at=0)
    assert clock.day(datetime(2026, 3, 10, 15, 0, tzinfo=UTC)) == date(2026, 3, 11)
    assert clock.bounds(date(2026, 3, 11))[0] == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
