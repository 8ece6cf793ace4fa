"""Fresh values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from exercises.marking.parameters import draw, problems
from tests.marking.strategies import laws, seeds

ALL = {
    "n": {"int": [2, 9]},
    "x": {"float": [0.1, 0.9, 1]},
    "v": {"ints": [-4, 4, 3]},
    "w": {"choice": ["cat", "dog"]},
}


@laws
@given(seeds)
def test_every_way_of_drawing_keeps_its_bounds(seed: int) -> None:
    names = draw({"parameters": ALL, "let": {"m": "n + 1", "k": "m * 2"}}, seed)
    assert 2 <= names["n"] <= 9 and isinstance(names["n"], int)
    assert 0.1 <= names["x"] <= 0.9 and names["x"] == round(names["x"], 1)
    assert len(names["v"]) == 3 and all(-4 <= one <= 4 for one in names["v"])
    assert names["w"] in {"cat", "dog"}
    assert (names["m"], names["k"]) == (names["n"] + 1, 2 * names["n"] + 2)


def test_every_value_within_the_bounds_comes_up() -> None:
    drawn = [draw({"parameters": ALL}, seed) for seed in range(200)]
    assert {names["n"] for names in drawn} == set(range(2, 10))
    assert {names["w"] for names in drawn} == {"cat", "dog"}
    assert len({names["x"] for names in drawn}) == 9


@laws
@given(seeds)
def test_the_same_seed_draws_the_same_also_from_the_published_form(seed: int) -> None:
    let = {"m": "n + 1"}
    published = {"parameters": [list(one) for one in ALL.items()], "let": [list(one) for one in let.items()]}
    assert draw({"parameters": ALL, "let": let}, seed) == draw(published, seed)


def test_values_drawn_for_one_seed_never_change() -> None:
    """Answers that learners have given are marked against what they were asked, years later."""
    assert draw({"parameters": ALL}, 7) == {"n": 7, "x": 0.9, "v": [-2, 3, 0], "w": "dog"}


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("n", None),
        ("n", 3),
        ("n", {}),
        ("n", {"int": [1, 2], "float": [1, 2, 3]}),
        ("n", {"real": [1, 2]}),
        ("n", {"int": [1]}),
        ("n", {"int": [2, 2]}),
        ("n", {"int": [9, 2]}),
        ("n", {"int": [1.5, 2]}),
        ("n", {"int": [True, 2]}),
        ("n", {"int": ["1", "2"]}),
        ("n", {"int": [0, 10**7]}),
        ("n", {"int": "12"}),
        ("n", {"float": [0, 1]}),
        ("n", {"float": [0, 1, 11]}),
        ("n", {"float": [0, 1, 2.0]}),
        ("n", {"float": [0, float("nan"), 2]}),
        ("n", {"float": [1, 0, 2]}),
        ("n", {"float": ["0", 1, 2]}),
        ("n", {"ints": [0, 1]}),
        ("n", {"ints": [1, 0, 3]}),
        ("n", {"ints": [0.5, 1, 3]}),
        ("n", {"ints": [0, 1, True]}),
        ("n", {"ints": [0, 1, 0]}),
        ("n", {"ints": [0, 1, 51]}),
        ("n", {"choice": []}),
        ("n", {"choice": ["one"]}),
        ("n", {"choice": [None, 1]}),
        ("n", {"choice": [{"a": 1}, 1]}),
        ("n", {"choice": [1e300, 1]}),
        ("n", {"choice": ["a" * 2000, "b"]}),
        ("sqrt", {"int": [1, 2]}),
        ("pi", {"int": [1, 2]}),
        ("if", {"int": [1, 2]}),
        ("2n", {"int": [1, 2]}),
        ("", {"int": [1, 2]}),
        (3, {"int": [1, 2]}),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_place(name: Any, spec: Any) -> None:
    ((place, what, mend),) = problems({"parameters": {name: spec}})
    assert place == f"parameters.{name}" and what and mend


@pytest.mark.parametrize(
    ("let", "place", "said"),
    [
        ({"n": "1"}, "let.n", "not a new name"),
        ({"sum": "1"}, "let.sum", "not a new name"),
        ({"a": "b", "b": "1"}, "let.a", "“b” is not known"),
        ({"a": "1 / (n - n)"}, "let.a", "division by zero (with seed 0)"),
        ({"a": None}, "let.a", "neither a real number"),
        ({"a": "1 / (n - 5)"}, "let.a", "(with seed"),  # only one of eight values is at fault
        ([], "let", "not a mapping"),
    ],
)
def test_what_cannot_be_computed_is_told_with_its_seed(let: Any, place: str, said: str) -> None:
    ((where, what, _),) = problems({"parameters": {"n": {"int": [2, 9]}}, "let": let})
    assert where == place and said in what


def test_parameters_that_are_no_mapping_are_told() -> None:
    assert problems({"parameters": ["n"]})[0][0] == "parameters"
    assert problems({}) == []
    assert problems({"parameters": ALL | {"u": {"ints": [0, 1, 50]}}, "let": {"a": "n", "b": "a"}}) == []
