"""Server-sent events, out of the lines of an answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from loci_client.problems import Unreadable


@dataclass(frozen=True, slots=True)
class Event:
    """An event; `retry_seconds` is 0 where the server has not said how long to wait before asking again."""

    name: str
    data: Any
    retry_seconds: float = 0.0


def events(lines: Iterable[str]) -> Iterator[Event]:
    """Each event as soon as it is whole. One that is broken off at the end is none."""
    name, retry = "message", 0.0
    data: list[str] = []
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif field == "retry" and value.isdigit():
            retry = int(value) / 1000
        elif not line:
            if data:
                yield Event(name, _json("\n".join(data)), retry)
            name = "message"
            data.clear()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unreadable("An event of the server is no JSON.") from error
