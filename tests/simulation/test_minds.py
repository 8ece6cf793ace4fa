"""Virtual learners forget as memories do, and the same seed gives the same year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.simulation.course import Course, Question, Step
from tutor.simulation.forgetting import FsrsMind, Mind, TraceMind
from tutor.simulation.measures import (
    DayLived,
    Return,
    caught_up_in_time,
    error_of_estimate,
    never_grows,
    unnamed,
    within_minutes,
)
from tutor.simulation.people import LONG_AWAY, population
from tutor.simulation.planners import BASELINES, FixedIntervals, Follower, Sm2

CONCEPTS = [f"concept-{n}" for n in range(60)]
COURSE = Course(
    steps=tuple(
        step
        for n, concept in enumerate(CONCEPTS)
        for step in (
            Step(f"lesson-{n // 5}", f"read-{n}", "read", 60),
            Step(f"lesson-{n // 5}", f"check-{n}", "check", 30, item=f"{concept}-a"),
        )
    ),
    questions={f"{concept}-{one}": Question(f"{concept}-{one}", concept, "number", 30) for concept in CONCEPTS for one in "ab"},
    asking={concept: (f"{concept}-a", f"{concept}-b") for concept in CONCEPTS},
    lesson_of={concept: f"lesson-{n // 5}" for n, concept in enumerate(CONCEPTS)},
)


def minds(seed: str) -> list[Mind]:
    return [FsrsMind(seed), TraceMind(seed, COURSE.lesson_of)]


@given(seed=st.text("abc", min_size=1, max_size=4), days=st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_what_is_met_fades_from_day_to_day_and_is_never_surely_known_or_lost(seed, days):
    for mind in minds(seed):
        assert mind.recall("concept-1", 0) == 0.0
        for day in sorted(set(days)):
            mind.practise("concept-1", day, recalled=True)
        later = [mind.recall("concept-1", max(days) + away) for away in (1, 7, 30, 365)]
        assert later == sorted(later, reverse=True)
        assert all(0 < recall < 1 for recall in later)


def test_recalling_again_after_days_makes_a_memory_last_longer():
    for once, twice in zip(minds("ada"), minds("ada"), strict=True):
        once.practise("concept-1", 0, recalled=True)
        twice.practise("concept-1", 0, recalled=True)
        twice.practise("concept-1", 7, recalled=True)
        assert twice.recall("concept-1", 7 + 30) > once.recall("concept-1", 30)


def test_what_is_learned_beside_a_concept_gets_in_its_way():
    alone, beside = TraceMind("ada", COURSE.lesson_of), TraceMind("ada", COURSE.lesson_of)
    for mind in (alone, beside):
        mind.practise("concept-0", 0, recalled=True)
    for other in CONCEPTS[1:5]:
        beside.practise(other, 1, recalled=True)
    assert beside.recall("concept-0", 7) < alone.recall("concept-0", 7)


def test_a_population_has_both_minds_and_long_absences():
    people = population(6, 365, 1)
    assert [person.mind for person in people] == ["fsrs", "traces"] * 3
    assert all(length >= LONG_AWAY for person in people for _, length in person.breaks)
    assert sum(len(person.breaks) for person in people) >= 6
    assert not any(person.is_there(first) for person in people for first, _ in person.breaks)
    assert people == population(6, 365, 1) != population(6, 365, 2)


def test_the_schedules_compared_with_are_those_of_the_books():
    sm2, fixed = Sm2(), FixedIntervals()
    # Quality 4 leaves the factor of 2.5 alone: 1, 6, 15, 38 days; a miss costs 0.32 of it and begins again.
    answers = (True, True, True, True, False, True, True, True)
    assert [sm2.after("a", 0, right=right) for right in answers] == [1, 6, 15, 38, 1, 1, 6, 13]
    assert [fixed.after("a", 0, right=right) for right in (True, True, True, False, True)] == [1, 3, 7, 1, 3]


@pytest.mark.parametrize("name", BASELINES)
def test_a_follower_learns_and_the_same_seed_gives_the_same_life(name):
    person = population(2, 90, 3)[1]
    first, again = (Follower(person, COURSE, BASELINES[name]()).live(90) for _ in range(2))
    assert first == again
    assert first.minutes > 60 and 20 < first.at_end < len(CONCEPTS) and len(first.weeks) == 12


def test_days_are_judged_by_what_was_promised_and_estimated():
    days = [DayLived("ada", n, 360, 300, taken, 0, 0, True) for n, taken in enumerate((300, 330, 390, 400))]
    assert within_minutes(days) == 0.5
    assert error_of_estimate(days) == pytest.approx(0.2)


def test_a_backlog_is_judged_by_the_day_that_was_named_days_off_and_all():
    lived = {"backlog": frozenset({1, 2}), "left_out": 1, "left": [2, 1, 1, 0], "days": [100, 102, 104, 107]}
    late, in_time, unsaid = (Return("ada", 100, 14, until=until, **lived) for until in (103, 104, None))
    assert [one.in_time for one in (late, in_time, unsaid)] == [False, True, None]
    assert {one.gone_on for one in (late, in_time, unsaid)} == {104}, "the last day on which one of them was asked"
    waiting, overdue = (Return("ada", 100, 14, frozenset({1}), until=until, left=[1, 1], days=[100, 104]) for until in (104, 103))
    assert [one.in_time for one in (waiting, overdue)] == [None, False], "the day after has to be seen"
    assert caught_up_in_time([late, in_time, unsaid, waiting]) == 0.5
    assert unnamed([late, in_time, unsaid, waiting]) == 1
    assert never_grows([late, in_time])
    assert not never_grows([Return("ada", 1, 9, left=[1, 2], days=[1, 2])])
