"""Makes frozen dataclasses of JSON. Fields that are not known are passed over, so a client may be older than the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from loci_client.problems import Unreadable

T = TypeVar("T")
READERS: dict[object, Callable[[Any], object]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
}


def read(shape: type[T], data: object, where: str = "") -> T:
    """`data` as a `shape`. Raises Unreadable, which names the field."""
    if not is_dataclass(shape) or not isinstance(data, dict):
        raise Unreadable(f"The server's answer is no {shape.__name__}{_at(where)}.")
    given: dict[str, object] = {}
    for name, kind in hints(shape).items():
        at = f"{where}.{name}" if where else name
        if name not in data:
            raise Unreadable(f"The server's answer has no “{at}”. Is it a Loci server, and not older than this client?")
        given[name] = _value(kind, data[name], at)
    made: T = shape(**given)
    return made


@cache
def hints(shape: Any) -> dict[str, Any]:
    """The fields of a dataclass with their types."""
    found = get_type_hints(shape)
    return {field.name: found[field.name] for field in fields(shape)}


def _value(kind: Any, data: object, where: str) -> object:
    if kind is Any:
        return data
    if get_origin(kind) in (UnionType,):
        if data is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
        return _value(kind, data, where)
    if get_origin(kind) is tuple and isinstance(data, list):
        return tuple(_value(get_args(kind)[0], one, f"{where}.{place}") for place, one in enumerate(data))
    if get_origin(kind) is dict and isinstance(data, dict):
        return data
    if is_dataclass(kind) and isinstance(kind, type):
        return read(kind, data, where)
    return _plain(kind, data, where)


def _plain(kind: Any, data: object, where: str) -> object:
    if kind is float and isinstance(data, int):
        return float(data)
    if kind in READERS and isinstance(data, str):
        try:
            return READERS[kind](data)
        except ValueError:
            pass
    elif isinstance(kind, type) and isinstance(data, kind):
        return data
    raise Unreadable(f"The server's answer has something else than expected{_at(where)}.")


def _at(where: str) -> str:
    return f" at “{where}”" if where else ""
