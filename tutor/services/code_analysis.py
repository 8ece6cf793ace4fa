"""Adds submissions up by versions of exercises, as `tutor.services.analysis` does answers."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from exercises.models import HintTaken, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from tutor.models import ExerciseStat, FoldMark
from tutor.rules.code_analysis import CodeSums, Graded, Solved, add
from tutor.services.analysis import SETTLED

CODE = "code"
CHUNK = 200
Pair = tuple[int, int]  # of a learner and an exercise


def fold_code(*, now: datetime, settled: timedelta = SETTLED) -> int:
    """Adds the verdicts since the last time; says how many there were. What is graded again counts no second time."""
    read = 0
    while chunk := _fold_chunk(now, settled):
        read += chunk
    return read


def _fold_chunk(now: datetime, settled: timedelta) -> int:
    with transaction.atomic():
        FoldMark.objects.get_or_create(name=CODE)
        mark = FoldMark.objects.select_for_update().get(name=CODE)
        done = Submission.objects.filter(state=SubmissionState.DONE, settled_at__lte=now - settled)
        if mark.moment is not None:
            done = done.filter(Q(settled_at__gt=mark.moment) | Q(settled_at=mark.moment, pk__gt=mark.position))
        chunk = list(done.order_by("settled_at", "pk").defer("source", "report").prefetch_related("checks")[:CHUNK])
        if not chunk:
            return 0
        graded = [row for row in chunk if _counts(row)]
        history, hints = _history(graded), _hints(graded)
        stats = ExerciseStat.objects.filter(revision__in={row.revision_id for row in graded})
        sums = {stat.revision_id: CodeSums.from_document(stat.sums) for stat in stats}
        for row in graded:
            seen = _graded(row, history[row.learner_id, row.exercise_id], hints[row.learner_id, row.exercise_id])
            sums[row.revision_id] = add(sums.get(row.revision_id, CodeSums()), seen)
        ExerciseStat.objects.bulk_create(
            [ExerciseStat(revision_id=revision, sums=one.as_document(), folded_at=now) for revision, one in sums.items()],
            update_conflicts=True,
            unique_fields=["revision"],
            update_fields=["sums", "folded_at"],
        )
        mark.moment, mark.position = chunk[-1].settled_at, chunk[-1].pk
        mark.save(update_fields=["moment", "position"])
        return len(chunk)


def _counts(row: Submission) -> bool:
    return row.mode == "submit" and row.regraded_from_id is None and row.verdict != Verdict.INTERNAL


def _history(graded: list[Submission]) -> dict[Pair, list[Submission]]:
    """All that these learners ran and handed in of these exercises, in the order in which they did."""
    learners, exercises = {row.learner_id for row in graded}, {row.exercise_id for row in graded}
    rows = Submission.objects.filter(learner__in=learners, exercise__in=exercises, regraded_from=None)
    found: dict[Pair, list[Submission]] = defaultdict(list)
    for row in rows.only("learner_id", "exercise_id", "mode", "verdict", "created_at", "regraded_from_id").order_by("created_at"):
        found[row.learner_id, row.exercise_id].append(row)
    return found


def _hints(graded: list[Submission]) -> dict[Pair, list[datetime]]:
    learners, exercises = {row.learner_id for row in graded}, {row.exercise_id for row in graded}
    found: dict[Pair, list[datetime]] = defaultdict(list)
    for learner, exercise, at in HintTaken.objects.filter(learner__in=learners, exercise__in=exercises).values_list(
        "learner", "exercise", "at"
    ):
        found[learner, exercise].append(at)
    return found


def _graded(row: Submission, history: list[Submission], hints: list[datetime]) -> Graded:
    before = [one for one in history if one.created_at < row.created_at and one.verdict and _counts(one)]
    passed = row.verdict == Verdict.PASSED
    solved = None
    if passed and not any(one.verdict == Verdict.PASSED for one in before):
        minutes = int((row.created_at - history[0].created_at) / timedelta(minutes=1))
        solved = Solved(len(before) + 1, minutes, sum(at <= row.created_at for at in hints))
    checks = tuple((check.name, check.status == Verdict.PASSED) for check in row.checks.all())
    return Graded(not before, passed, checks, solved)


def fold_code_anew(*, now: datetime, settled: timedelta = SETTLED) -> int:
    """Forgets the sums and adds all verdicts again."""
    with transaction.atomic():
        FoldMark.objects.filter(name=CODE).delete()
        ExerciseStat.objects.all().delete()
    return fold_code(now=now, settled=settled)
