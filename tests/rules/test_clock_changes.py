"""Every clock change in every zone from 2020 to 2035: the days around it follow each other, and no streak breaks over it."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from tutor.rules.day import day_bounds, learner_day, zone, zone_names
from tutor.rules.streak import FinishedDay, streak

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
# Clocks change in the night, but for a few that change at noon or in the evening.
HOURS = (0, 1, 2, 3, 4, 12)
INSTANT = timedelta(microseconds=1)


@cache
def changes():
    """The instants of all changes by zone, one zone for each set of them: most names are others' aliases."""
    found = {}
    for name in sorted(zone_names()):
        where, moment, instants = zone(name), BEGIN, []
        while moment < END:
            following = moment + timedelta(days=7)
            if moment.astimezone(where).utcoffset() != following.astimezone(where).utcoffset():
                instants.append(_instant(moment, following, where))
            moment = following
        offsets = [(at, at.astimezone(where).utcoffset()) for at in instants]
        found.setdefault((BEGIN.astimezone(where).utcoffset(), *offsets), (name, instants))
    return [(name, at) for name, instants in found.values() for at in instants]


def _instant(before, after, where):
    """The first second with the later offset."""
    offset = after.astimezone(where).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) // 2).replace(microsecond=0)
        before, after = (before, middle) if middle.astimezone(where).utcoffset() == offset else (middle, after)
    return after


def test_there_are_a_thousand_changes_and_the_well_known_ones_are_among_them():
    assert len(changes()) > 1000
    instants = {at for _, at in changes()}
    assert datetime(2026, 3, 29, 1, tzinfo=UTC) in instants, "Europe goes forward"
    assert datetime(2035, 11, 4, 6, tzinfo=UTC) in instants, "New York goes back"
    assert {at.year for at in instants} == set(range(2020, 2036))


@pytest.mark.parametrize("turns_at", HOURS)
def test_days_around_a_change_follow_each_other_without_gap_or_overlap(turns_at):
    for name, at in changes():
        where = zone(name)
        middle = learner_day(at, where, turns_at)
        for day in (middle - timedelta(days=1), middle, middle + timedelta(days=1)):
            start, end = day_bounds(day, where, turns_at)
            days = [learner_day(moment, where, turns_at) for moment in (start - INSTANT, start, end - INSTANT, end)]
            assert days == [day - timedelta(days=1), day, day, day + timedelta(days=1)], (name, at, day)
            assert timedelta(hours=20) <= end - start <= timedelta(hours=28), (name, at, day)


@pytest.mark.parametrize("turns_at", HOURS)
def test_a_day_never_goes_back_over_a_change(turns_at):
    for name, at in changes():
        where = zone(name)
        days = [learner_day(at + timedelta(minutes=30 * n), where, turns_at) for n in range(-8, 9)]
        assert days == sorted(days), (name, at)


@pytest.mark.parametrize("share", [0, 1 - 1e-9], ids=["at the first moment", "at the last moment"])
def test_whoever_learns_on_each_day_around_a_change_keeps_the_streak(share):
    for name, at in changes():
        where, finished = zone(name), []
        first = learner_day(at, where) - timedelta(days=2)
        for n in range(5):
            start, end = day_bounds(first + timedelta(days=n), where)
            moment = start + (end - start) * share
            finished.append(FinishedDay(learner_day(moment, where), moment, name))
        told = streak(finished, today=finished[-1].day, zone=name, now=finished[-1].finished_at)
        assert (told.current, told.longest, told.today_done) == (5, 5, True), (name, at)


def test_a_day_that_was_missed_is_not_excused_by_a_change():
    for name, at in changes():
        where = zone(name)
        first = learner_day(at, where) - timedelta(days=1)
        finished = [FinishedDay(first + timedelta(days=n), day_bounds(first + timedelta(days=n), where)[0], name) for n in (0, 2)]
        told = streak(finished, today=finished[-1].day, zone=name, now=finished[-1].finished_at)
        assert (told.current, told.longest, told.today_done) == (1, 1, True), (name, at)
