"""What a specification promises, line by line, so that a promise that is broken is a line that is missing.

python -m tests.api.contract       adds what is new to tests/api/promised.txt; nothing is ever taken out by it
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROMISED = Path(__file__).with_name("promised.txt")


def promises(document: dict[str, Any]) -> set[str]:
    """Operations, what they take, what they give, and with which status."""
    found: set[str] = set()
    for path, item in document["paths"].items():
        for method, told in item.items():
            where = f"{method.upper()} {path}"
            found.add(f"{where} is {told['operationId']}")
            found |= {f"{where} takes {line}" for line in _taken(document, told)}
            for status, response in told["responses"].items():
                if status.startswith("2"):
                    found |= {f"{where} gives {status}{line}" for line in _given(document, response)}
    return found


def demands(document: dict[str, Any]) -> set[str]:
    """Whatever a client has to send; a new one breaks those that do not know it."""
    found: set[str] = set()
    for path, item in document["paths"].items():
        for method, told in item.items():
            where = f"{method.upper()} {path} demands"
            found |= {f"{where} {one['name']}" for one in told.get("parameters", ()) if one.get("required")}
            body = _schema(told.get("requestBody", {}))
            found |= {f"{where} {name}" for name, _, needed in fields(document, body) if needed and "." not in name}
    return found


def fields(document: dict[str, Any], schema: dict[str, Any], at: str = "", seen: tuple[str, ...] = ()) -> Iterator[Any]:
    """Path, kind and whether it is required, of each field of an object and of those within."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name in seen:
        return
    if name:
        schema, seen = document["components"]["schemas"][name], (*seen, name)
    for many in ("oneOf", "allOf", "anyOf"):
        for one in schema.get(many, ()):
            yield from fields(document, one, at, seen)
    if "items" in schema:
        yield from fields(document, schema["items"], f"{at}[]", seen)
    for field, inner in schema.get("properties", {}).items():
        place = f"{at}.{field}" if at else field
        yield place, _kind(inner), field in schema.get("required", ())
        yield from fields(document, inner, place, seen)


def _taken(document: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    for one in told.get("parameters", ()):
        yield f"{one['name']} ({_kind(one['schema'])})"
    for name, kind, _ in fields(document, _schema(told.get("requestBody", {}))):
        yield f"{name} ({kind})"


def _given(document: dict[str, Any], response: dict[str, Any]) -> Iterator[str]:
    yield ""
    for name, kind, _ in fields(document, _schema(response)):
        yield f" {name} ({kind})"


def _schema(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(iter(told.get("content", {}).values()), {}).get("schema", {})
    return found


def _kind(schema: dict[str, Any]) -> str:
    """The type alone: more values of an enumeration, or another description, break nobody."""
    if "oneOf" in schema:
        return " or ".join(sorted(_kind(one) for one in schema["oneOf"]))
    kind = schema.get("type", "object")
    kinds = sorted(kind) if isinstance(kind, list) else [kind]
    return " or ".join(kinds) + (f", {schema['format']}" if "format" in schema else "")


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tutor.api.schema import specification

    kept = set(PROMISED.read_text(encoding="utf-8").splitlines()) if PROMISED.exists() else set()
    known = {line.partition(" is ")[0] for line in kept if " is " in line}
    # An operation that was promised before may demand nothing more.
    asked = {line for line in demands(specification()) if line.partition(" demands ")[0] not in known}
    fresh = promises(specification()) | asked
    PROMISED.write_text("\n".join(sorted(kept | fresh)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
