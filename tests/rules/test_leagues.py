"""Leagues: days before effort, equal weeks share a place, few move, nobody who learned on five days goes down."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.day import Clock, zone, zone_names
from tutor.rules.leagues import GOOD_WEEK, TIERS, Week, closes_at, moving, names, offered_names, ranked, tier_after

MONDAY = date(2026, 3, 2)
leagues = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 20_000)), min_size=1, max_size=30).map(
    lambda rows: [Week(who, *row) for who, row in enumerate(rows)]
)


def test_days_come_before_effort():
    placed = ranked([Week(1, 3, 9000), Week(2, 5, 600), Week(3, 5, 700)], 0)
    assert [one.week.who for one in placed] == [3, 2, 1]


def test_of_thirty_five_go_up_and_five_down():
    weeks = [Week(n, 4, 1000 - n) for n in range(30)]
    outcomes = [one.outcome for one in ranked(weeks, 2)]
    assert outcomes == ["up"] * 5 + ["stay"] * 20 + ["down"] * 5


@given(leagues, st.integers(0, len(TIERS) - 1))
def test_a_week_ends_justly(weeks, tier):
    placed = ranked(weeks, tier)
    assert {one.week for one in placed} == set(weeks)
    for better, worse in pairwise(placed):
        one, other = (better.week.days, better.week.effort_seconds), (worse.week.days, worse.week.effort_seconds)
        assert one >= other
        assert (better.place == worse.place) == (one == other)
        assert better.place != worse.place or better.outcome == worse.outcome
    for one in placed:
        assert one.outcome != "up" or (one.week.days and tier < len(TIERS) - 1 and one.place <= moving(len(weeks)))
        assert one.outcome != "down" or (one.week.days < GOOD_WEEK and tier > 0)
        assert 0 <= tier_after(tier, one.outcome) < len(TIERS)
    assert sum(one.outcome == "down" for one in placed) <= moving(len(weeks))


@given(leagues, st.data())
def test_more_days_or_effort_never_lead_lower(weeks, data):
    who = data.draw(st.integers(0, len(weeks) - 1))
    more = Week(who, min(7, weeks[who].days + data.draw(st.integers(0, 2))), weeks[who].effort_seconds + 60)
    before = next(one for one in ranked(weeks, 2) if one.week.who == who)
    after = next(one for one in ranked([*weeks[:who], more, *weeks[who + 1 :]], 2) if one.week.who == who)
    order = ("down", "stay", "up")
    assert after.place <= before.place and order.index(after.outcome) >= order.index(before.outcome)


@given(st.sampled_from(sorted(zone_names())), st.dates(date(2020, 1, 6), date(2035, 12, 1)), st.integers(0, 12))
@settings(max_examples=300)
def test_a_week_closes_at_a_full_hour_after_the_learners_sunday_in_every_zone_and_over_clock_changes(name, day, turns_at):
    monday = day - timedelta(days=day.weekday())
    clock = Clock(zone(name), turns_at)
    closes = closes_at(monday, clock)
    assert closes.minute == closes.second == 0 and closes.tzinfo is UTC
    assert clock.day(closes) >= monday + timedelta(days=7)
    assert clock.day(closes - timedelta(hours=1, seconds=1)) < monday + timedelta(days=7)
    assert abs(closes - datetime.combine(monday + timedelta(days=7), datetime.min.time(), UTC)) <= timedelta(hours=28)


@given(st.integers())
def test_names_are_made_and_the_same_each_time_and_those_taken_are_passed_over(seed):
    six = offered_names(str(seed), count=6)
    assert len(set(six)) == 6 and six == offered_names(str(seed), count=6)
    assert six[0] == next(islice(names(str(seed)), 1))
    assert offered_names(str(seed), count=3, without=six[:3]) == six[3:]
    assert all(len(name) <= 40 and len(name.split()) == 2 for name in six)
