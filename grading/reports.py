"""Puts together what is reported of a check and of a job."""

from __future__ import annotations

from collections.abc import Sequence

from grading.contract import CheckReport, Job, Report, Verdict
from grading.messages import Trouble, clean
from grading.replies import Done, Listed
from grading.sandbox import Box

MOST_OUTPUT = 8000


def check_report(check: Listed, done: Done | None, trouble: Trouble | None, box: Box | None, *, wall_ms: int = 0) -> CheckReport:
    """A hidden check shows no call, no values and nothing that was printed."""
    message = ""
    traceback: tuple[str, ...] = ()
    if trouble is not None:
        status, message, traceback = trouble.status, trouble.message, trouble.traceback
    elif done is not None and done.passed:
        status = Verdict.PASSED
    else:
        status, message = Verdict.FAILED, clean(done.message) if done else ""
    shown = done.sample_io if done is not None and check.sample else None
    return CheckReport(
        name=check.name,
        title=check.title,
        status=status,
        weight=check.weight,
        sample=check.sample,
        concept=check.concept,
        message=message,
        sample_io={key: clean(text) for key, text in shown.items()} if shown else None,
        output=_middle_cut(clean(box.output())) if box is not None and check.sample else "",
        traceback=traceback,
        findings=done.findings if done is not None and trouble is None else None,
        cpu_ms=box.usage.cpu_ms if box else 0,
        wall_ms=wall_ms,
        peak_kib=box.usage.peak_kib if box else 0,
    )


def job_report(job: Job, checks: Sequence[CheckReport], *, output: str, wall_ms: int) -> Report:
    """The verdict of all checks together: the first thing that went worse than a wrong value names it."""
    total = sum(one.weight for one in checks)
    passed = all(one.passed for one in checks)
    worse = [one.status for one in checks if one.status not in {Verdict.PASSED, Verdict.FAILED}]
    verdict = Verdict.PASSED if passed else worse[0] if worse else Verdict.FAILED
    return Report(
        job_id=job.id,
        verdict=verdict,
        score=1.0 if passed else sum(one.weight for one in checks if one.passed) / total,
        checks=tuple(checks),
        output=_middle_cut(output) or next((one.output for one in checks if one.output), ""),
        traceback=next((one.traceback for one in checks if one.traceback), ()),
        cpu_ms=sum(one.cpu_ms for one in checks),
        wall_ms=wall_ms,
        peak_kib=max(one.peak_kib for one in checks),
        seed=job.seed,
    )


def _middle_cut(text: str) -> str:
    """The beginning and the end of a long output: the cause tends to be in the one and the effect in the other."""
    if len(text) <= MOST_OUTPUT:
        return text
    half = MOST_OUTPUT // 2
    return f"{text[:half]}\n… {len(text) - MOST_OUTPUT} characters left out …\n{text[-half:]}"
