"""What grading counts, and in which buckets: /metrics and the admin's page read it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from exercises.models import Submission
from grading.contract import Verdict
from tutor.models.operations import BUCKETS, KILLS
from tutor.services.operations import Counted, tally


def count_verdict(submission: Submission, verdict: Verdict, statuses: Iterable[str], now: datetime) -> None:
    """A submission got its verdict: how long that took since it was handed in, and by which limits its checks were ended."""
    seconds = max(0.0, (now - submission.created_at).total_seconds())
    bucket = next(le for le in BUCKETS if seconds <= float(le))
    labels = f"kind={submission.kind},verdict={verdict.value},le={bucket}"
    kills = Counter(status for status in statuses if status in KILLS)
    ended = [Counted("check_kills", f"cause={cause}", count) for cause, count in kills.items()]
    tally([Counted("verdict_seconds", labels, total=seconds), *ended])


def count_fault(fault: str | None) -> None:
    """A grading ended by a fault of ours, whether or not it is tried again."""
    tally([Counted("grader_faults", f"cause={'exercise' if is_exercises(fault) else 'grader'}")])


def count_lost(submissions: int) -> None:
    """No report came for these, however often they were sent."""
    tally([Counted("grader_faults", "cause=lost", submissions)] if submissions else [])


def count_repeat() -> None:
    """A report came for what had its verdict already."""
    tally([Counted("reports_repeated")])


def count_superseded(submissions: int) -> None:
    tally([Counted("superseded", count=submissions)] if submissions else [])


def is_exercises(fault: str | None) -> bool:
    """Whether trying again is of no use, because the exercise itself is broken."""
    return str(fault).startswith("broken exercise")
