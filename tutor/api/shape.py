"""What all serializers of the API have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.core import validators
from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.fields import SkipField, empty
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from tutor.api.fields import Whole

AS_IT_IS = {
    serializers.BooleanField: bool,
    serializers.CharField: str,
    serializers.SlugField: str,
    serializers.IntegerField: int,
    Whole: int,
}
# What is checked of a field by a look at its bounds, and of a text by whether it is printable.
OF_NUMBERS = {validators.MinValueValidator, validators.MaxValueValidator}
OF_TEXTS = {
    validators.MinLengthValidator,
    validators.MaxLengthValidator,
    validators.ProhibitNullCharactersValidator,
    ProhibitSurrogateCharactersValidator,
}


class NotPlain(Exception):
    """It may be wrong, or right in another way than most: DRF knows."""


class _Taken(NamedTuple):
    """A field that is taken. Left out it is `absent`: a value, `empty` for nothing at all, or NotPlain."""

    name: str
    source: str
    absent: Any
    take: Callable[[Any], Any]


class _Told(NamedTuple):
    """A field that is told, where it finds its value, the type of values that it tells as they are, and how it tells others."""

    name: str
    find: Callable[[Any], Any]
    plain: type | None
    tell: Callable[[Any], Any]
    field: serializers.Field


class Shape(serializers.Serializer):
    """A serializer that asks itself once, and not for each value, which fields it has and by which names. It is kept for all
    requests (`resource.document_of`); what is told are mostly plain attributes, and what is taken is mostly plainly right.
    """

    def run_validation(self, data: Any = empty) -> Any:
        """Only DRF finds fault: of what is not plainly right it looks at everything."""
        if type(data) is dict and self._taken is not None:
            try:
                return _plain(data, self._taken)
            except (NotPlain, SkipField, ValidationError, serializers.ValidationError):
                pass
        return super().run_validation(data)

    @cached_property
    def _taken(self) -> list[_Taken] | None:
        """None where more is to be checked than each field for itself."""
        kind, fields = type(self), [field for field in self.fields.values() if not field.read_only]
        more = self.partial or self.validators or kind.validate is not serializers.Serializer.validate
        if more or any(len(field.source_attrs) != 1 or hasattr(self, f"validate_{field.field_name}") for field in fields):
            return None
        return [_Taken(field.field_name, field.source, _absent(field), _taking(field)) for field in fields]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if isinstance(instance, Mapping):
            return super().to_representation(instance)
        told = {}
        for name, find, plain, tell, field in self._told:
            try:
                value = find(instance)
            except AttributeError:
                value = callable
            if callable(value):  # or there is none: DRF knows
                try:
                    value = field.get_attribute(instance)
                except SkipField:
                    continue
            told[name] = value if value is None or type(value) is plain else tell(value)
        return told

    @cached_property
    def _told(self) -> list[_Told]:
        return [
            _Told(field.field_name, _finding(field), AS_IT_IS.get(type(field)), _telling(field), field)
            for field in self.fields.values()
            if not field.write_only
        ]


def _plain(data: dict[str, Any], taken: list[_Taken]) -> dict[str, Any]:
    found = {}
    for name, source, absent, take in taken:
        value = data.get(name, empty)
        if value is not empty:
            found[source] = take(value)
        elif absent is NotPlain:
            raise NotPlain
        elif absent is not empty:
            found[source] = absent
    return found


def _absent(field: serializers.Field) -> Any:
    made_anew = field.default is not empty and callable(field.default)
    return NotPlain if field.required or made_anew else field.default


def _taking(field: serializers.Field) -> Callable[[Any], Any]:
    """How a field takes a value: where most are as they should be, by a look at it."""
    kind, checked = type(field), {type(one) for one in field.validators}
    if AS_IT_IS.get(kind) is int and checked <= OF_NUMBERS:
        return _number(field.min_value, field.max_value)
    if kind is serializers.CharField and checked <= OF_TEXTS:
        return _text(field.min_length, field.max_length)
    take: Callable[[Any], Any] = field.run_validation
    return take


def _number(low: int | None, high: int | None) -> Callable[[Any], int]:
    least, most = -sys.maxsize if low is None else low, sys.maxsize if high is None else high

    def take(value: Any) -> int:
        if type(value) is int and least <= value <= most:
            return value
        raise NotPlain

    return take


def _text(low: int | None, high: int | None) -> Callable[[Any], str]:
    least, most = max(1, low or 0), sys.maxsize if high is None else high

    def take(value: Any) -> str:
        # No space at its ends that would be taken away.
        if type(value) is str and least <= len(value) <= most and value.isprintable() and value[0] != " " != value[-1]:
            return value
        raise NotPlain

    return take


def _itself(instance: Any) -> Any:
    return instance


def _finding(field: serializers.Field) -> Callable[[Any], Any]:
    return attrgetter(field.source) if field.source_attrs else _itself


def _telling(field: serializers.Field) -> Callable[[Any], Any]:
    if type(field) is serializers.DateField:
        return date.isoformat
    tell: Callable[[Any], Any] = field.to_representation
    return getattr(field.parent, field.method_name) if type(field) is serializers.SerializerMethodField else tell
