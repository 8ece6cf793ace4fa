"""Fresh values for a generated item: drawn from a seed, then computed from one another."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from exercises.marking.base import Document, Problem
from exercises.marking.expressions import ExpressionError, evaluate

DRAWS = {"int": 2, "float": 3, "ints": 3, "choice": None}


def draw(document: Document, seed: int) -> dict[str, Any]:
    """The names that an item's texts may use: its `parameters`, drawn by `seed`, and its `let`, computed in order."""
    chance = random.Random(f"parameters:{seed}")
    names: dict[str, Any] = {}
    for name, spec in document.get("parameters", {}).items():
        names[name] = _drawn(spec, chance)
    for name, expression in document.get("let", {}).items():
        names[name] = evaluate(expression, names)
    return names


def _drawn(spec: Mapping[str, Any], chance: random.Random) -> Any:
    ((how, given),) = spec.items()
    if how == "int":
        return chance.randint(given[0], given[1])
    if how == "float":
        return round(chance.uniform(given[0], given[1]), given[2])
    if how == "ints":
        return [chance.randint(given[0], given[1]) for _ in range(given[2])]
    return chance.choice(given)


def problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    given = document.get("parameters", {})
    if not isinstance(given, dict):
        return [("parameters", "is not a mapping", "write name: {int: [2, 9]}")]
    for name, spec in given.items():
        where = f"parameters.{name}"
        if not (isinstance(name, str) and name.isidentifier()):
            found.append((where, "is not a name", "use letters, digits and _"))
        if not (isinstance(spec, dict) and len(spec) == 1 and next(iter(spec)) in DRAWS):
            found.append((where, "is not drawn in a known way", "use one of int, float, ints, choice"))
        elif not _sound(*next(iter(spec.items()))):
            found.append((where, "has bounds that cannot be drawn from", "int: [least, most] · float: [least, most, digits] · ints: [least, most, how many] · choice: [..]"))
    let = document.get("let", {})
    if not isinstance(let, dict):
        return [*found, ("let", "is not a mapping", "write name: expression")]
    if not found:
        for seed in range(20):
            try:
                draw(document, seed)
            except ExpressionError as problem:
                return [*found, ("let", str(problem), "mend the expression or narrow the parameters")]
    return found


def _sound(how: str, given: Any) -> bool:
    if not isinstance(given, list) or not given:
        return False
    if how == "choice":
        return len(given) >= 2
    if len(given) != DRAWS[how] or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in given):
        return False
    if how in {"int", "ints"} and not all(isinstance(n, int) for n in given):
        return False
    return bool(given[0] < given[1]) and (how != "ints" or 1 <= given[2] <= 50) and (how != "float" or isinstance(given[2], int))
