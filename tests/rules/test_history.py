"""Folds of the event log: what they lead to depends on what was done and when, not on how the news came."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.day import Clock, zone
from tutor.rules.deeds import Deed, Finish, fold_day
from tutor.rules.history import Answer, Correction, Piece, day_of, fold_concept
from tutor.rules.judging import Judged, fold_levels
from tutor.rules.memory import Grade

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@st.composite
def pieces(draw):
    hours = draw(st.lists(st.integers(0, 2000), min_size=1, max_size=12))
    found = []
    for place, hour in enumerate(hours):
        at = START + timedelta(hours=hour, seconds=place)
        does = draw(st.sampled_from(["review", "review", "review", "credit", "reset"]))
        answer = Answer(draw(st.sampled_from("ab")), 30, draw(st.integers(1, 90)), 1.0, 0) if does == "review" else None
        share = 0.5 if does == "credit" else 1.0
        found.append(Piece(UUID(int=place), at, at.date(), does, draw(st.sampled_from(Grade)), share, answer))
    return found


@settings(max_examples=150, deadline=None)
@given(pieces(), st.randoms())
def test_a_memory_and_its_effort_do_not_depend_on_the_order_of_arrival(history, chance):
    mixed = list(history)
    chance.shuffle(mixed)
    assert fold_concept(mixed, seed="1:2") == fold_concept(history, seed="1:2")


def deed(hour, *done, **more):
    return Deed(UUID(int=hour), START + timedelta(hours=hour), "UTC", frozenset(done), **more)


def test_a_day_is_finished_by_the_last_of_its_picks_and_growing_takes_nothing_back():
    one, two, more = ("review", "a"), ("step", "l", "k"), ("review", "b")
    opened = deed(0, plan=frozenset({one, two}))
    grown = deed(5, plan=frozenset({one, two, more}))
    assert fold_day([opened, deed(1, one)]) is None
    assert fold_day([grown, deed(2, two), opened, deed(1, one)]) == Finish(START + timedelta(hours=2), "UTC")
    assert fold_day([opened, deed(1, one)], before={two}) == Finish(START + timedelta(hours=1), "UTC")


def test_a_day_without_a_plan_asks_no_more_than_plans_do():
    nobody_planned = deed(0, minutes=6)
    half = [deed(hour, ("review", str(hour)), seconds=30) for hour in range(1, 7)]
    assert fold_day([nobody_planned, *half[:5]]) is None
    assert fold_day([nobody_planned, *half]) == Finish(START + timedelta(hours=6), "UTC")


def test_a_correction_moves_only_what_it_covers():
    moved = Correction(START, START + timedelta(days=1), Clock(zone("Pacific/Auckland")))
    told = START.date()
    assert day_of(START + timedelta(hours=9), told, [moved]) == told + timedelta(days=1)
    assert day_of(START - timedelta(hours=1), told, [moved]) == told
    assert day_of(START + timedelta(days=2), told, [moved]) == told


def test_a_flag_is_raised_by_misses_and_closed_by_passes_or_by_beginning_anew():
    misses = [Judged(UUID(int=n), START + timedelta(days=n), 7, 0.9) for n in range(1, 6)]
    raised = fold_levels(misses)
    assert raised.watches[7].leech and not raised.closed
    by = raised.flagged[7]
    assert raised.before[by].watch.misses == 4 and not raised.before[by].watch.leech, "the fifth has shown it"
    passes = [Judged(UUID(int=n), START + timedelta(days=n), 7, 0.9, passed=True) for n in range(6, 80)]
    assert 7 not in fold_levels([*misses, *passes]).flagged
    later = fold_levels(passes, watches=raised.watches, flagged=[7])
    assert later.closed[7] > START + timedelta(days=6) and not later.flagged
    assert fold_levels(passes[:1], watches=raised.watches, flagged=[7]).flagged == {7: None}, "one pass is not enough"
    anew = Judged(UUID(int=99), START + timedelta(days=99), 7)
    assert fold_levels([*misses, anew]).closed == {7: anew.at}
