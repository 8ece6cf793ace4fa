"""What grading an exercise's submissions again would mean, and how far it has come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from exercises.models import Exercise, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict


@dataclass(frozen=True, slots=True)
class Regradable:
    """Code that a learner handed in, with the verdict that it has now and the milliseconds that its grading took."""

    submission_id: int
    learner_id: int
    verdict: str
    wall_ms: int | None


@dataclass(frozen=True, slots=True)
class Regraded:
    """`changes` counts the settled by (verdict before, verdict now)."""

    waiting: int
    changes: dict[tuple[str, str], int]

    @property
    def settled(self) -> int:
        return sum(self.changes.values())

    @property
    def changed(self) -> int:
        return sum(count for (before, now), count in self.changes.items() if before != now)


def regradable(exercise: Exercise, *, since: datetime | None = None, verdicts: Collection[str] = ()) -> list[Regradable]:
    """Each learner's last submission and their best, where the current revision has not judged it, nor is about to.

    What ended by a fault of ours is regradable again. `since` looks at what was handed in from then on; `verdicts` keeps what
    has one of these now. One query.
    """
    handed_in = Submission.objects.filter(exercise=exercise, mode="submit", state=SubmissionState.DONE, regraded_from=None)
    if since is not None:
        handed_in = handed_in.filter(created_at__gte=since)
    by_current = _gradings().filter(regraded_from=OuterRef("pk"), revision=exercise.current)
    known = by_current.exclude(state=SubmissionState.DONE, verdict=Verdict.INTERNAL)
    rows = (
        handed_in.annotate(known=Exists(known), now=Coalesce(_latest(OuterRef("pk"), "verdict"), F("verdict")))
        .order_by("learner_id", "created_at", "pk")
        .values_list("pk", "learner_id", "revision_id", "known", "now", "score", "report__wall_ms", named=True)
    )
    found = []
    for _, group in groupby(rows.iterator(), key=lambda row: row.learner_id):
        own = list(group)
        best = max(reversed(own), key=lambda row: row.score)
        chosen = {row.pk: row for row in (best, own[-1]) if row.revision_id != exercise.current_id and not row.known}
        found += [Regradable(row.pk, row.learner_id, row.now, row.report__wall_ms) for row in chosen.values()]
    return [one for one in found if not verdicts or one.verdict in verdicts]


def regraded(exercise: Exercise) -> Regraded:
    """How far grading by the current revision has come. One query, for a verdict may come between two."""
    own = _gradings().filter(revision=exercise.current, exercise=exercise).exclude(state=SubmissionState.SUPERSEDED).order_by()
    earlier = _latest(OuterRef("regraded_from"), "verdict", before=OuterRef("pk"))
    before = Coalesce(earlier, F("regraded_from__verdict"))
    rows = own.annotate(before=before).values_list("before", "verdict").annotate(Count("pk"))
    counts = {(was, now): count for was, now, count in rows}
    waiting = sum(count for (_, now), count in counts.items() if not now)
    return Regraded(waiting, {pair: count for pair, count in counts.items() if pair[1]})


def _gradings() -> QuerySet[Submission]:
    return Submission.objects.filter(regraded_from__isnull=False)


def _latest(handed_in: OuterRef, field: str, *, before: OuterRef | None = None) -> Subquery:
    """Of the newest regrading with a verdict of the learner's code, if there is one."""
    gradings = Submission.objects.filter(regraded_from=handed_in).exclude(verdict__in=["", Verdict.INTERNAL.value])
    if before is not None:
        gradings = gradings.filter(pk__lt=before)
    return Subquery(gradings.order_by("-pk").values(field)[:1])
