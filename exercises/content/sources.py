"""What an exercise's Python files say, read without running them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from grading.contract import LIMIT_RANGES
from lessons.content.problems import Problem

LEAST_CHECKS = 5
MOST_SAMPLES = 2
NUMBER = (int, float)
KINDS: dict[str, type | tuple[type, ...]] = {
    "weight": NUMBER,
    "concept": str,
    "sample": bool,
    "cpu_seconds": NUMBER,
    "wall_seconds": NUMBER,
    "memory_mib": int,
}
LIMITS = sorted(set(KINDS) & set(LIMIT_RANGES))


@dataclass(frozen=True, slots=True)
class CheckSource:
    """`facts`: name, title, weight, concept, sample and its own limits of one check; `line` is its function's."""

    facts: dict[str, Any]
    line: int


def defines(file: str, source: str, names: list[str], found: list[Problem]) -> None:
    """Notes every name that a source does not define as a function or class."""
    tree = _tree(file, source, found)
    if tree is None:
        return
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found += [Problem(file, 1, f"it does not define {name}", "define it") for name in names if name and name not in defined]


def read_checks(file: str, source: str, found: list[Problem], lacking: list[Problem]) -> list[CheckSource]:
    """The checks of a checks.py, as their decorators say. Their values must be written out.

    Args:
        found: gets what cannot be read.
        lacking: gets of what there is too little or too much, as while somebody writes it.
    """
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
                    what = f'the decorator of {node.name} is not check("title", weight=, concept=, sample=, cpu_seconds=, …)'
                    found.append(Problem(file, node.lineno, what, "write its values out"))
                else:
                    found += _out_of_range(file, call, facts)
                    listed.append(CheckSource({"name": node.name, **facts}, node.lineno))
    samples = sum(one.facts["sample"] for one in listed)
    if len(listed) + unreadable < LEAST_CHECKS:
        lacking.append(Problem(file, 1, f"there are {len(listed)} checks", f"write {LEAST_CHECKS} or more"))
    if not unreadable and not 1 <= samples <= MOST_SAMPLES:
        lacking.append(Problem(file, 1, f"{samples} checks are samples", f"let learners see 1 to {MOST_SAMPLES} of them"))
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
    named = {name: value for name, value in named.items() if value is not None or name not in LIMITS}
    if not all(isinstance(value, KINDS[name]) and isinstance(value, bool) == (name == "sample") for name, value in named.items()):
        return None
    return {"title": values[0], "weight": 1, "concept": "", "sample": False, **named}


def _out_of_range(file: str, call: ast.Call, facts: dict[str, Any]) -> list[Problem]:
    lines = {keyword.arg: keyword.value.lineno for keyword in call.keywords}
    flaws = []
    for name in LIMITS:
        least, most = LIMIT_RANGES[name]
        if name in facts and not least <= facts[name] <= most:
            what = f"{name} of the check is {facts[name]}"
            flaws.append(Problem(file, lines[name], what, f"write a number from {least:g} to {most:g}, or leave it out"))
    return flaws


def _tree(file: str, source: str, found: list[Problem]) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        line = getattr(problem, "lineno", None) or 1
        found.append(Problem(file, line, f"this is no Python: {getattr(problem, 'msg', problem)}", "mend it"))
        return None
