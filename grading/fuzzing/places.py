"""Where in a program a mistake can be made."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# What says something about the program, or ends it at once when it is changed.
ELSEWHERE = (ast.Import, ast.ImportFrom, ast.JoinedStr)
ANNOTATIONS = {"annotation", "returns", "type_params", "decorator_list"}


def places(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Every expression and statement that does something: no imports, annotations, docstrings and formatted text."""
    for name, value in ast.iter_fields(node):
        if name in ANNOTATIONS:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ELSEWHERE) or _is_words(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            yield from places(child)


def imported(tree: ast.Module) -> set[str]:
    """The names of modules: what is called on them is a function, and no method."""
    found = (alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names)
    return {alias.asname or alias.name.split(".")[0] for alias in found}


def _is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
