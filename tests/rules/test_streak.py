"""The streak: days in a row, missed days, travel over zones and the date line, and clock changes everywhere."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.rules.day import day_bounds, learner_day, zone, zone_names
from tutor.rules.streak import FinishedDay, Streak, streak

NAMES = sorted(zone_names())
START = date(2026, 3, 1)


def finished(day, name="UTC", hour=12):
    return FinishedDay(day, datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour), name)


def at(moment, name):
    """What finishing a day at a moment in a zone writes."""
    return FinishedDay(learner_day(moment, zone(name)), moment, name)


def told(days, today, name="UTC", now=None):
    return streak(days, today=today, zone=name, now=now or finished(today).finished_at)


def run(*gaps):
    day, days = START, [finished(START)]
    for gap in gaps:
        day += timedelta(days=gap)
        days.append(finished(day))
    return days


def test_nothing_finished_is_no_streak():
    assert told([], START) == Streak(0, 0, False)
    assert not told([], START).paused


def test_days_in_a_row_add_up():
    assert told(run(1, 1, 1), START + timedelta(days=3)) == Streak(4, 4, True)


def test_today_cannot_have_been_missed_while_it_lasts():
    assert told(run(1, 1), START + timedelta(days=3)) == Streak(3, 3, False)


def test_a_missed_day_pauses_the_streak_and_keeps_what_was_reached():
    later = told(run(1, 1), START + timedelta(days=4))
    assert (later.current, later.longest, later.paused) == (0, 3, True)


def test_after_a_pause_it_begins_with_one_and_the_longest_stays():
    assert told(run(1, 1, 5), START + timedelta(days=7)) == Streak(1, 3, True)


def test_the_order_of_the_rows_does_not_matter():
    days = run(1, 1, 3, 1)
    assert told(reversed(days), START + timedelta(days=6)) == told(days, START + timedelta(days=6))


def test_flying_west_over_the_date_line_skips_a_date_and_costs_nothing():
    evening = at(datetime(2026, 3, 2, 4, 0, tzinfo=UTC), "America/Los_Angeles")  # 1 March, 20:00
    landed = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # 3 March, 11:00 in Auckland
    assert (evening.day, at(landed, "Pacific/Auckland").day) == (date(2026, 3, 1), date(2026, 3, 3))
    before = streak([evening], today=date(2026, 3, 3), zone="Pacific/Auckland", now=landed)
    assert before.current == 1, "the streak is alive before today's lesson, too"
    after = streak([evening, at(landed, "Pacific/Auckland")], today=date(2026, 3, 3), zone="Pacific/Auckland", now=landed)
    assert after == Streak(2, 2, True)


def test_flying_east_over_the_date_line_has_a_date_twice_and_counts_it_once():
    first = at(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), "Pacific/Auckland")  # 3 March, 09:00
    second = at(datetime(2026, 3, 3, 20, 0, tzinfo=UTC), "America/Los_Angeles")  # 3 March, 12:00
    third = at(datetime(2026, 3, 4, 20, 0, tzinfo=UTC), "America/Los_Angeles")
    assert first.day == second.day
    assert told([first, second, third], third.day, third.zone, third.finished_at) == Streak(2, 2, True)


def test_a_date_that_was_missed_at_home_is_not_excused_by_a_later_change_of_zone():
    first = at(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "Europe/Berlin")
    later = at(datetime(2026, 3, 4, 20, 0, tzinfo=UTC), "Asia/Tokyo")
    assert told([first, later], later.day, later.zone, later.finished_at).current == 1


@given(
    st.sampled_from(NAMES), st.dates(date(2020, 1, 2), date(2035, 12, 1)), st.lists(st.floats(0, 0.999), min_size=2, max_size=12)
)
@settings(max_examples=300)
def test_learning_at_any_hour_of_each_local_day_never_breaks_a_streak_in_any_zone(name, first, shares):
    days = []
    for n, share in enumerate(shares):
        start, end = day_bounds(first + timedelta(days=n), zone(name))
        days.append(at(start + (end - start) * share, name))
    last = days[-1]
    assert told(days, last.day, name, last.finished_at) == Streak(len(shares), len(shares), True)


stays = st.tuples(st.sampled_from(NAMES), st.integers(1, 23), st.lists(st.floats(0, 0.999), min_size=1, max_size=4))


@given(st.dates(date(2020, 1, 2), date(2035, 11, 1)), st.lists(stays, min_size=1, max_size=8))
@example(date(2020, 1, 2), [("Africa/Abidjan", 1, [0.0]), ("America/Tijuana", 1, [0.9375]), ("Africa/Abidjan", 18, [0.0])])
@settings(max_examples=300)
def test_a_traveller_who_learns_on_arrival_and_on_each_local_day_of_a_stay_keeps_the_streak(first, journey):
    moment, days = datetime.combine(first, datetime.min.time(), UTC), []
    for name, hours_since, shares in journey:
        moment += timedelta(hours=hours_since)
        days.append(at(moment, name))
        for share in shares:
            start, end = day_bounds(learner_day(moment, zone(name)) + timedelta(days=1), zone(name))
            moment = start + (end - start) * share
            days.append(at(moment, name))
    result = told(days, days[-1].day, days[-1].zone, moment)
    assert result.current == result.longest == len({entry.day for entry in days})


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 30)), min_size=1, max_size=60))
@settings(max_examples=300)
def test_changing_zones_never_inflates_a_streak_beyond_the_span_of_the_dates(legs):
    begun = moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    days = []
    for name, hours in legs:
        moment += timedelta(hours=hours)
        days.append(at(moment, name))
    result = told(days, days[-1].day, days[-1].zone, moment)
    assert result.longest <= (moment - begun) / timedelta(days=1) + 1 + 26 / 24 + 1


@given(st.lists(st.integers(1, 4), max_size=40), st.integers(0, 5))
def test_on_one_place_the_streak_is_the_run_of_dates(gaps, since):
    days = run(*gaps)
    today = days[-1].day + timedelta(days=since)
    current = 1
    for gap in reversed(gaps):
        if gap > 1:
            break
        current += 1
    assert told(days, today).current == (current if since <= 1 else 0)
