"""The seam to the grading room: a submission becomes a job, and what is reported becomes rows."""

from __future__ import annotations

from typing import Any

from exercises.models import CheckResult, Submission
from grading.contract import CheckReport, Job, Limits


def job_for(submission: Submission) -> Job:
    """Everything a grading worker needs. The checks travel with the job, so a worker needs neither catalogue nor database,
    and an older submission can always be graded by the checks that it was written for.
    """
    revision = submission.revision
    return Job(
        id=str(submission.public_id),
        runtime=revision.runtime,
        mode=submission.mode,
        source=submission.source,
        checks=revision.checks,
        entry=tuple(entry["name"] for entry in revision.document["entry"]),
        seed=submission.seed,
        limits=Limits.from_dict(revision.document["limits"]),
        digest=revision.digest,
        data=bytes(revision.data.frame) if revision.data else b"",
    )


def known_as(submission: Submission) -> dict[str, str]:
    """What log lines about a submission carry."""
    return {"submission": str(submission.public_id), "exercise": submission.exercise.slug, "kind": submission.kind}


def check_rows(submission: Submission, checks: list[dict[str, Any]]) -> list[CheckResult]:
    """Unsaved rows for reported checks, in their order."""
    rows = []
    for position, given in enumerate(checks):
        report = CheckReport.from_dict(given)
        rows.append(
            CheckResult(
                submission=submission,
                position=position,
                name=report.name,
                title=report.title,
                status=report.status.value,
                weight=report.weight,
                sample=report.sample,
                concept=report.concept,
                message=report.message,
                details={
                    "sample_io": report.sample_io,
                    "output": report.output,
                    "traceback": list(report.traceback),
                    **({"findings": report.findings.as_dict()} if report.findings else {}),
                },
            )
        )
    return rows
