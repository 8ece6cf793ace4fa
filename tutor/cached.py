"""What is kept in the cache, as JSON. The cache lies where the broker does, to which each grading worker may write; with pickles,
which are Django's own way, the site would run what somebody planted there.
"""

from __future__ import annotations

import json

from redis.exceptions import DataError


class Json:
    """What Django's cache asks of a serializer. Whole numbers stay what Redis itself can count up."""

    def dumps(self, value: object) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> object:
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as problem:  # who does without the cache while it is away does so now
            raise DataError("what is kept in the cache is no JSON") from problem
