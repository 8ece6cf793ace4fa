"""What an exercise's Python files say, read without running them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from lessons.content.problems import Problem

LEAST_CHECKS = 5
MOST_SAMPLES = 2
KINDS: dict[str, type | tuple[type, ...]] = {"weight": (int, float), "concept": str, "sample": bool}


@dataclass(frozen=True, slots=True)
class CheckSource:
    """`facts`: name, title, weight, concept and sample of one check; `line` is its function's."""

    facts: dict[str, Any]
    line: int


def defines(file: str, source: str, names: list[str], found: list[Problem]) -> None:
    """Notes every name that a source does not define as a function or class."""
    tree = _tree(file, source, found)
    if tree is None:
        return
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found += [Problem(file, 1, f"it does not define {name}", "define it") for name in names if name and name not in defined]


def read_checks(file: str, source: str, found: list[Problem]) -> list[CheckSource]:
    """The checks of a checks.py, as their decorators say. Their values must be written out."""
    tree = _tree(file, source, found)
    if tree is None:
        return []
    listed = []
    unreadable = 0
    for node in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check":
                facts = _facts(call)
                if facts is None:
                    unreadable += 1
                    what = f'the decorator of {node.name} is not check("title", weight=, concept=, sample=)'
                    found.append(Problem(file, node.lineno, what, "write its values out"))
                else:
                    listed.append(CheckSource({"name": node.name, **facts}, node.lineno))
    samples = sum(one.facts["sample"] for one in listed)
    if len(listed) + unreadable < LEAST_CHECKS:
        found.append(Problem(file, 1, f"there are {len(listed)} checks", f"write {LEAST_CHECKS} or more"))
    if not unreadable and not 1 <= samples <= MOST_SAMPLES:
        found.append(Problem(file, 1, f"{samples} checks are samples", f"let learners see 1 to {MOST_SAMPLES} of them"))
    return listed


def _facts(call: ast.Call) -> dict[str, Any] | None:
    """What a decorator says; None if it is not of the known form."""
    try:
        values = [ast.literal_eval(argument) for argument in call.args]
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    except ValueError:
        return None
    if len(values) != 1 or not isinstance(values[0], str) or not set(named) <= set(KINDS):
        return None
    if not all(isinstance(value, KINDS[name]) for name, value in named.items()):
        return None
    return {"title": values[0], "weight": 1, "concept": "", "sample": False, **named}


def _tree(file: str, source: str, found: list[Problem]) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        line = getattr(problem, "lineno", None) or 1
        found.append(Problem(file, line, f"this is no Python: {getattr(problem, 'msg', problem)}", "mend it"))
        return None
