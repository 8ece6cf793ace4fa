"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import BadResponse
from exercises.marking.quantities import read
from tests.marking.strategies import laws

LENGTHS = {"m": 1000, "mm": 1e-6 * 1000, "cm²": 2}


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("5", (5,)),
        (" 0.75 ", (0.75,)),
        (".75", (0.75,)),
        ("5.", (5,)),
        ("0,75", (0.75,)),
        (",75", (0.75,)),
        ("+5", (5,)),
        ("-5", (-5,)),
        ("- 5", (-5,)),
        ("−5", (-5,)),  # minus sign
        ("–5", (-5,)),  # en dash, as phones make of two hyphens
        ("= 5", (5,)),
        ("≈5", (5,)),
        ("~ -5", (-5,)),
        ("1,234", (1.234, 1234)),  # either way
        ("1.234", (1.234,)),
        ("0,234", (0.234,)),
        ("1234,5", (1234.5,)),
        ("1,234.5", (1234.5,)),
        ("1.234,5", (1234.5,)),
        ("1,234,567", (1234567,)),
        ("1.234.567", (1234567,)),
        ("1.234.567,8", (1234567.8,)),
        ("1 234", (1234,)),
        ("1\u202f234\u202f567,5", (1234567.5,)),  # narrow no-break space
        ("1'234", (1234,)),
        ("1’234.5", (1234.5,)),
        ("1_000_000", (1000000,)),
        ("3/4", (0.75,)),
        ("-3 / 4", (-0.75,)),
        ("1,5/3", (0.5,)),
        ("½", (0.5,)),
        ("−¾", (-0.75,)),
        ("3⁄4", (0.75,)),
        ("1.2e3", (1200,)),
        ("1,2E+3", (1200,)),
        ("2e-3", (0.002,)),
        ("2e−3", (0.002,)),
        ("1.2·10^3", (1200,)),
        ("1.2 × 10^-3", (0.0012,)),
        ("1.2 x 10**3", (1200,)),
        ("1.2*10^3", (1200,)),
        ("10^6", (1000000,)),
        ("-10 ** -2", (-0.01,)),
        ("≈ 10^2", (100,)),
        ("40 %", (0.4,)),
        ("40%", (0.4,)),
        ("40 per cent", (0.4,)),
        ("１２", (12,)),
        ("٣٫٥", (3.5,)),
        ("1e-400", (0,)),
        ("0/5", (0,)),
        ("\u200b5", (5,)),  # pasted
    ],
)
def test_a_number_is_read_the_way_it_is_meant(typed: str, values: tuple[float, ...]) -> None:
    assert read(typed, "", {}) == pytest.approx(values)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        ("3 km", 3),
        ("3km", 3),
        ("3 KM", 3),
        ("3 km.", 3),
        ("3 m", 3000),
        ("3 mm", 0.003),
        ("5 cm²", 10),
        ("5 cm2", 10),
        ("1/2 km", 0.5),
        ("1.2e3 m", 1200000),
        ("1 234 km", 1234),
    ],
)
def test_a_number_is_read_in_its_unit(typed: str, value: float) -> None:
    assert read(typed, "km", LENGTHS) == pytest.approx((value,))


def test_case_counts_where_two_units_differ_by_it_alone() -> None:
    units = {"mm": 1, "Mm": 1e9}
    assert (read("2 mm", "mm", units), read("2 Mm", "mm", units)) == ((2,), (2e9,))
    with pytest.raises(BadResponse, match="does not fit"):
        read("2 MM", "mm", units)


def test_where_the_unit_is_per_cent_a_number_is_not_divided() -> None:
    assert read("40 %", "%", {}) == read("40", "%", {}) == (40,)
    with pytest.raises(BadResponse, match="does not fit"):
        read("40 %", "km", {})


@pytest.mark.parametrize(
    "typed",
    [
        *["", "five", "--5", "5-3", "5 - 3", "1 2", "12 34", "1,2,3", "12,34,567", "1.2.3", "1 234 56", "1''234", "3 1/2", "3½"],
        *["1.,", "1.234.5", "1,234,5"],
        *["1/2/3", "2^10", "10²", "5 + 1", "(5)", "5 = 5", "sqrt(2)", "1e", "e5", "1e5e5", "0x10", "nan", "inf", "∞"],
    ],
)
def test_what_is_no_number_is_refused_and_told_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadResponse) as refused:
        read(typed, "", {})
    assert refused.value.field == "number" and refused.value.mend


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("1/0", "0 below"), ("1/0,000", "0 below"), ("1e400", "too large"), ("9e999", "too large"), ("5 kg", "“kg” does not fit")],
)
def test_a_number_that_cannot_be_meant_is_told_why(typed: str, problem: str) -> None:
    with pytest.raises(BadResponse) as refused:
        read(typed, "km", {"m": 0.001})
    assert problem in refused.value.problem


def test_units_that_fit_are_named() -> None:
    with pytest.raises(BadResponse, match="Use km, m"):
        read("5 kg", "km", {"m": 0.001})
    with pytest.raises(BadResponse, match="Leave it out"):
        read("5 kg", "", {})


@laws
@given(st.floats(-1e12, 1e12))
def test_what_python_prints_is_read_back(value: float) -> None:
    assert read(repr(value), "", {}) == (value,)
    assert read(repr(value).replace(".", ",").replace("-", "−"), "", {})[0] == value


@laws
@given(st.integers(1000, 10**12), st.sampled_from([" ", "'", "_", "\u202f"]))
def test_thousands_may_be_set_apart(value: int, mark: str) -> None:
    assert read(f"{value:,}".replace(",", mark), "", {}) == (value,)
    assert value in read(f"{value:,}", "", {})
    assert read(f"{value:,}.25", "", {}) == (value + 0.25,)


@laws
@given(st.text(max_size=30) | st.text("0123456789.,'_ /eE+-x·10^*%km½−=", max_size=20))
def test_any_text_is_a_finite_number_or_refused(typed: str) -> None:
    try:
        values = read(typed, "km", LENGTHS)
    except BadResponse as problem:
        assert problem.problem and problem.mend
        return
    assert values and all(abs(value) < float("inf") for value in values)
