"""What happens around learning and is counted or noted for whoever operates the installation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from tutor.models import GradingWorker, Tally

FORGOTTEN_AFTER = timedelta(days=1)
_ADD = (
    "INSERT INTO {table} (name, labels, count, total) VALUES {rows} "
    "ON CONFLICT (name, labels) DO UPDATE SET count = {table}.count + excluded.count, total = {table}.total + excluded.total"
)


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """Something that happened `count` times, or took `total` of its unit; `labels` as in kind=run,verdict=passed."""

    name: str
    labels: str = ""
    count: int = 1
    total: float = 0.0


def tally(events: Iterable[Counted]) -> None:
    """Adds to the counts, in the transaction of what is counted. One statement, its rows always in the same order, so that no
    two transactions wait for each other.
    """
    rows = sorted(events)
    if rows:
        statement = _ADD.format(table=Tally._meta.db_table, rows=", ".join(["(%s, %s, %s, %s)"] * len(rows)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in (row.name, row.labels, row.count, row.total)])


def note_worker(*, name: str, state: dict[str, Any], now: datetime) -> None:
    """Keeps what a grading worker tells of itself, and forgets those that have been silent for a day."""
    GradingWorker.objects.update_or_create(name=name, defaults={"state": state, "told_at": now})
    GradingWorker.objects.filter(told_at__lt=now - FORGOTTEN_AFTER).delete()
