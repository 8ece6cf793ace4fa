"""Fresh values for a generated item: drawn from a seed, then computed from one another."""

from __future__ import annotations

import keyword
import random
from collections.abc import Mapping
from typing import Any

from exercises.marking.base import Document, Problem
from exercises.marking.expressions import CONSTANTS, FUNCTIONS, ExpressionError, bounded, evaluate

TRIES = 50  # seeds that an author's item is tried with before it is published
LARGEST = 1_000_000
FORMS = "int: [least, most] · float: [least, most, digits] · ints: [least, most, how many] · choice: [..]"


def draw(document: Document, seed: int) -> dict[str, Any]:
    """The names that an item's texts may use: its `parameters`, drawn by `seed`, and its `let`, computed in order.

    Published documents have both as lists of pairs: a database need not keep the order of a JSON object.
    """
    names = _parameters(document, seed)
    for name, expression in dict(document.get("let", {})).items():
        names[name] = evaluate(expression, names)
    return names


def _parameters(document: Document, seed: int) -> dict[str, Any]:
    chance = random.Random(f"parameters:{seed}")
    return {name: _drawn(spec, chance) for name, spec in dict(document.get("parameters", {})).items()}


def _drawn(spec: Mapping[str, Any], chance: random.Random) -> Any:
    ((how, given),) = spec.items()
    if how == "int":
        return chance.randint(given[0], given[1])
    if how == "float":
        return round(chance.uniform(given[0], given[1]), given[2])
    if how == "ints":
        return [chance.randint(given[0], given[1]) for _ in range(given[2])]
    return chance.choice(given)


def seeds(document: Document) -> range:
    """The seeds to try a document with: one is enough where nothing is drawn."""
    return range(TRIES if document.get("parameters") else 1)


def problems(document: Document) -> list[Problem]:
    given, let = document.get("parameters", {}), document.get("let", {})
    if not isinstance(given, dict):
        return [("parameters", "is not a mapping", "write name: {int: [2, 9]}")]
    if not isinstance(let, dict):
        return [("let", "is not a mapping", "write name: expression")]
    found = [problem for name, spec in given.items() for problem in _problems_of_parameter(name, spec)]
    for name in let:
        if not is_name(name) or name in given:
            found.append((f"let.{name}", "is not a new name", "use letters, digits and _, and no name twice"))
    return found or _problems_of_let(document)


def _problems_of_parameter(name: Any, spec: Any) -> list[Problem]:
    where = f"parameters.{name}"
    if not is_name(name):
        return [(where, "is not a name", "use letters, digits and _, and no name of a function")]
    if not isinstance(spec, dict) or len(spec) != 1:
        return [(where, "is not drawn in one known way", FORMS)]
    ((how, given),) = spec.items()
    if how not in SOUND or not isinstance(given, list) or not SOUND[how](given):
        return [(where, "has nothing that can be drawn from", FORMS)]
    return []


def is_name(name: Any) -> bool:
    taken = {*FUNCTIONS, *CONSTANTS}
    return isinstance(name, str) and name.isidentifier() and not keyword.iskeyword(name) and name not in taken


def _problems_of_let(document: Document) -> list[Problem]:
    for seed in seeds(document):
        names = _parameters(document, seed)
        for name, expression in document.get("let", {}).items():
            try:
                names[name] = evaluate(expression, names)
            except ExpressionError as problem:
                return [(f"let.{name}", f"{problem} (with seed {seed})", "mend it or narrow the parameters")]
    return []


def _span(given: list[Any], *kinds: type) -> bool:
    return all(type(one) in kinds and abs(one) <= LARGEST for one in given[:2]) and bool(given[0] < given[1])


def _values(given: list[Any]) -> bool:
    try:
        return len(given) >= 2 and bounded(given) is given
    except ExpressionError:
        return False


SOUND = {
    "int": lambda given: len(given) == 2 and _span(given, int),
    "float": lambda given: len(given) == 3 and _span(given, int, float) and given[2] in range(11) and type(given[2]) is int,
    "ints": lambda given: len(given) == 3 and _span(given, int) and type(given[2]) is int and 1 <= given[2] <= 50,
    "choice": _values,
}
