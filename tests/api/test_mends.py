"""Whatever is wrong with a field, the problem says how to mend it, and not merely that the description might."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

import tutor.api.urls  # noqa: F401 - with all shapes there are
from tests.api.test_shape import SHAPES
from tutor.api.problems import SOMEHOW, respond
from tutor.api.serializers.items import Answer

WRONG: dict[str, Any] = {
    "nothing": None,
    "no text": "",
    "a letter": "x",
    "a long text": "x" * 100_000,
    "a text with the code 0": "a\x00b",
    "half a letter": "a\ud800",
    "a date": "2026-11-20",
    "a moment without zone": "2026-11-20T10:00:00",
    "a moment beyond the calendar": "0001-01-01T00:00:00+23:00",
    "a truth": True,
    "less than nothing": -1,
    "far too much": 10**400,
    "endless": float("inf"),
    "a fraction": 1.5,
    "an empty list": [],
    "a list": [1],
    "a long list": [1] * 2000,
    "an empty object": {},
    "an object": {"a": 1},
}
TAKEN = [kind for kind in SHAPES if kind.__module__.startswith("tutor.")]


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_every_fault_has_a_mend_of_its_own(value: Any) -> None:
    vague = {(kind.__name__, *one.values()) for kind in TAKEN for one in _faults(kind(), value) if one["mend"] == SOMEHOW}
    assert not vague


def test_the_mend_is_of_what_was_wrong() -> None:
    sent = {"number": 0, "response": [], "seconds": "x", "id": 7, "at": "now", "hints_used": 10}
    assert {one["field"]: one["mend"] for one in _told(Answer(), sent)} == {
        "id": "Make a UUID, of version 7 or 4.",
        "at": "Send it with its offset, as in 2026-03-02T09:00:00Z.",
        "revision": "Send it.",
        "number": "Send a larger number.",
        "response": "Send a JSON object.",
        "seconds": "Send a whole number.",
        "hints_used": "Send a smaller number.",
    }


def _faults(shape: serializers.Serializer, value: Any) -> Iterator[dict[str, str]]:
    for name, field in shape.fields.items():
        if not field.read_only:
            yield from (one for one in _told(shape, {name: value}) if one["field"].partition(".")[0] == name)


def _told(shape: serializers.Serializer, sent: Any) -> list[dict[str, str]]:
    try:
        shape.run_validation(sent)
    except ValidationError as problem:
        response = respond(problem, {})
        assert response is not None
        errors: list[dict[str, str]] = response.data["errors"]
        return errors
    return []
