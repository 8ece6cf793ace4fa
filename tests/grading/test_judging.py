"""Judges take whatever a learner's code may return: each passes or fails in words, and none of them can be tricked by a form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading import wire
from grading.checks import UNFORESEEN, Failed, T

NAN, INF = math.nan, math.inf
DTYPES = st.sampled_from(sorted(wire.DTYPES))
ARRAYS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)))
SCALARS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, ())).map(lambda array: array[()])
BIG = st.integers(-(2**4090), 2**4090)
LEAVES = st.none() | st.booleans() | st.integers() | BIG | st.floats() | st.text(max_size=4) | st.binary(max_size=3)
VALUES = st.recursive(
    LEAVES | ARRAYS | SCALARS,
    lambda one: (
        st.lists(one, max_size=4)
        | st.lists(one, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2), one, max_size=3)
        | st.tuples(one, one)
    ),
    max_leaves=8,
)
# Nearly right, so that the later steps of a judge are reached as well.
NEAR = st.lists(st.lists(st.integers(-1, 6), max_size=3) | st.integers(-1, 6) | st.floats(-2, 2), max_size=4) | ARRAYS
ANY = VALUES | NEAR

JUDGES: dict[str, Any] = {
    "that": lambda t, got, other: t.that(got, "No."),
    "equal": lambda t, got, other: t.equal(got, other),
    "equal in value": lambda t, got, other: t.equal(got, other, tolerate_kinds=True),
    "close": lambda t, got, other: t.close(got, other),
    "shape": lambda t, got, other: t.shape(got, (2, 3), kind="float"),
    "finite": lambda t, got, other: t.finite(got),
    "between": lambda t, got, other: t.between(got, -1, 1),
    "between what was returned": lambda t, got, other: t.between(got, other, other),
    "unit_rows": lambda t, got, other: t.unit_rows(got),
    "symmetric": lambda t, got, other: t.symmetric(got),
    "increasing": lambda t, got, other: t.increasing(got),
    "decreasing": lambda t, got, other: t.decreasing(got, strictly=True),
    "permutation": lambda t, got, other: t.permutation(got, other),
    "ids": lambda t, got, other: t.ids(got, n=5, message="From 0 to 4."),
    "subset": lambda t, got, other: t.subset(got, n=5, k=3),
    "recall": lambda t, got, other: t.recall(got, [[1, 2], [3, 4]], 0.5),
    "recall of what was returned": lambda t, got, other: t.recall(got, other, 0.5, k=5),
    "pairs_f1": lambda t, got, other: t.pairs_f1(got, [(1, 2), (3, 4)], 0.5),
    "pairs_f1 of what was returned": lambda t, got, other: t.pairs_f1(got, other, 0.5),
    "gradient": lambda t, got, other: t.matches_gradient(got, lambda x: float((x**2).sum()), [[1.0, 2.0]]),
    "gradient at a number": lambda t, got, other: t.matches_gradient(got, float, 2.0),
}


def judged() -> T:
    t = T(lambda request: {"value": None}, "a check", 1)
    t.call("f")
    return t


@pytest.mark.parametrize("name", JUDGES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(got=ANY, other=ANY)
def test_any_value_passes_or_fails_in_words(name: str, got: Any, other: Any) -> None:
    # As it comes out of a box.
    got, other = wire.loads(wire.dumps(got)), wire.loads(wire.dumps(other))
    t = judged()
    try:
        JUDGES[name](t, got, other)
    except Failed as failed:
        assert 0 < len(str(failed)) < 600
        assert not str(failed).startswith(UNFORESEEN)
    assert t.sample_io is not None
    assert all(isinstance(text, str) and len(text) <= 300 for text in t.sample_io.values())


def passes(judge: Any, *args: Any, **named: Any) -> bool:
    try:
        judge(*args, **named)
    except Failed:
        return False
    return True


T_ = judged()


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        (0.3, 0.1 + 0.2, True),
        (2**70, 2.0**70, True),
        ([1, 2.0], (1, 2), True),
        ([[1], [2]], np.array([[1.0], [2.0]]), True),
        (True, 1, False),
        ([True, 1], [1, 1], False),
        (np.array([True]), [1], False),
        ([1.0, None], [1.0, 2.0], False),
        (["1.0"], [1.0], False),
        (b"1", 1, False),
        (INF, INF, False),
        (5.0, INF, False),  # whatever is finite is within infinity of infinity
        (NAN, NAN, False),
        (1 + 0j, 1.0, True),
        (1 + 0.1j, 1.0, False),
        (np.uint8(0), np.uint8(255), False),  # 0 - 255 is 1 in uint8
        (np.array([-(2**63)]), np.array([2**63 - 1]), False),  # their difference is 1 in int64
        (np.float16(1), 1.0, True),
        ([], [], True),
        ([], 1.0, False),
        ([1.0], 1.0, False),
        (1.0, "1.0", False),
    ],
)
def test_close_compares_numbers_and_nothing_else(got: Any, expected: Any, right: bool) -> None:
    with np.errstate(all="raise"):
        assert passes(T_.close, got, expected, rtol=0.01) is right


def test_two_calls_that_both_return_nothing_are_told_of_the_missing_return() -> None:
    with pytest.raises(Failed, match=r"^What you returned: None \(is a return missing\?\); expected numbers\.$"):
        T_.close(None, None)
    with pytest.raises(Failed, match=r"^This should be compared with numbers, and there is a str\.$"):
        T_.close(1.0, "one")


@pytest.mark.parametrize(
    ("judge", "right", "wrong"),
    [
        (T_.finite, [1, 2.0], [INF]),
        (T_.unit_rows, np.eye(3), np.eye(3) * 1.01),
        (T_.unit_rows, [0.6, 0.8], 1.0),
        (T_.unit_rows, np.zeros((0, 4)), np.zeros((1, 0))),
        (T_.symmetric, [[1.0, 2.0], [2.0, 1.0]], np.ones((2, 3))),
        (T_.symmetric, np.zeros((0, 0)), np.zeros((2, 2, 2))),
        (T_.increasing, [1, 1, 2], [1, 3, 2]),
        (T_.increasing, np.array([0, 255], dtype=np.uint8), np.array([255, 0], dtype=np.uint8)),
        (T_.decreasing, [], [[1], [0]]),
        (T_.decreasing, [2.0, 2.0, 0.0], [1.0, 1j]),
    ],
)
def test_properties_of_numbers(judge: Any, right: Any, wrong: Any) -> None:
    assert passes(judge, right)
    assert not passes(judge, wrong)


def test_strict_order_has_no_two_the_same() -> None:
    assert passes(T_.increasing, [1, 2], strictly=True)
    assert not passes(T_.increasing, [1, 1], strictly=True)
    assert not passes(T_.decreasing, [1, 1], strictly=True)


@pytest.mark.parametrize(
    ("got", "low", "high", "right"),
    [
        (1, 1, 1, True),
        (np.array([[0.0, 1.0]]), 0, 1, True),
        (5.0, 0, INF, True),
        (-5.0, -INF, 0, True),
        (5.0, 0, 1, False),
        (NAN, -INF, INF, False),
        (INF, 0, INF, False),
        (0.5, NAN, 1, False),
        (0.5, 0, None, False),
        (0.5, [0], [1], False),
        (1j, 0, 1, False),
        ("a", 0, 1, False),
    ],
)
def test_between_includes_both_ends(got: Any, low: Any, high: Any, right: bool) -> None:
    assert passes(T_.between, got, low, high) is right


@pytest.mark.parametrize(
    ("got", "of", "right"),
    [
        ([3, 1, 2], [1, 2, 3], True),
        ((3, 1, 2), range(1, 4), True),
        (np.array([2, 1]), {1, 2}, True),
        (["b", "a"], ("a", "b"), True),
        ([(1, "x"), (0, "y")], [[0, "y"], [1, "x"]], True),
        ([{"a": 1, "b": 2}], [{"b": 2, "a": 1}], True),
        ([1, 1, 2], [1, 2, 2], False),
        ([1, 2], [1, 2, 3], False),
        ([True, 0], [1, 0], False),
        ([1.0], [1], False),
        ("ab", ["a", "b"], False),
        (3, [3], False),
        (np.array(3), [3], False),
        ([1], 1, False),
    ],
)
def test_a_permutation_has_the_same_members_each_as_often(got: Any, of: Any, right: bool) -> None:
    assert passes(T_.permutation, got, of) is right


@pytest.mark.parametrize(
    ("got", "says"),
    [
        ([0, 4], ""),
        (np.array([4, 0], dtype=np.uint8), ""),
        ((), ""),
        ([0, 5], "An id in what you returned belongs to nothing: ids go from 0 to n - 1."),
        ([-1], "An id in what you returned belongs to nothing: ids go from 0 to n - 1."),
        ([1, 1], "An id comes twice in what you returned."),
        ([0, 1, 2, 3], "What you returned: a list of 4; expected fewer."),
        ([1.0], "What you returned: a list of 1 with a float in it; expected ids, which are whole numbers."),
        ([True], "What you returned: a list of 1 with a bool in it; expected ids, which are whole numbers."),
        (np.array([[1]]), "What you returned: shape (1, 1) int64 with a list in it; expected ids, which are whole numbers."),
        ({"0": 1}, "What you returned: a dict of 1; expected a list of ids."),
        (2, "What you returned: an int; expected a list of ids."),
    ],
)
def test_ids_are_different_whole_numbers_of_what_there_is(got: Any, says: str) -> None:
    if not says:
        assert T_.subset(got, n=5, k=3) == [int(one) for one in got]
        return
    with pytest.raises(Failed) as failed:
        T_.subset(got, n=5, k=3)
    assert str(failed.value) == says


@pytest.mark.parametrize(
    ("ids", "reached"),
    [
        ([[1, 2], [3, 4]], 1.0),
        (np.array([[2, 1], [4, 3]]), 1.0),
        ([(1,), [5, 3]], 0.5),
        ([[1, 1], []], 0.25),
    ],
)
def test_recall_is_the_share_that_was_found_of_what_there_is(ids: Any, reached: float) -> None:
    assert T_.recall(ids, [[1, 2], [3, 4]], at_least=0.25) == reached


@pytest.mark.parametrize("ids", [[[1, 2]], [[1, 2, 3], [3, 4]], [1, 2], [[1, 2], 3], None, np.zeros((2, 2)), np.array([1, 2])])
def test_recall_of_something_else_than_ids_for_each_query_fails(ids: Any) -> None:
    assert not passes(T_.recall, ids, [[1, 2], [3, 4]], at_least=0.0)


def test_a_recall_below_the_bar_never_looks_as_if_it_were_reached() -> None:
    ids, exact = [[*range(896), -1]], [list(range(1000))]
    with pytest.raises(Failed, match=r"^Recall 0\.89; asked is 0\.90 or more\. Probe more cells\.$"):
        T_.recall(ids, exact, at_least=0.9, message="Probe more cells.")


@pytest.mark.parametrize(
    ("got", "reached"),
    [
        ([(2, 1), (3, 4)], 1.0),
        (np.array([[1, 2]]), 2 / 3),
        ([(1, 2), (2, 1), (1, 3), (4, 3)], 0.8),
        ([], 0.0),
    ],
)
def test_pairs_have_no_order_and_count_once(got: Any, reached: float) -> None:
    assert T_.pairs_f1(got, [(1, 2), (4, 3)], at_least=0.0) == pytest.approx(reached)


def test_no_pairs_where_there_are_none_is_right() -> None:
    assert T_.pairs_f1([], [], at_least=1.0) == 1.0
    assert T_.pairs_f1([("a", "b")], [], at_least=0.0) == 0.0


@pytest.mark.parametrize("got", [[1, 2], [(1, 2, 3)], [(1, 1)], [("a", 1.0)], [(True, 2)], "ab", {"a": "b"}, np.zeros((1, 2))])
def test_what_are_no_pairs_fail(got: Any) -> None:
    assert not passes(T_.pairs_f1, got, [(1, 2)], at_least=0.0)


def log_loss(w: Any) -> float:
    return float(np.log1p(np.exp(-w)).sum())


@pytest.mark.parametrize(
    ("factor", "says"),
    [
        (1, ""),
        (1.01, "wrong length"),
        (20.0, "wrong length"),
        (-1, "opposite way"),
        (0, "not the slope"),
        (np.array([1, 2, 1]), "not the slope"),
        (np.array([1, NAN, 1]), "nan or infinity"),
        (np.array([1, 1e200, 1e308]), "not the slope"),
        (1j, "expected shape (3,)"),
    ],
)
def test_a_gradient_is_compared_with_the_slope_of_the_loss_and_told_how_it_differs(factor: Any, says: str) -> None:
    at = np.array([0.5, -2.0, 30.0])
    slope = -1 / (1 + np.exp(at))
    if not says:
        T_.matches_gradient(slope * factor, log_loss, at)
        return
    with pytest.raises(Failed) as failed:
        T_.matches_gradient(slope * factor, log_loss, at)
    assert says in str(failed.value)


@pytest.mark.parametrize("condition", [np.array([]), np.array([1, 1]), 0, "", None, np.bool_(False), np.array([0])])
def test_what_is_not_plainly_true_does_not_hold(condition: Any) -> None:
    assert not passes(T_.that, condition, "No.")


def test_samples_show_what_a_judge_expects_or_what_the_check_itself_says() -> None:
    t = judged()
    t.between(0.5, 0, 1)
    assert t.sample_io == {"call": "f()", "expected": "from 0 to 1", "got": "None"}
    t.expects("a half, and its name")
    t.equal("a half", "a half")
    assert t.sample_io["expected"] == "a half, and its name"
    t.call("f")
    t.finite(1.0)
    assert t.sample_io["expected"] == "finite numbers"


def test_ids_may_repeat_where_they_are_asked_about() -> None:
    assert T_.ids(np.array([2, 2, 0]), n=3) == [2, 2, 0]
    with pytest.raises(Failed, match=r"^What you returned: a str; expected a list of ids\. Take row numbers\.$"):
        T_.ids("ab", n=3, message="Take row numbers.")
