"""The client's types are those of the specification, and what they show cannot play with a terminal."""

from __future__ import annotations

import io
from dataclasses import is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from rich.console import Console

from lessons.content.formulas import mathml
from lessons.content.markdown import render
from loci_client import shapes
from loci_client.events import events
from loci_client.reading import hints
from loci_client.terminal.formulas import line
from loci_client.terminal.markup import tree
from loci_client.terminal.showing import inline, shown
from tutor.api.schema import specification

SHAPES = [one for one in vars(shapes).values() if isinstance(one, type) and is_dataclass(one)]
TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", datetime: "string", date: "string", UUID: "string"}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_shape_has_the_types_of_the_specification(shape: type) -> None:
    told = specification()["components"]["schemas"][shape.__name__]
    for name, kind in hints(shape).items():
        assert name in told["required"], f"{shape.__name__}.{name} may be missing"
        assert fits(kind, told["properties"][name]), f"{shape.__name__}.{name} is {told['properties'][name]}"


def fits(kind: Any, told: dict[str, Any]) -> bool:
    if kind is Any:
        return True
    if get_origin(kind) is UnionType:
        (inner,) = (one for one in get_args(kind) if one is not NoneType)
        nullable = "null" in told.get("type", []) or any(
            one.get("type") == "null" for one in told.get("oneOf", told.get("anyOf", []))
        )
        return nullable and fits(inner, told)
    if get_origin(kind) is tuple:
        return "array" in types_of(told) and fits(get_args(kind)[0], told["items"])
    if get_origin(kind) is dict:
        return "object" in types_of(told)
    if is_dataclass(kind):
        return f"/{kind.__name__}'" in str(told)
    return TYPES[kind] in types_of(told) or "$ref" in str(told) or "enum" in told


def types_of(told: dict[str, Any]) -> list[str]:
    kind = told.get("type", [])
    return kind if isinstance(kind, list) else [kind]


def test_events_are_read_as_the_standard_says() -> None:
    text = 'retry: 250\n\n: nothing\nevent: submission\ndata: {"a":\ndata: 1}\n\nevent: end\ndata: {}\n\ndata: 1'
    assert [(event.name, event.data, event.retry_seconds) for event in events(text.split("\n"))] == [
        ("submission", {"a": 1}, 0.25),
        ("end", {}, 0.25),
    ]


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"\frac{a \cdot b}{|a|\,|b|}", "(a · b) / (|a| |b|)"),
        (r"\sqrt{\sum_{i=1}^n x_i^2}", "√(∑ᵢ₌₁ⁿ xᵢ²)"),
        (r"\log\frac{N}{2}", "log(N/2)"),
        (r"(2, -1) \approx -x", "(2, −1) ≈ −x"),
        (r"e^{-x/\tau}", "e^(−x / τ)"),
        (r"\hat c - \bar a", "ĉ − a̅"),
    ],
)
def test_formulas_are_legible(latex: str, said: str) -> None:
    assert line(tree(mathml(latex, block=False))).replace(" ", " ") == said


def test_a_text_is_shown_with_all_that_is_in_it() -> None:
    table, program = "| a | b |\n| --- | ---: |\n| 1 | $y$ |", "```python\ndef f(): ...\n```"
    source = f"A **bold** `word`, $x^2$.\n\n- one\n- two\n\n{table}\n\n{program}\n"
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system="standard")
    console.print(shown(render(source)))
    said = console.file.getvalue()
    assert "x²" in said and "•" in said and "─" in said and "\x1b[35mdef\x1b[0m" in said


def test_nothing_that_the_server_says_plays_with_the_terminal() -> None:
    console = Console(file=io.StringIO(), width=60)
    console.print(shown("<p>a\x1b[2Jb&#27;]0;c</p>"), inline("d\x9b5me"))
    assert not {"\x1b", "\x9b"} & set(console.file.getvalue())
