"""What all serializers of the API have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from rest_framework import serializers
from rest_framework.fields import SkipField


class Shape(serializers.Serializer):
    """A serializer that asks itself once, and not for each value, which fields it tells and by which names. It is kept for all
    requests (`resource.document_of`), and what is told are mostly plain attributes.
    """

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if isinstance(instance, Mapping):
            return super().to_representation(instance)
        told = {}
        for name, source, field in self._told:
            value = getattr(instance, source, callable)
            if callable(value):  # or there is none, or it has another place: DRF knows
                try:
                    value = field.get_attribute(instance)
                except SkipField:
                    continue
            told[name] = None if value is None else field.to_representation(value)
        return told

    @cached_property
    def _told(self) -> list[tuple[str, str, serializers.Field]]:
        """The name of each field that is told, the plain attribute that it tells, and itself."""
        fields = [field for field in self.fields.values() if not field.write_only]
        return [(one.field_name, one.source if len(one.source_attrs) == 1 else "", one) for one in fields]
