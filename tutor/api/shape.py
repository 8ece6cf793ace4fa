"""What all serializers of the API have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from rest_framework import serializers
from rest_framework.fields import SkipField

from tutor.api.fields import Whole

AS_IT_IS = {
    serializers.BooleanField: bool,
    serializers.CharField: str,
    serializers.SlugField: str,
    serializers.IntegerField: int,
    Whole: int,
}

class Shape(serializers.Serializer):
    """A serializer that asks itself once, and not for each value, which fields it tells and by which names. It is kept for all
    requests (`resource.document_of`), and what is told are mostly plain attributes.
    """

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if isinstance(instance, Mapping):
            return super().to_representation(instance)
        told = {}
        for name, source, plain, tell, field in self._told:
            value = getattr(instance, source, callable)
            if callable(value):  # or there is none, or it has another place: DRF knows
                try:
                    value = field.get_attribute(instance)
                except SkipField:
                    continue
            told[name] = value if value is None or type(value) is plain else tell(value)
        return told

    @cached_property
    def _told(self) -> list[tuple[str, str, type | None, Callable[[Any], Any], serializers.Field]]:
        """Of each field that is told its name, the plain attribute that it tells, the type of values that it tells as they are,
        and how it tells others.
        """
        return [
            (
                field.field_name,
                field.source if len(field.source_attrs) == 1 else "",
                AS_IT_IS.get(type(field)),
                date.isoformat if type(field) is serializers.DateField else field.to_representation,
                field,
            )
            for field in self.fields.values()
            if not field.write_only
        ]
