"""How grading does, for whoever operates the installation: the queue from its live rows, history from what was counted.

Nothing here reads a table that grows: the queue is found by its index, and there are as many tallies as there are labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Min, Value, When

from exercises.models import Submission
from exercises.models.record import SubmissionState
from tutor.models import Tally
from tutor.models.operations import BUCKETS, KILLS

# In the order in which they are graded.
KINDS = ("run", "submit", "regrade")
FAULTS = ("grader", "exercise", "lost")
KIND = Case(When(regraded_from__isnull=False, then=Value("regrade")), default=F("mode"))


@dataclass(frozen=True, slots=True)
class QueueView:
    """What waits and what is worked on of a kind; `oldest_seconds` is the age of the oldest that waits, 0 without one."""

    kind: str
    waiting: int
    oldest_seconds: float
    running: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from handing in to the verdict: how many in each bucket (not summed up), how many in all, and their sum."""

    buckets: tuple[int, ...]
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Since the installation began. `latencies` by (kind, verdict); the rest by cause."""

    latencies: dict[tuple[str, str], Latency]
    kills: dict[str, int]
    faults: dict[str, int]
    repeated: int
    superseded: int


def queue(now: datetime) -> tuple[QueueView, ...]:
    """One query over what has no verdict yet."""
    live = Submission.objects.filter(state__in=[SubmissionState.QUEUED, SubmissionState.RUNNING]).order_by()
    rows = live.annotate(kind_=KIND).values_list("kind_", "state").annotate(Count("pk"), Min("created_at"))
    found = {(kind, state): (count, oldest) for kind, state, count, oldest in rows}
    nothing = (0, now)
    views = []
    for kind in KINDS:
        waiting, oldest = found.get((kind, SubmissionState.QUEUED), nothing)
        running, _ = found.get((kind, SubmissionState.RUNNING), nothing)
        views.append(QueueView(kind, waiting, max(0.0, (now - oldest).total_seconds()), running))
    return tuple(views)


def counts() -> Counts:
    """One query."""
    latencies: dict[tuple[str, str], list[tuple[str, int, float]]] = {}
    plain: dict[tuple[str, str], int] = {}
    for tally in Tally.objects.order_by("name", "labels"):
        labels = dict(label.split("=", 1) for label in tally.labels.split(",") if label)
        if tally.name == "verdict_seconds":
            pieces = latencies.setdefault((labels["kind"], labels["verdict"]), [])
            pieces.append((labels["le"], tally.count, tally.total))
        else:
            plain[tally.name, labels.get("cause", "")] = tally.count
    return Counts(
        latencies={key: _latency(pieces) for key, pieces in latencies.items()},
        kills={cause: plain.get(("check_kills", cause), 0) for cause in KILLS},
        faults={cause: plain.get(("grader_faults", cause), 0) for cause in FAULTS},
        repeated=plain.get(("reports_repeated", ""), 0),
        superseded=plain.get(("superseded", ""), 0),
    )


def _latency(pieces: list[tuple[str, int, float]]) -> Latency:
    by_bucket = {le: count for le, count, _ in pieces}
    buckets = tuple(by_bucket.get(le, 0) for le in BUCKETS)
    return Latency(buckets, sum(buckets), sum(seconds for _, _, seconds in pieces))
