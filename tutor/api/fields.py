"""Fields that say more than DRF's own."""

from __future__ import annotations

import math
from typing import Any

from django.utils import timezone
from rest_framework import serializers

LARGEST = 2**31 - 1


class Moment(serializers.DateTimeField):
    """A moment with its offset (RFC 3339). One without would be anybody's guess, so it is refused."""

    default_error_messages = {"unzoned": "This moment has no time zone."}

    def enforce_timezone(self, value: Any) -> Any:
        if timezone.is_naive(value):
            self.fail("unzoned")
        return value


class Uuid(serializers.UUIDField):
    """A UUID as text. DRF takes counts as well, and two devices that count their acts would call different ones the same."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Chance(serializers.FloatField):
    """From 0 to 1, to four decimals: more would be noise, and would change with every look."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=1, **options)

    def to_representation(self, value: float) -> float:
        return round(float(value), 4)


class Figure(serializers.FloatField):
    """A number to four decimals; None where there is none."""

    def to_representation(self, value: float) -> float | None:
        return round(float(value), 4) if math.isfinite(value) else None


class Whole(serializers.IntegerField):
    """Not negative, and no more than every database keeps."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": LARGEST, **options})
