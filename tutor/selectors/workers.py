"""The grading workers, as they last told of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tutor.models import GradingWorker

# A worker tells of itself every ten seconds, and through the default worker: who hears nothing misses one of the two.
SILENT_AFTER = timedelta(seconds=35)


@dataclass(frozen=True, slots=True)
class WorkerView:
    """`paused` says why it does not grade, or is empty; `boxes` and `tier` say how its sandbox is made. The numbers are of its
    process: since it began, but for `zygotes`.
    """

    name: str
    told_at: datetime
    paused: str
    boxes: str
    tier: str
    zygotes: int
    opened: int
    renewed: int
    died: int


def grading_workers(now: datetime) -> tuple[WorkerView, ...]:
    """Those that have been heard of lately. One query."""
    return tuple(_view(row) for row in GradingWorker.objects.filter(told_at__gte=now - SILENT_AFTER))


def _view(row: GradingWorker) -> WorkerView:
    state: dict[str, Any] = row.state
    texts = {name: str(state.get(name) or "") for name in ("paused", "boxes", "tier")}
    numbers = {name: int(state.get(name) or 0) for name in ("zygotes", "opened", "renewed", "died")}
    return WorkerView(row.name, row.told_at, **texts, **numbers)
