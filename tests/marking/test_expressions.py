"""The arithmetic of item files: what it computes, and what it refuses to."""

from __future__ import annotations

import ast
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking.expressions import CONSTANTS, FUNCTIONS, LARGEST, MOST_ITEMS, ExpressionError, bounded, evaluate
from tests.marking.strategies import laws, values

NAMES = {"n": 7, "x": 0.25, "v": [3, 4], "w": [1, 2], "rows": [[1, 2], [3, 4]], "word": "cat"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("n + 1", 8),
        ("-n ** 2", -49),
        ("n // 2 + n % 2", 4),
        ("n / 2", 3.5),
        ("+x", 0.25),
        ("sqrt(v[0]**2 + v[1]**2)", 5.0),
        ("norm(v)", 5.0),
        ("dot(v, w)", 11),
        ("rows[1][0]", 3),
        ("v[-1]", 4),
        ("word[0]", "c"),
        ("word + 's'", "cats"),
        ("word * 2", "catcat"),
        ("v + w", [3, 4, 1, 2]),
        ("[n, x]", [7, 0.25]),
        ("len(word) + len(v)", 5),
        ("sorted([3, 1, 2])", [1, 2, 3]),
        ("max(v) - min(v) + sum(w)", 4),
        ("comb(5, 2)", 10),
        ("round(2.71828, 2)", 2.72),
        ("round(2.6)", 3),
        ("abs(-3)", 3),
        ("log(8, 2)", 3.0),
        ("log2(8) + log10(100)", 5.0),
        ("exp(0) + sin(0) + cos(pi)", 0.0),
        ("'a' if n > 5 else 'b'", "a"),
        ("1 if n < 5 else 2", 2),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("n == 7 and x != 1", True),
        ("not true or false", False),
        ("3 in v and 5 not in v", True),
        ("0 and 5", False),
        ("1 >= 1 <= 2", True),
        (" n ", 7),
        (5, 5),
        ([1, [2]], [1, [2]]),
        (True, True),
    ],
)
def test_it_computes(expression: object, value: object) -> None:
    found = evaluate(expression, NAMES)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("m + 1", "“m” is not known"),
        ("n +", "is no expression"),
        ("", "is no expression"),
        ("n = 3", "is no expression"),
        ("1; 2", "is no expression"),
        ("import os", "is no expression"),
        ("word.upper()", "more than arithmetic"),
        ("().__class__", "more than arithmetic"),
        ("v.append(1)", "more than arithmetic"),
        ("(lambda: 1)()", "more than arithmetic"),
        ("[i for i in v]", "more than arithmetic"),
        ("f'{n}'", "more than arithmetic"),
        ("v[0:1]", "more than arithmetic"),
        ("{1: 2}", "more than arithmetic"),
        ("(n := 3)", "more than arithmetic"),
        ("max(*v)", "more than arithmetic"),
        ("max(v, key=len)", "more than arithmetic"),
        ("open('x')", "more than arithmetic"),
        ("eval('1')", "more than arithmetic"),
        ("__import__('os')", "more than arithmetic"),
        ("1j", "more than arithmetic"),
        ("b'x'", "more than arithmetic"),
        ("None", "more than arithmetic"),
        ("...", "more than arithmetic"),
        ("n | 1", "more than arithmetic"),
        ("n << 9", "more than arithmetic"),
        ("~n", "more than arithmetic"),
        ("n is n", "more than arithmetic"),
        ("1, 2", "name it in `let`"),
        ("sqrt", "“sqrt” is not known"),
        ("1 / 0", "division by zero"),
        ("sqrt(-1)", "math domain"),
        ("log(0)", "math domain"),
        ("v[9]", "index out of range"),
        ("word + 1", "cannot be computed"),
        ("dot(v, [1])", "dot of 2 and 1 numbers"),
        ("'%s' % n", "% of a text"),
        ("(-8) ** 0.5", "neither a real number"),
        ("1e300 * 1e300", "not a bounded number"),
        ("1e16", "not a bounded number"),
        ("n\0", "“n\0”"),
        (None, "neither a real number"),
        ({"a": 1}, "neither a real number"),
        (math.nan, "not a bounded number"),
        (math.inf, "not a bounded number"),
    ],
)
def test_it_says_what_it_cannot_compute(expression: object, said: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        evaluate(expression, NAMES)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "bomb",
    [
        "9**9**9",
        "9**64**9",
        "2**64**2",
        "10**6**6",
        "'%9999999999d' % n",
        "'a' * 10**9",
        "10**9 * 'a'",
        "[0] * 10**9",
        "[[0] * 1000] * 1000",
        "'a' * 999 * 999",
        "'a' * 600 + 'a' * 600",
        "dot(['a'], [10**12])",
        "dot([[1]], [10**12])",
        "sum([[[1] * 999, [1] * 999]], [])",
        "round(1, -10**9)",
        "round(1, 10**9)",
        "comb(10**6, 5*10**5)",
        "comb(999, 500)",
        "exp(10**6)",
        "1e9**40",
        "1" + "0" * 300,
        "n" * 401,
        "-" * 397 + "'a'",
        "1" + "**9" * 130,
        "not " * 99 + "m",
        "[" + "v," * 198 + "m]",
    ],
)
def test_nothing_that_grows_without_bound_is_computed(bomb: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(bomb, {"n": 7, "v": [1] * 900})


@pytest.mark.parametrize("deep", ["(" * 199 + "1" + ")" * 199, "[" * 199 + "]" * 199, "-" * 399 + "1", "not " * 99 + "1"])
def test_nesting_as_deep_as_an_expression_can_be_long_does_no_harm(deep: str) -> None:
    assert evaluate(deep, {}) is not None


def test_an_expression_has_a_greatest_length() -> None:
    assert evaluate("1+" * 199 + "11", {}) == 210
    with pytest.raises(ExpressionError, match="401 characters"):
        evaluate("1+" * 200 + "1", {})


@laws
@given(st.text(max_size=60) | st.text("n1v+-*/%().,[]<>=!ifelsornd'\" ", max_size=60))
def test_any_text_has_a_bounded_value_or_is_refused(expression: str) -> None:
    try:
        assert bounded(evaluate(expression, {"n": 3, "v": [1, 2]})) is not None
    except ExpressionError as problem:
        assert str(problem)


@laws
@given(values)
def test_any_value_is_bounded_or_refused(value: Any) -> None:
    try:
        assert bounded(value) is value
    except ExpressionError as problem:
        assert str(problem)


numbers = st.integers(-50, 50).map(str) | st.sampled_from(["n", "0.5", "v[0]"])
sums = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})"),
    max_leaves=8,
)


@laws
@given(sums)
def test_it_agrees_with_python(expression: str) -> None:
    names = {"n": 3, "v": [1, 2]}
    expected = eval(compile(ast.parse(expression, mode="eval"), "", "eval"), {"__builtins__": {}}, names)
    if abs(expected) <= LARGEST:
        try:
            assert evaluate(expression, names) == expected
        except ExpressionError as problem:  # a part on the way may be too large
            assert "bounded" in str(problem) or "characters" in str(problem)


@given(st.integers(0, MOST_ITEMS * 2))
def test_texts_and_lists_have_a_greatest_length(length: int) -> None:
    for value, room in (("a" * length, MOST_ITEMS), ([0] * length, MOST_ITEMS - 1)):
        if length <= room:
            assert bounded(value) is value
        else:
            with pytest.raises(ExpressionError, match="too long"):
                bounded(value)


def test_names_of_functions_and_constants_do_not_meet() -> None:
    assert not set(FUNCTIONS) & set(CONSTANTS)
    assert evaluate("pi", {"pi": 3}) == 3  # only because files may not name a parameter so
