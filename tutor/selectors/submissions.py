"""A submission and its verdict, in words that say what happened and what to do."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch
from redis.exceptions import RedisError

from exercises.models import CheckResult, Submission
from exercises.models.record import SubmissionState
from grading.contract import Verdict
from tutor.errors import NotFound
from tutor.models import User

log = logging.getLogger(__name__)

# A grading worker that cannot grade says so under this key; see tutor.tasks.grading_paused.
PAUSED_KEY = "grading-paused"

HEADLINES = {
    Verdict.ERROR: ("Your code stopped with an error", "The last line says what, the line above it where."),
    Verdict.TIMEOUT: ("Too slow", "A check ran out of time. Look for a loop that does not end, or for work done twice."),
    Verdict.OUT_OF_MEMORY: ("Too much memory", "A check ran out of memory. Keep only what the result needs."),
    Verdict.OUTPUT_LIMIT: ("Too much printed", "Print less: only the result counts."),
    Verdict.FORBIDDEN: ("Not allowed here", "Your code tried to reach files, processes or the network. The task needs none."),
    Verdict.INTERNAL: ("We could not check it", "The fault is ours and counts for nothing. Submit it again."),
}
STATUS_TEXTS = {
    Verdict.PASSED: "Passed",
    Verdict.FAILED: "Failed",
    Verdict.ERROR: "Stopped with an error",
    Verdict.TIMEOUT: "Out of time",
    Verdict.OUT_OF_MEMORY: "Out of memory",
    Verdict.OUTPUT_LIMIT: "Printed too much",
    Verdict.FORBIDDEN: "Not allowed",
    Verdict.INTERNAL: "Not checked",
}


@dataclass(frozen=True, slots=True)
class CheckView:
    name: str
    title: str
    status: str
    status_text: str
    passed: bool
    sample: bool
    message: str
    sample_io: dict[str, str] | None
    output: str
    traceback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """`counts` says that it was submitted rather than run. `settled` submissions do not change any more.

    `regraded` tells, of code that was graded again and got another verdict, what became of it. The rest is of the verdict that
    stands: the new one, unless the old one was a pass.
    """

    public_id: uuid.UUID
    exercise_slug: str
    mode: str
    state: str
    created_at: datetime
    verdict: str
    score: float | None
    headline: str
    lead: str
    settled: bool
    passed: bool
    counts: bool
    checks: tuple[CheckView, ...]
    checks_expected: int
    output: str
    traceback: tuple[str, ...]
    grading_paused: bool
    regraded: str


def regradings() -> Prefetch[str]:
    """For a queryset of submissions: what graded them again, the newest first. By their key alone: they are few."""
    light = Submission.objects.defer("source", "report", "revision__checks", "revision__solution", "revision__prompt_html")
    return Prefetch("regradings", light.select_related("revision").order_by("-pk"))


def standing(row: Submission) -> Submission:
    """The grading that counts of what a learner handed in: a pass stands, and else what was graded last. Needs `regradings`."""
    return row if row.verdict == Verdict.PASSED else _latest(row) or row


def _latest(row: Submission) -> Submission | None:
    return next((one for one in row.regradings.all() if one.verdict not in {"", Verdict.INTERNAL}), None)


def submission_for(learner: User, public_id: uuid.UUID, now: datetime) -> SubmissionView:
    """A learner's own submission with the checks that are known so far. Three queries."""
    own = Submission.objects.filter(learner=learner, public_id=public_id, regraded_from=None)
    row = own.select_related("revision", "exercise").prefetch_related(regradings()).first()
    if row is None:
        raise NotFound("There is no such submission.", field="submission")
    stands = standing(row)
    return submission_view(row, list(stands.checks.all()), report=stands.report or {})


def submission_source(learner: User, public_id: uuid.UUID) -> str:
    source = Submission.objects.filter(learner=learner, public_id=public_id).values_list("source", flat=True).first()
    if source is None:
        raise NotFound("There is no such submission.", field="submission")
    return source


def submission_view(row: Submission, checks: Sequence[CheckResult], *, report: dict[str, Any] | None = None) -> SubmissionView:
    """`row` has its `regradings`; `checks` are those of the grading that stands."""
    views = tuple(_check(check) for check in checks)
    stands = standing(row)
    expected = [check for check in stands.revision.check_list if row.mode == "submit" or check["sample"]]
    settled = row.state in {SubmissionState.DONE, SubmissionState.SUPERSEDED}
    paused = not settled and grading_is_paused()
    headline, lead = _words(stands, views, len(expected), paused=paused)
    return SubmissionView(
        public_id=row.public_id,
        exercise_slug=row.exercise.slug,
        mode=row.mode,
        state=row.state,
        created_at=row.created_at,
        verdict=stands.verdict,
        score=stands.score,
        headline=headline,
        lead=lead,
        settled=settled,
        passed=stands.verdict == Verdict.PASSED,
        counts=row.mode == "submit",
        checks=views,
        checks_expected=len(expected),
        output=(report or {}).get("output") or "",
        traceback=tuple((report or {}).get("traceback") or ()),
        grading_paused=paused,
        regraded=_regraded(row),
    )


def _regraded(row: Submission) -> str:
    latest = _latest(row)
    if latest is None or latest.verdict == row.verdict:
        return ""
    if row.verdict == Verdict.PASSED:
        return "Graded again because the exercise was mended: it would not pass now. Your pass stands."
    before, _ = _words(row, (), 0, paused=False)
    return f"Graded again because the exercise was mended. Before: {before[0].lower()}{before[1:]}."


def grading_is_paused() -> bool:
    """Whether a worker said lately that it cannot grade. Without a cache nobody knows, and the page just waits."""
    try:
        return cache.get(PAUSED_KEY) is not None
    except (RedisError, OSError) as problem:
        log.warning("the cache cannot be asked: %s", problem)
        return False


def _words(row: Submission, checks: Sequence[CheckView], expected: int, *, paused: bool) -> tuple[str, str]:
    if row.state == SubmissionState.SUPERSEDED:
        return "Replaced by newer code", "The newer one is checked instead."
    if paused:
        return "Grading is paused", "Your code is kept, and is checked as soon as grading goes on. You may leave this page."
    if row.state == SubmissionState.QUEUED:
        return "Waiting for its turn", "It is checked as soon as a grader is free."
    if row.state == SubmissionState.RUNNING:
        return "Checking", f"{len(checks)} of {expected} checks are done."
    verdict = Verdict(row.verdict)
    if verdict is Verdict.PASSED:
        if row.mode == "run":
            return "The samples pass", "Submit it to have the other checks run, too."
        return "All checks pass", "Well done."
    if verdict is Verdict.FAILED:
        if not checks:
            return f"{round(100 * (row.score or 0))} % passed", ""
        passed = sum(check.passed for check in checks)
        return f"{passed} of {len(checks)} checks pass", "Begin with the first that does not: its message says what it saw."
    headline, lead = HEADLINES[verdict]
    if verdict is Verdict.ERROR and checks and not any(check.traceback for check in checks):
        lead = "The first check that stopped says how."  # it ended the program, or lacks a function: there are no lines
    return headline, lead


def _check(check: CheckResult) -> CheckView:
    status = Verdict(check.status)
    return CheckView(
        name=check.name,
        title=check.title,
        status=check.status,
        status_text=STATUS_TEXTS[status],
        passed=status is Verdict.PASSED,
        sample=check.sample,
        message=check.message,
        sample_io=check.details.get("sample_io"),
        output=check.details.get("output") or "",
        traceback=tuple(check.details.get("traceback") or ()),
    )
