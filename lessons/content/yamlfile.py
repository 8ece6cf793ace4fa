"""YAML with the line of every entry, read safely: plain values, no aliases, no key twice."""

from __future__ import annotations

import math
import re
from typing import Any

import yaml

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DEEPEST = 20
COLLECTIONS = {"tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}


class BadYaml(ValueError):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


class Lines:
    """Where each part of a document stands: `lines.of("items", 2, "ask")`."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._at: dict[tuple[Any, ...], int] = {}
        self._text_at: dict[tuple[Any, ...], int] = {}

    def note(self, path: tuple[Any, ...], line: int) -> None:
        self._at[path] = line + self._first

    def note_text(self, path: tuple[Any, ...], line: int) -> None:
        self._text_at[path] = line + self._first

    def of(self, *path: Any) -> int:
        """The line of the nearest known part of `path`."""
        while path and path not in self._at:
            path = path[:-1]
        return self._at.get(path, self._first)

    def of_text(self, *path: Any) -> int:
        """The line on which the text at `path` begins: below its name, if that is followed by | or >."""
        return self._text_at.get(path, self.of(*path))


class _Loader(yaml.SafeLoader):
    """YAML 1.2's plain values: `no`, `on`, `1:30` and `2024-01-01` are the texts that they look like.

    It refuses, at the first sign of it, what would take long or much room to build: aliases, and nesting without end.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}

    def __init__(self, text: str, first_line: int = 1) -> None:
        super().__init__(text)
        self._first_line, self._depth = first_line, 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = self._first_line + event.start_mark.line
        if isinstance(event, yaml.AliasEvent):
            raise BadYaml(line, "an *alias stands for something else")
        inner = isinstance(event, yaml.CollectionStartEvent)
        if self._depth + inner > DEEPEST:
            raise BadYaml(line, "this is nested too deep")
        self._depth += inner
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= inner
        return node


for tag, pattern, beginnings in (
    ("null", r"(?:~|null|)", ["~", "n", ""]),
    ("bool", r"(?:true|false)", ["t", "f"]),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^{pattern}$"), beginnings)


def read(text: str, *, first_line: int = 1) -> tuple[Any, Lines]:
    """The document in `text` and the lines of its parts, counted from `first_line`. Raises BadYaml."""
    lines = Lines(first_line)
    try:
        loader = _Loader(text, first_line)
        node = loader.get_single_node()
        value = None if node is None else _value(node, (), lines, loader)
    except yaml.MarkedYAMLError as problem:
        unclosed = "quoted scalar" in (problem.context or "")  # which is found at the end, far from where it began
        mark = problem.context_mark if unclosed else problem.problem_mark
        raise BadYaml(first_line + (mark.line if mark else 0), problem.problem or "this is no YAML") from problem
    except BadYaml:
        raise
    except (yaml.YAMLError, ValueError) as problem:
        raise BadYaml(first_line, f"this is no YAML: {' '.join(str(problem).split())[:120]}") from problem
    return value, lines


def _value(node: yaml.Node, path: tuple[Any, ...], lines: Lines, loader: yaml.SafeLoader) -> Any:
    line = node.start_mark.line + lines.of()
    lines.note(path, node.start_mark.line)
    if isinstance(node, yaml.CollectionNode) and node.tag not in COLLECTIONS:
        raise BadYaml(line, f"“{node.tag[:60]}” is no plain value")
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), lines, loader) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, loader)
    if isinstance(node, yaml.ScalarNode):
        lines.note_text(path, node.start_mark.line + (node.style in {"|", ">"}))
    return _plain(loader.construct_object(node), line)


def _mapping(node: yaml.MappingNode, path: tuple[Any, ...], lines: Lines, loader: yaml.SafeLoader) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, child in node.value:
        line = key_node.start_mark.line
        key = key_node.value
        if not isinstance(key, str):
            raise BadYaml(line + lines.of(), "a name is no text")
        if key in result:
            raise BadYaml(line + lines.of(), f"the name “{key[:40]}” stands twice")
        result[str(_plain(key, line + lines.of()))] = _value(child, (*path, key), lines, loader)
        lines.note((*path, key), line)
    return result


def _plain(value: Any, line: int) -> Any:
    """A value that JSON and every database can keep."""
    if value is not None and not isinstance(value, str | int | float):
        raise BadYaml(line, f"a {type(value).__name__} is no plain value")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadYaml(line, f"{value} is no number")
    if isinstance(value, str) and UNPRINTABLE.search(value):
        raise BadYaml(line, "the text has a character that cannot be shown")
    return value
