"""Intervals: known values, and what must hold of any counts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.intervals import Estimate, correlation, difference, median, share

counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # 81 of 263, 15 of 148 and 0 of 20: table I of Newcombe, Statistics in Medicine 17 (1998) 857, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(successes: int, n: int, low: float, high: float) -> None:
    seen = share(successes, n)
    assert (seen.value, seen.n) == (successes / n, n)
    assert (round(seen.low, 4), round(seen.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    # 56/70 - 48/80, 9/10 - 3/10 and 10/10 - 0/10: table II of Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_newcombes_interval_is_the_published_one(one, other, low: float, high: float) -> None:
    seen = difference(share(*one), share(*other))
    assert (round(seen.low, 4), round(seen.high, 4)) == (low, high)


@given(counts)
def test_a_share_lies_in_its_interval_and_turns_with_it(given: tuple[int, int]) -> None:
    successes, n = given
    seen, turned = share(successes, n), share(n - successes, n)
    assert 0 <= seen.low <= seen.value <= seen.high <= 1
    assert seen.low == pytest.approx(1 - turned.high, abs=1e-12)
    assert share(successes * 4, n * 4).high - share(successes * 4, n * 4).low < seen.high - seen.low


@given(counts, counts)
def test_a_difference_turns_its_sign_with_its_sides(one: tuple[int, int], other: tuple[int, int]) -> None:
    seen, turned = difference(share(*one), share(*other)), difference(share(*other), share(*one))
    assert -1 <= seen.low <= seen.value <= seen.high <= 1
    assert (seen.low, seen.high) == (pytest.approx(-turned.high), pytest.approx(-turned.low))


@given(st.floats(-1, 1), st.integers(4, 10_000))
def test_a_correlation_lies_in_its_interval(r: float, n: int) -> None:
    seen = correlation(r, n)
    assert -1 <= seen.low <= seen.value + 1e-12 and seen.value - 1e-12 <= seen.high <= 1


def test_fishers_interval_is_the_textbooks() -> None:
    seen = correlation(0.6, 33)  # artanh 0.6 = 0.6931, ± 1.96 / √30 = 0.3578
    assert (round(seen.low, 4), round(seen.high, 4)) == (0.3233, 0.7822)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=300))
def test_a_median_is_that_of_the_values_between_two_of_them(values: list[int]) -> None:
    from statistics import median as plain

    seen = median({one: values.count(one) for one in values})
    assert (seen.value, seen.n) == (plain(values), len(values))
    assert min(values) <= seen.low <= seen.value <= seen.high <= max(values)
    assert {seen.low, seen.high} <= set(values)


@pytest.mark.parametrize("n", [30, 101, 400])
def test_the_ends_of_a_median_hold_it_with_the_probability_promised(n: int) -> None:
    seen = median(dict.fromkeys(range(1, n + 1), 1))
    below, above = int(seen.low), int(seen.high)
    holds = sum(math.comb(n, k) for k in range(below, above)) / 2**n  # of the ranks under the true median
    assert 0.95 <= holds < 0.985


@pytest.mark.parametrize("wrong", [lambda: share(3, 2), lambda: share(0, 0), lambda: correlation(0.1, 3), lambda: median({})])
def test_what_has_no_interval_is_refused(wrong) -> None:
    with pytest.raises(ValueError):
        wrong()


def test_a_perfect_correlation_has_no_width() -> None:
    assert correlation(1.0, 60) == Estimate(1.0, 1.0, 1.0, 60)
