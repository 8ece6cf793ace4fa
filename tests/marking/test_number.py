"""Numbers: tolerance, units, foreseen mistakes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import BadResponse, Note, explain, generate, mark, problems
from tests.marking.strategies import laws

NUMBER = {"kind": "number", "ask": "How long?", "why": "Pythagoras.", "answer": 5, "tolerance": {"absolute": 0.01}}
MISTAKES = [{"answer": 7, "why": "added up"}, {"answer": 25, "why": "no root"}]
LENGTH = NUMBER | {"unit": "km", "units": {"m": 0.001}, "mistakes": MISTAKES}


def score(document: dict[str, Any], text: str) -> float:
    return mark(generate(document, 1), {"number": text}).score


def told(document: dict[str, Any], text: str) -> Any:
    question = generate(document, 1)
    return explain(question, {"number": text}, mark(question, {"number": text}))


@pytest.mark.parametrize(
    ("tolerance", "inside", "outside"),
    [
        ({"absolute": 0.01}, ["5", "5.01", "4.99", "5,0"], ["5.0101", "4.98", "-5", "0"]),
        ({"absolute": 0}, ["5", "5.0000000001", "10/2"], ["5.00001", "4.99999"]),
        ({"relative": 0.1}, ["5.5", "4.5"], ["5.51", "4.49"]),
        ({"relative": 0}, ["5"], ["5.001"]),
    ],
)
def test_a_number_within_its_tolerance_is_right(tolerance: dict[str, float], inside: list[str], outside: list[str]) -> None:
    document = NUMBER | {"tolerance": tolerance}
    assert [score(document, text) for text in inside] == [1] * len(inside)
    assert [score(document, text) for text in outside] == [0] * len(outside)


@pytest.mark.parametrize(("text", "right"), [("5", 1), ("5 km", 1), ("5000 m", 1), ("5 m", 0), ("5000", 0), ("5000 km", 0)])
def test_a_unit_counts(text: str, right: int) -> None:
    assert score(LENGTH, text) == right


def test_a_number_of_an_unknown_unit_is_refused_and_not_wrong() -> None:
    with pytest.raises(BadResponse, match="Use km, m"):
        score(LENGTH, "5 kg")


def test_either_reading_of_a_comma_before_three_digits_may_be_the_right_one() -> None:
    assert score(NUMBER | {"answer": 1234}, "1,234") == 1
    assert score(NUMBER | {"answer": 1.234}, "1,234") == 1
    assert score(NUMBER | {"answer": 1234}, "1.234") == 0


def test_zero_has_no_relative_tolerance_but_is_found() -> None:
    document = NUMBER | {"answer": 0, "tolerance": {"relative": 0.1}}
    assert [score(document, text) for text in ("0", "-0", "0.0001")] == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "whys"),
    [("7", ["added up"]), ("7000 m", ["added up"]), ("25", ["no root"]), ("6", []), ("5", [])],
)
def test_a_foreseen_mistake_gets_its_own_answer(text: str, whys: list[str]) -> None:
    assert told(LENGTH, text).notes == tuple(Note("number", why, right=False, chosen=True) for why in whys)
    assert told(LENGTH, text).solution == "5 km"


def test_of_two_foreseen_mistakes_the_nearer_is_meant() -> None:
    mistakes = [{"answer": 7, "why": "seven"}, {"answer": 7.005, "why": "a bit more"}]
    assert [note.text for note in told(NUMBER | {"mistakes": mistakes}, "7.004").notes] == ["a bit more"]


def test_a_foreseen_mistake_that_some_values_make_right_is_right() -> None:
    assert score(NUMBER | {"mistakes": [{"answer": 5, "why": "no"}]}, "5") == 1


@pytest.mark.parametrize(
    ("answer", "tolerance", "shown"),
    [
        (5, {"absolute": 0.01}, "5"),
        ("1/3", {"absolute": 0.01}, "0.333"),
        ("1/3", {"absolute": 0.005}, "0.3333"),
        ("2/3", {"relative": 0.01}, "0.6667"),
        ("0.1 + 0.2", {"absolute": 0}, "0.3"),
        ("1000/7", {"absolute": 1}, "142.9"),
        ("100000/7", {"absolute": 100}, "14286"),
        ("-0.0001", {"absolute": 0.01}, "0"),
        ("2.5e-9", {"relative": 0.01}, "0.0000000025"),
        (0, {"relative": 0.1}, "0"),
        (1e15, {"relative": 0.1}, "1000000000000000"),
    ],
)
def test_the_answer_is_shown_as_exactly_as_it_is_asked(answer: Any, tolerance: dict[str, float], shown: str) -> None:
    document = NUMBER | {"answer": answer, "tolerance": tolerance}
    assert problems(document) == []
    assert told(document, "77").solution == shown
    assert score(document, shown) == 1


@laws
@given(
    st.floats(-1e9, 1e9),
    st.sampled_from([{"absolute": 0.01}, {"absolute": 3}, {"relative": 0.001}, {"relative": 0.3}, {"absolute": 1e-7}]),
)
def test_the_answer_that_is_shown_is_right_itself(answer: float, tolerance: dict[str, float]) -> None:
    document = NUMBER | {"answer": answer, "tolerance": tolerance}
    assert score(document, told(document, "1e12").solution) == 1


@laws
@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_an_exact_decimal_is_right_without_any_tolerance(digits: int, places: int) -> None:
    answer = digits / 10**places
    assert score(NUMBER | {"answer": answer, "tolerance": {"absolute": 0}}, f"{answer:.{places}f}") == 1


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"answer": None}, "answer", "is missing"),
        ({"answer": "n"}, "answer", "“n” is not known"),
        ({"answer": "'5'"}, "answer", "not a number"),
        ({"answer": True}, "answer", "not a number"),
        ({"answer": [5]}, "answer", "not a number"),
        ({"tolerance": None}, "tolerance", "missing or unclear"),
        ({"tolerance": 0.1}, "tolerance", "missing or unclear"),
        ({"tolerance": {"absolute": -1}}, "tolerance", "missing or unclear"),
        ({"tolerance": {"absolute": "0.1"}}, "tolerance", "missing or unclear"),
        ({"tolerance": {"relative": 0.6}}, "tolerance", "missing or unclear"),
        ({"tolerance": {"absolute": 1, "relative": 0.1}}, "tolerance", "missing or unclear"),
        ({"tolerance": {"percent": 1}}, "tolerance", "missing or unclear"),
        ({"answer": "1/3", "tolerance": {"absolute": 0}}, "tolerance", "has no end"),
        ({"unit": 3}, "unit", "no text"),
        ({"unit": ["km"], "units": {"m": 1}}, "unit", "no text"),
        ({"unit": "1/s"}, "unit", "cannot be typed"),
        ({"unit": "km", "units": ["m"]}, "units", "not a mapping"),
        ({"unit": "km", "units": {"m": 0}}, "units", "not a mapping"),
        ({"unit": "km", "units": {"m": "x"}}, "units", "not a mapping"),
        ({"unit": "km", "units": {"m": True}}, "units", "not a mapping"),
        ({"unit": "km", "units": {"": 2}}, "units", "not a mapping"),
        ({"unit": "km", "units": {3: 2}}, "units", "not a mapping"),
        ({"unit": "km", "units": {"-m": 1}}, "units", "cannot be typed"),
        ({"units": {"m": 1}}, "units", "do not refer"),
        ({"unit": "km", "units": {"km": 2}}, "units", "do not refer"),
        ({"mistakes": [{"answer": 3}]}, "mistakes.0.why", "missing"),
        ({"mistakes": [{"why": "no"}]}, "mistakes.0.answer", "is missing"),
        ({"mistakes": {"answer": 3}}, "mistakes", "not a list"),
        ({"decimals": 2}, "decimals", "not a field here"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(change: dict[str, Any], place: str, said: str) -> None:
    found = problems(NUMBER | change)
    assert [what for where, what, _ in found if where == place and said in what], found
