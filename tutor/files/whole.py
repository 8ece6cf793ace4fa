"""An export as one JSON document, which can be brought in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

LARGEST = 24 << 20  # bytes that are taken in; some five years of lessons every day


class Exact(DjangoJSONEncoder):
    """Moments to the microsecond, so that what is brought in again has the order that it had."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
