"""What is taken and told without DRF's looking at each value is what DRF would take and tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

import tutor.api.urls  # noqa: F401 - with all shapes there are
from tutor.api.fields import LARGEST, Whole
from tutor.api.serializers.items import Answer
from tutor.api.shape import Shape


def _all(kind: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for one in kind.__subclasses__():
        yield one
        yield from _all(one)


SHAPES = sorted(_all(), key=lambda kind: (kind.__module__, kind.__name__))
# What is right for some field or nearly so, and what clients send by mistake.
SHORT = ["", " ", "a", "a-b", " a", "a ", "ab c", "é", "a\x00b", "a\ud800", "a\nb", "a\u00a0", "7", "1.0"]
TEXTS = st.sampled_from([*SHORT, "x" * 64, "x" * 65, "x" * 81])
NUMBERS = st.sampled_from([-1, 0, 1, 2, 9, 10, LARGEST, LARGEST + 1, 10**30, 1.0, 1.5, True, False])
OTHERS = st.sampled_from([None, [], {}, [1], {"choice": "a"}, "2026-11-20T10:00:00Z", "5b1b2c50-0f0e-4d5c-9d8e-0c6c5a1f7b11"])
VALUES = TEXTS | NUMBERS | OTHERS


class Nested(Shape):
    """Everything at once."""

    inner = Answer(required=False)
    short = serializers.CharField(min_length=2, max_length=4, required=False)
    kept = serializers.CharField(trim_whitespace=False, allow_blank=True, default="-")
    nothing = serializers.CharField(allow_null=True, default=None)
    made = serializers.ListField(default=list)
    else_named = Whole(source="other", default=3)


class Checked(Shape):
    """With rules beyond those of each field."""

    low = Whole()
    high = Whole()

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if values.get("low", 0) > values.get("high", 0):
            raise ValidationError("turned round")
        return values

    def validate_low(self, value: int) -> int:
        return value + 1


def taken(shape: Shape, sent: Any, *, plainly: bool) -> Any:
    """What is taken, or what is said to be wrong with it."""
    try:
        return shape.run_validation(sent) if plainly else serializers.Serializer.run_validation(shape, sent)
    except ValidationError as problem:
        return repr(problem.detail)


@pytest.mark.parametrize("kinds", [[Answer], [Nested], [Checked], SHAPES], ids=["answer", "nested", "checked", "all"])
@settings(max_examples=400)
@given(partial=st.booleans(), data=st.data())
def test_what_is_taken_is_what_drf_would_take(kinds: list[type[Shape]], partial: bool, data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(kinds))(partial=partial)
    names = [name for name, field in shape.fields.items() if not field.read_only]
    sent = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys([*names, "more"], VALUES)))
    found, wanted = taken(shape, sent, plainly=True), taken(shape, sent, plainly=False)
    assert found == wanted and repr(found) == repr(wanted), "True is 1 for Python, not for JSON"


def test_a_right_answer_is_taken_without_drf(monkeypatch: pytest.MonkeyPatch) -> None:
    def looks(*_: Any) -> None:
        raise AssertionError("DRF looks at every field")

    monkeypatch.setattr(serializers.Serializer, "run_validation", looks)
    sent = {"revision": "a" * 64, "number": 3, "response": {"choice": "a"}, "id": "5b1b2c50-0f0e-4d5c-9d8e-0c6c5a1f7b11"}
    found = Answer().run_validation(sent)
    assert found["number"] == 3 and found["lesson"] == "" and found["seconds"] == 0 and "at" not in found


@dataclass
class Thing:
    """Something to tell of."""

    plain: Any
    deep: Any

    def method(self) -> str:
        return "called"


class Told(Shape):
    plain = serializers.CharField()
    method = serializers.CharField()
    below = serializers.CharField(source="deep.plain", required=False)
    below_method = serializers.CharField(source="deep.method", required=False)
    whole = Whole(source="deep.deep", required=False)
    of_itself = serializers.SerializerMethodField()

    def get_of_itself(self, thing: Any) -> str:
        return f"<{type(thing).__name__}>"


@pytest.mark.parametrize("plain", ["text", 7, None, True])
@pytest.mark.parametrize("deep", [None, {"plain": "x", "deep": 2}, Thing("x", 2), Thing(None, "3"), Thing(str.upper, None)])
def test_what_is_told_is_what_drf_would_tell(plain: Any, deep: Any) -> None:
    thing = Thing(plain, deep)
    assert not isinstance(thing, Mapping)

    def told(how: Any) -> Any:
        try:
            return how(Told(), thing)
        except Exception as problem:
            return repr(problem)

    assert told(Told.to_representation) == told(serializers.Serializer.to_representation)
