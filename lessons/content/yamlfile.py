"""YAML with the line of every entry, read safely: no objects, no aliases that grow, no duplicate keys."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml


class BadYaml(ValueError):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


class Lines:
    """Where each part of a document stands: `lines.of("items", 2, "ask")`."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._at: dict[tuple[Any, ...], int] = {}

    def note(self, path: tuple[Any, ...], line: int) -> None:
        self._at[path] = line + self._first

    def of(self, *path: Any) -> int:
        """The line of the nearest known part of `path`."""
        while path and path not in self._at:
            path = path[:-1]
        return self._at.get(path, self._first)


def read(text: str, *, first_line: int = 1) -> tuple[Any, Lines]:
    """The document in `text` and the lines of its parts, counted from `first_line`. Raises BadYaml."""
    lines = Lines(first_line)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        value = None if node is None else _value(node, (), lines, yaml.SafeLoader(""))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        raise BadYaml(first_line + (mark.line if mark else 0), problem.problem or "this is no YAML") from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        if isinstance(problem, BadYaml):
            raise
        raise BadYaml(first_line, f"this is no YAML: {str(problem).splitlines()[0][:120]}") from problem
    return value, lines


def _value(node: yaml.Node, path: tuple[Any, ...], lines: Lines, loader: yaml.SafeLoader) -> Any:
    lines.note(path, node.start_mark.line)
    if len(path) > 20:
        raise BadYaml(node.start_mark.line + lines.of(), "this is nested too deep, or contains itself")
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), lines, loader) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, child in node.value:
            key = loader.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or key in result:
                raise BadYaml(lines.of() + key_node.start_mark.line, f"the key “{key}” stands twice or is no name")
            result[key] = _value(child, (*path, key), lines, loader)
            lines.note((*path, key), key_node.start_mark.line)
        return result
    return loader.construct_object(node)
