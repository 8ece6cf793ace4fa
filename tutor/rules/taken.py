"""How long a day really took, from the moments at which something was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

# Whoever does nothing for longer has gone away; long enough for an exercise between two runs.
AWAY = timedelta(minutes=10)


def seconds_taken(marks: Iterable[tuple[datetime, int]]) -> float:
    """Seconds of activity of one day. A mark is when something ended, and the seconds that its page measured (0 if none did).

    Between two marks lies work and the reading of what came of it, so their distance counts as it is. After a pause longer than
    `AWAY`, and for the first mark, what the page measured counts.
    """
    total, before = 0.0, None
    for moment, measured in sorted(marks):
        gap = None if before is None else moment - before
        total += measured if gap is None or gap > AWAY else gap.total_seconds()
        before = moment
    return total
