"""The admin's page of grading: what waits, what was settled lately and how fast, who grades."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from exercises.models import CheckResult, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from tutor.models.operations import KILLS
from tutor.selectors.operations import KINDS, Counts, QueueView, counts, queue
from tutor.selectors.submissions import grading_is_paused
from tutor.selectors.workers import WorkerView, grading_workers

# A submission counts as lost after this, doubled with each sending, so that a long queue is not made longer by doubles of it.
# Regradings wait behind everything that learners send.
LOST_AFTER, REGRADING_LOST_AFTER = timedelta(seconds=settings.LOST_AFTER_SECONDS), timedelta(minutes=10)
SHOWN = 30
HOUR = timedelta(hours=1)
# More in an hour would not make percentiles truer.
MEASURED = 5000
BINS = 12
VERDICTS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """`seconds` since it was handed in; of what is settled, until then. `again` says that it may be sent again by hand."""

    public_id: uuid.UUID
    key: int
    kind: str
    state: str
    exercise: str
    learner: str
    verdict: str
    seconds: float
    sends: int
    at: datetime
    again: bool


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds that half and 95 % of some verdicts took at most."""

    count: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Watch:
    """`live` is what has no verdict, the oldest first; `recent` the latest verdicts. `bins` are of five minutes each.
    `kills` by cause, with how many there were in the last hour and since the beginning.
    """

    now: datetime
    paused: bool
    queue: tuple[QueueView, ...]
    workers: tuple[WorkerView, ...]
    live: tuple[WatchedRow, ...]
    recent: tuple[WatchedRow, ...]
    speed: Speed | None
    bins: tuple[Speed | None, ...]
    kills: tuple[tuple[str, int, int], ...]
    counts: Counts

    @property
    def unsettled(self) -> int:
        return sum(kind.waiting + kind.running for kind in self.queue)


def lost(now: datetime, sends: int = 1) -> Q:
    """Was sent so long ago that after this many sendings it counts as lost."""
    patience = 2 ** (sends - 1)
    learners = Q(regraded_from=None, sent_at__lt=now - LOST_AFTER * patience)
    return learners | Q(regraded_from__isnull=False, sent_at__lt=now - REGRADING_LOST_AFTER * patience)


def watch(now: datetime, *, kind: str = "", verdict: str = "") -> Watch:
    """Seven queries; `kind` and `verdict` narrow the recent ones down."""
    rows = Submission.objects.select_related("exercise", "learner").only(
        *("public_id", "mode", "regraded_from_id", "state", "verdict", "created_at", "sent_at", "settled_at", "sends"),
        *("exercise__slug", "learner__username"),
    )
    unsettled = rows.filter(state__in=[SubmissionState.QUEUED, SubmissionState.RUNNING]).order_by("created_at")
    settled = _narrowed(rows.filter(settled_at__isnull=False), kind, verdict).order_by("-settled_at")
    took = Submission.objects.filter(settled_at__gt=now - HOUR, regraded_from=None).order_by("-settled_at")
    spans = [(at, (at - begun).total_seconds()) for at, begun in took.values_list("settled_at", "created_at")[:MEASURED]]
    in_all = counts()
    return Watch(
        now=now,
        paused=grading_is_paused(),
        queue=queue(now),
        workers=grading_workers(now),
        live=tuple(_row(row, now) for row in unsettled[:SHOWN]),
        recent=tuple(_row(row, now) for row in settled[:SHOWN]),
        speed=speed([seconds for _, seconds in spans]),
        bins=tuple(speed([seconds for at, seconds in spans if _bin(at, now) == place]) for place in range(BINS)),
        kills=_kills(now, in_all),
        counts=in_all,
    )


def _narrowed(rows: QuerySet[Submission], kind: str, verdict: str) -> QuerySet[Submission]:
    if kind in KINDS:
        rows = rows.filter(regraded_from__isnull=False) if kind == "regrade" else rows.filter(mode=kind, regraded_from=None)
    return rows.filter(verdict=verdict) if verdict in VERDICTS else rows


def _row(row: Submission, now: datetime) -> WatchedRow:
    patience = REGRADING_LOST_AFTER if row.regraded_from_id else LOST_AFTER
    stuck = row.settled_at is None and row.sent_at is not None and row.sent_at < now - patience
    return WatchedRow(
        public_id=row.public_id,
        key=row.pk,
        kind=row.kind,
        state=row.state,
        exercise=row.exercise.slug,
        learner=row.learner.username,
        verdict=row.verdict,
        seconds=max(0.0, ((row.settled_at or now) - row.created_at).total_seconds()),
        sends=row.sends,
        at=row.settled_at or row.created_at,
        again=stuck or row.verdict == Verdict.INTERNAL,
    )


def speed(seconds: Sequence[float]) -> Speed | None:
    """By the nearest rank: the shortest time within which that share was done."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    ranks = [-(-len(ordered) * share // 100) for share in (50, 95)]
    return Speed(len(ordered), ordered[ranks[0] - 1], ordered[ranks[1] - 1])


def _bin(at: datetime, now: datetime) -> int:
    return max(0, BINS - 1 - int((now - at) / (HOUR / BINS)))


def _kills(now: datetime, in_all: Counts) -> tuple[tuple[str, int, int], ...]:
    """Cause, in the last hour, since the beginning."""
    lately = CheckResult.objects.filter(submission__settled_at__gt=now - HOUR, status__in=KILLS).order_by()
    found = dict(lately.values_list("status").annotate(Count("pk")))
    return tuple((cause, found.get(cause, 0), in_all.kills[cause]) for cause in KILLS)
