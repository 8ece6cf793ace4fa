"""Values in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking.expressions import ExpressionError
from exercises.marking.templates import fill, show
from tests.marking.strategies import laws

NAMES = {"n": 7, "x": 0.25, "v": [3, -4], "rows": [[1, 2], [3, 4]], "word": "cat", "sure": True, "zero": -0.0, "third": 1 / 3}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("no slot", "no slot"),
        ("[[n]] cats", "7 cats"),
        ("[[n]][[n]]", "77"),
        ("[[n+1]] and [[ n * 2 ]]", "8 and 14"),
        ("[[v]]", "[3, -4]"),
        ("[[v[0]]]", "3"),
        ("[[rows[1][0]]]", "3"),
        ("[[rows]]", "[[1, 2], [3, 4]]"),
        ("[[word]]", "cat"),
        ("[[ 'a]]b' ]]", "a]]b"),
        ('[["a" if n > 5 else "b"]]', "a"),
        ("[[sure]]", "yes"),
        ("[[n < 3]]", "no"),
        ("[[n / 2]]", "3.5"),
        ("[[n / 7]]", "1"),
        ("[[third]]", "0.3333333333"),
        ("[[0.1 + 0.2]]", "0.3"),
        ("[[zero]]", "0"),
        ("[[cos(pi / 2)]]", "0"),
        ("[[0.1 + 0.2 - 0.3]]", "0"),
        ("[[n / 10**6]]", "0.000007"),
        ("[[10**13 / 7]]", "1428571428571"),
        ("[[10**8 / 7]]", "14285714.29"),
        ("[[zero:.2f]]", "0.00"),
        ("[[0 - 0.001:.2f]]", "0.00"),
        ("[[0 - 0.001:+.2f]]", "+0.00"),
        ("[[x:.1%]]", "25.0%"),
        ("[[third:.2f]]", "0.33"),
        ("[[n:+d]]", "+7"),
        ("[[n:03d]]", "007"),
        ("[[10**6:,d]]", "1,000,000"),
        ("[[12345.678:,.1f]]", "12,345.7"),
        ("[[word:s]]", "cat"),
        ("[[third:.3g]]", "0.333"),
        ("[[x:.1e]]", "2.5e-01"),
        ("$\\frac{[[n]]}{2}$ {{blank}}", "$\\frac{7}{2}$ {{blank}}"),
        ("x = [[1, 2], [3, 4]]", "x = [[1, 2], [3, 4]]"),  # a nested list of Python is no slot
        ("x = [[0] * 3]", "x = [[0] * 3]"),
        ("x = [[n, [[n]]], [1]]", "x = [[n, 7], [1]]"),
        ("a [[ b", "a [[ b"),
        ("[[n\n]]", "[[n\n]]"),
        ("it's [[n]]", "it's 7"),
        ("]] [[n]]", "]] 7"),
        ("np.array([[[n]].0, [[2*n]].0])", "np.array([7.0, 14.0])"),
    ],
)
def test_a_slot_is_filled_as_a_person_would_write_it(text: str, filled: str) -> None:
    assert fill(text, NAMES) == filled


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[m]]", "“m” is not known"),
        ("[[1, 2]]", "name it in `let`"),
        ("[[3]]", "computes nothing"),
        ("[[ -0.5 ]]", "computes nothing"),
        ("[[]]", "no expression"),
        ("[[n.real]]", "more than arithmetic"),
        ("[[word:.2f]]", "cannot be shown as “.2f”"),
        ("[[x:d]]", "cannot be shown as “d”"),
        ("[[n:s]]", "cannot be shown as “s”"),
        ("[[v:.2f]]", "cannot be shown"),
        ("[[n:9999d]]", "no expression"),
        ("[[n:.999f]]", "no expression"),
        ("[[n:x]]", "no expression"),
    ],
)
def test_a_slot_that_cannot_be_filled_is_told(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        fill(text, NAMES)
    assert said in str(refused.value)


@laws
@given(st.text(st.characters(exclude_characters="["), max_size=80))
def test_text_without_slots_stays_as_it_is(text: str) -> None:
    assert fill(text, {}) == text


@laws
@given(st.text(st.sampled_from("[]n1 '\":.d+\n"), max_size=40))
def test_any_text_is_filled_or_refused(text: str) -> None:
    try:
        fill(text, {"n": 1})
    except ExpressionError as problem:
        assert str(problem)


@laws
@given(st.integers(-(10**6), 10**6), st.sampled_from([1, 10, 100, 1000]))
def test_decimals_that_add_up_show_no_noise(thousandths: int, below: int) -> None:
    exact = thousandths / below
    noisy = sum([0.1] * 10) * exact  # 0.9999999999999999 of it
    assert show(noisy) == show(exact)
    assert float(show(exact)) == pytest.approx(exact)


@laws
@given(st.floats(-1e15, 1e15))
def test_no_number_is_shown_as_minus_zero_or_with_a_power_of_ten(value: float) -> None:
    assert show(value) != "-0" and "e" not in show(value)
    assert set(show(value, ".1f")) != set("-0.")
