"""The specification as the documentation page shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "put", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a body, or a parameter."""

    name: str
    kind: str
    required: bool
    about: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ResponseView:
    status: str
    about: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True)
class OperationView:
    id: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[FieldView, ...]
    body: tuple[FieldView, ...]
    body_example: str
    gives: tuple[FieldView, ...]
    responses: tuple[ResponseView, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    operations: tuple[OperationView, ...]


def sections(document: dict[str, Any]) -> tuple[Section, ...]:
    """Operations by their tag, in the order of the addresses."""
    found: dict[str, list[OperationView]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                found.setdefault(item[method]["tags"][0], []).append(_operation(document, path, method, item[method]))
    return tuple(Section(title, tuple(operations)) for title, operations in found.items())


def _operation(document: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> OperationView:
    body = _content(told.get("requestBody", {}))
    responses = tuple(_response(status, one) for status, one in sorted(told["responses"].items()))
    given = next((_content(one) for status, one in sorted(told["responses"].items()) if status.startswith("2")), {})
    return OperationView(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=told.get("description", ""),
        parameters=tuple(
            FieldView(one["name"], _kind(one["schema"]), one.get("required", False), one.get("description", ""))
            for one in told.get("parameters", [])
        ),
        body=tuple(_fields(document, body.get("schema", {}))),
        body_example=_example(body),
        gives=tuple(_fields(document, given.get("schema", {}))),
        responses=responses,
    )


def _response(status: str, told: dict[str, Any]) -> ResponseView:
    content = _content(told)
    return ResponseView(status, told.get("description", ""), _kind(content.get("schema", {})), _example(content))


def _content(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(iter(told.get("content", {}).values()), {})
    return found


def _example(content: dict[str, Any]) -> str:
    first = next(iter(content.get("examples", {}).values()), None)
    return json.dumps(first["value"], indent=2, ensure_ascii=False) if first else ""


def _fields(document: dict[str, Any], schema: dict[str, Any], depth: int = 0, seen: tuple[str, ...] = ()) -> Iterator[FieldView]:
    """The fields of an object, and of the objects in it."""
    name, schema = _resolved(document, schema)
    if name in seen:
        return
    for field, about in schema.get("properties", {}).items():
        _, inner = _resolved(document, about)
        told = about.get("description") or (inner.get("description", "") if "properties" not in inner else "")
        yield FieldView(field, _kind(inner), field in schema.get("required", ()), told, depth)
        yield from _fields(document, about.get("items", about), depth + 1, (*seen, name) if name else seen)


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A schema behind its references, and its name."""
    for many in ("allOf", "oneOf", "anyOf"):
        if many in schema:
            return _resolved(document, schema[many][0])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, document["components"]["schemas"][name]
    return "", schema


def _kind(schema: dict[str, Any]) -> str:
    """What a value is, in a word or two."""
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"] if one is not None)
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    kind = schema.get("type", "object")
    kind = " or ".join(kind) if isinstance(kind, list) else kind
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)
