"""Values in an item's text: `[[expression]]` or `[[expression:.2f]]`. Braces stay free for LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from exercises.marking.expressions import ExpressionError, evaluate

FORMATTED = re.compile(r"(?P<expression>.*):(?P<sign>[ +]?)(?P<form>\d{0,2},?(?:\.\d{1,2})?[defgs%])")
NOISE = 1e-12
LITERAL = re.compile(r"\s*[-+]?[\d.]+\s*")


def fill(text: str, names: Mapping[str, Any]) -> str:
    """`text` with its slots computed. Raises ExpressionError for a slot that cannot be."""
    if "[[" not in text:
        return text
    return "".join([part if isinstance(part, str) else part.shown(names) for part in _parts(text)])


class _Slot(NamedTuple):
    """What stands in a slot: what is computed, and how it is shown."""

    expression: str
    form: str = ""
    sign: str = ""

    def shown(self, names: Mapping[str, Any]) -> str:
        return show(evaluate(self.expression, names), self.form, sign=self.sign)


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str | _Slot, ...]:
    """The slots and what stands between them. A text is filled with many values in turn, and to read it takes longer."""
    parts: list[str | _Slot] = []
    done, at = 0, text.find("[[")
    while at >= 0:
        end = _closing(text, at + 2)
        if end is None:  # such as the brackets of a nested list in Python code
            at = text.find("[[", at + 1)
            continue
        parts += [text[done:at], _slot(text[at + 2 : end])]
        done, at = end + 2, text.find("[[", end + 2)
    return (*parts, text[done:])


def _slot(inside: str) -> _Slot:
    if LITERAL.fullmatch(inside):
        raise ExpressionError(f"“[[{inside}]]” computes nothing; to show a list in a list, name it in `let`")
    found = FORMATTED.fullmatch(inside)
    return _Slot(found["expression"], found["form"], found["sign"]) if found else _Slot(inside)


def _closing(text: str, start: int) -> int | None:
    """Where the `]]` stands that closes the slot whose inside begins at `start`; None if it is no slot."""
    depth, quote = 0, ""
    for place in range(start, len(text)):
        one = text[place]
        if one == "\n":
            return None
        if quote:
            quote = "" if one == quote else quote
        elif one in "'\"":
            quote = one
        elif one == "[":
            depth += 1
        elif one == "]" and depth:
            depth -= 1
        elif one == "]":
            return place if text.startswith("]]", place) else None
    return None


def show(value: Any, form: str = "", *, sign: str = "") -> str:
    """A value as a person writes it, or in Python's format."""
    if form:
        # z: what rounds to zero has no minus sign.
        zero = "z" if isinstance(value, float) and form[-1] in "efg%" else ""
        try:
            return format(value, f"{sign}{zero}{form}")
        except (TypeError, ValueError) as problem:
            raise ExpressionError(f"{value!r} cannot be shown as “{sign}{form}”") from problem
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, list):
        return "[" + ", ".join(show(one) for one in value) + "]"
    return str(value)


def _decimal(value: float) -> str:
    """Ten digits at most and no power of ten; what is smaller than NOISE comes from floating arithmetic and is 0."""
    if abs(value) < NOISE or abs(value) >= 1e10 or value == int(value):
        return f"{value:z.0f}"
    return f"{Decimal(f'{value:.10g}'):f}"
