"""What answers say of a question: known values, and what must hold of any answers."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from functools import reduce
from statistics import correlation as pearson

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules import analysis
from tutor.rules.analysis import Answer, Level, Sums, add, together
from tutor.rules.flags import Flag, flags

options = st.sampled_from([(), ("0",), ("1",), ("0", "2")])
levels = st.none() | st.floats(-0.6, 0.6)
answers = st.builds(
    Answer, st.booleans(), st.integers(0, 3600), st.booleans(), st.none() | st.floats(0.01, 0.99), levels, options
)
many = st.lists(answers, max_size=60)


def summed(given: list[Answer]) -> Sums:
    return reduce(add, given, Sums())


def close(one: Sums, other: Sums) -> bool:
    """The same but for the last places of sums of fractions."""
    rounded = [
        {name: round(value, 9) + 0.0 if isinstance(value, float) else value for name, value in fields(sums).items()}
        for sums in (one, other)
    ]
    return rounded[0] == rounded[1]


def fields(sums: Sums) -> dict[str, object]:
    picks = {key: (one.count, one.known, round(one.rest, 9) + 0.0) for key, one in sums.picks.items()}
    return {name: getattr(sums, name) for name in Sums.__slots__} | {"picks": picks, "seconds": dict(sums.seconds)}


@given(many, many)
def test_the_sums_of_two_lots_are_the_sums_of_all_in_any_order(one: list[Answer], other: list[Answer]) -> None:
    assert close(together(summed(one), summed(other)), summed(other + one))


@given(many, answers)
def test_an_answer_taken_back_leaves_no_trace(given: list[Answer], one: Answer) -> None:
    before = summed(given)
    assert close(add(add(before, one), one, -1), before)


@given(st.lists(st.tuples(st.booleans(), st.none() | st.floats(0.01, 0.99)), max_size=30))
def test_a_level_goes_back_the_way_it_came(history: list[tuple[bool, float | None]]) -> None:
    level = Level()
    for passed, predicted in history:
        after = level.after(passed, predicted)
        back = after.before(passed, predicted)
        assert back.answers == level.answers and math.isclose(back.residual, level.residual, abs_tol=1e-9)
        level = after
    assert level.rest is None if level.answers < analysis.LEAST_OTHERS else -1 < level.rest < 1


def _drawn(n: int, slope: float, seed: int = 7) -> list[Answer]:
    """Learners whose chance to pass grows with their level by `slope`; who fails takes option 1, who passes 0."""
    chance, given = random.Random(seed), []
    for _ in range(n):
        level = chance.gauss(0, 0.15)
        passed = chance.random() < 1 / (1 + math.exp(-slope * level))
        given.append(Answer(passed, chance.randrange(5, 60), rest=level, picks=("0" if passed else "1",)))
    return given


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(-8, 8))
def test_discrimination_is_pearsons_correlation_of_passing_and_level(seed: int, slope: float) -> None:
    given = _drawn(120, slope, seed)
    plain = pearson([float(one.passed) for one in given], [one.rest for one in given])
    seen, of_right = analysis.discrimination(summed(given)), analysis.option_discrimination(summed(given), "0")
    assert seen is not None and seen == of_right
    assert math.isclose(seen.value, plain, abs_tol=1e-9) and seen.low < plain < seen.high
    of_wrong = analysis.option_discrimination(summed(given), "1")
    assert of_wrong is not None and math.isclose(of_wrong.value, -plain, abs_tol=1e-9)


def test_the_residual_is_zero_on_average_while_the_model_is_right_and_far_off_when_it_is_not() -> None:
    chance = random.Random(3)
    right, wrong = [], []
    for _ in range(400):
        p = chance.uniform(0.5, 0.97)
        right.append(Answer(chance.random() < p, 9, predicted=p))
        wrong.append(Answer(chance.random() < p - 0.3, 9, predicted=p))
    ok, off = analysis.standardised(summed(right)), analysis.standardised(summed(wrong))
    assert abs(ok) < 2 and off < -8
    mean = analysis.residual(summed(wrong))
    assert mean.low < -0.3 < mean.high < 0


def test_the_standardised_residual_of_a_worked_example() -> None:
    # 30 answers predicted at 0.8, of which 18 passed: (18 - 24) / √(30 · 0.16) = -6 / 2.19
    given = [Answer(n < 18, 9, predicted=0.8) for n in range(30)]
    assert analysis.standardised(summed(given)) == pytest.approx(-2.7386, abs=1e-4)
    assert analysis.residual(summed(given)).value == pytest.approx(-0.2)


def test_below_the_least_number_nothing_is_said() -> None:
    few = summed(_drawn(analysis.LEAST_ANSWERS - 1, 5))
    figures = (analysis.pass_rate, analysis.hint_rate, analysis.time_taken, analysis.residual, analysis.standardised)
    assert [figure(few) for figure in figures] == [None] * 5
    assert analysis.option_share(few, "0") is None
    assert analysis.discrimination(summed(_drawn(analysis.LEAST_PAIRS - 1, 5))) is None
    assert flags(few, few, declared_seconds=1, rights=["0"], distractors=["1", "2"]) == ()


def test_where_all_pass_nothing_can_be_told_apart() -> None:
    everyone = [replace(one, passed=True, picks=("0",)) for one in _drawn(200, 5)]
    same = [replace(one, rest=0.25) for one in _drawn(200, 5)]
    assert analysis.discrimination(summed(everyone)) is None and analysis.discrimination(summed(same)) is None


GOOD = dict(declared_seconds=30, rights=["0"], distractors=["1"])


@pytest.mark.parametrize(
    ("first", "more", "raised"),
    [
        (_drawn(400, 8), {}, set()),
        (_drawn(400, -8), {}, {Flag.REVERSED, Flag.RIGHT_AVOIDED}),
        (_drawn(900, 0, 1), {}, {Flag.UNDISCRIMINATING}),
        (_drawn(400, 8), {"distractors": ["1", "2"]}, {Flag.IDLE_DISTRACTOR}),
        (_drawn(60, 8), {"distractors": ["2"]}, set()),  # nobody of 60 took it: that may well be chance
        (_drawn(400, 8), {"declared_seconds": 5}, {Flag.SLOW}),
        (_drawn(400, 8), {"open_reports": 1, "leeches": 2}, {Flag.REPORTED, Flag.LEECH}),
        ([Answer(n > 2, 9) for n in range(400)], {"distractors": []}, {Flag.TOO_EASY}),
        ([Answer(n > 0, 9) for n in range(40)], {"distractors": []}, set()),  # 39 of 40: not yet surely above 95 %
        ([Answer(n < 20, 9) for n in range(200)], {"distractors": []}, {Flag.TOO_HARD}),
        ([Answer(n < 100, 9, predicted=0.8) for n in range(200)], {"distractors": []}, {Flag.MISFIT}),
    ],
)
def test_a_flag_is_raised_where_the_figures_surely_say_so(first: list[Answer], more: dict, raised: set[Flag]) -> None:
    assert set(flags(summed(first), Sums(), **GOOD | more)) == raised
