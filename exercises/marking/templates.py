"""Values in an item's text: `[[expression]]` or `[[expression:.2f]]`. Braces stay free for LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exercises.marking.expressions import ExpressionError, evaluate

SLOT = re.compile(r"\[\[(?P<expression>[^\[\]]*?(?:\[[^\[\]]*\][^\[\]]*?)*?)(?::(?P<format>[ ,+]?\d*,?(?:\.\d+)?[defgs%]))?\]\]")


def fill(text: str, names: Mapping[str, Any]) -> str:
    """`text` with its slots computed. Raises ExpressionError for a slot that cannot be."""
    return SLOT.sub(lambda slot: show(evaluate(slot["expression"], names), slot["format"] or ""), text)


def show(value: Any, format_spec: str = "") -> str:
    """A value as a person writes it: whole floats without their point, others with at most ten digits, a true minus sign not used."""
    try:
        if format_spec:
            return format(value, format_spec)
    except (TypeError, ValueError) as problem:
        raise ExpressionError(f"{value!r} cannot be shown as “{format_spec}”") from problem
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else f"{value:.10g}"
    if isinstance(value, list):
        return "[" + ", ".join(show(one) for one in value) + "]"
    return str(value)
