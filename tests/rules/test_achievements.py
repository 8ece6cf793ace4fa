"""Achievements: at least twenty, each reached by its own figure, shown with progress, drawn, and never lost by more learning."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.achievements import ACHIEVEMENTS, JUDGED_FROM, Record, Seen, progress, reached
from tutor.web.badges import SHAPES, badge

BY_SLUG = {one.slug: one for one in ACHIEVEMENTS}
counts = st.integers(0, 1000)
seens = st.builds(
    Seen,
    **{field.name: counts for field in fields(Seen) if field.name != "predicted"},
    predicted=st.floats(0, 1000),
)
records = st.builds(Record, seen=seens, **{field.name: counts for field in fields(Record) if field.name != "seen"})


def test_there_are_thirty_with_names_of_their_own_and_a_picture_each():
    assert len(ACHIEVEMENTS) == len(BY_SLUG) == len({one.title for one in ACHIEVEMENTS}) == 30
    assert set(SHAPES) == set(BY_SLUG)


def test_nothing_is_reached_by_nothing():
    assert reached(Record()) == frozenset()


@given(records)
def test_what_is_reached_is_what_has_full_progress(record):
    assert {one.slug for one in ACHIEVEMENTS if progress(one, record) == one.needed} == reached(record)
    assert all(0 <= progress(one, record) <= one.needed for one in ACHIEVEMENTS)


@given(records, seens)
def test_more_learning_takes_none_away_but_the_true_instrument_which_is_kept_once_noted(record, later):
    more = replace(record, seen=record.seen + later)
    assert reached(record) - {"true-instrument"} <= reached(more)


@given(seens, seens, seens)
def test_stretches_of_days_add_up_in_whichever_way_they_are_cut(one, two, three):
    whole, parts = (one + two) + three, one + (two + three)
    assert replace(whole, predicted=0) == replace(parts, predicted=0)
    assert whole.predicted == pytest.approx(parts.predicted)
    assert one + Seen() == one == Seen() + one


@pytest.mark.parametrize(("recalled", "true"), [(90, True), (95, True), (84, False), (97, False)])
def test_a_true_instrument_recalls_as_much_as_was_expected(recalled, true):
    record = Record(seen=Seen(judged=JUDGED_FROM, predicted=90.5, recalled=recalled))
    assert ("true-instrument" in reached(record)) == true
    assert progress(BY_SLUG["true-instrument"], record) >= JUDGED_FROM - 1


@given(st.sampled_from(sorted(SHAPES)), st.integers(1, 400), st.data())
def test_a_picture_lights_up_with_progress_and_is_whole_only_at_its_end(slug, needed, data):
    done = data.draw(st.integers(0, needed))
    lit = [star[2] for star in badge(slug, done, needed).stars]
    assert sum(lit) <= sum(star[2] for star in badge(slug, needed, needed).stars) == len(lit)
    assert any(lit) == (done > 0) if len(lit) > 1 else lit == [done == needed]
    assert all(lit) == (done == needed)
    assert all(0 <= place <= 64 for star in badge(slug, done, needed).stars for place in star[:2])
