"""The grading worker: a Celery application of its own, without Django, without a database and without any secret but the broker.

    celery -A grading.tasks worker -Q grading

A job arrives as a dict; each check is told to the rooms with the database as it ends, and then the whole report. Rows there are
the truth, so a message that is lost or comes twice does no harm.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from celery.utils.log import get_task_logger

from grading.contract import BadJob, BrokenExercise, CheckReport, GradingFault, Job, Report, Verdict
from grading.engine import judge
from grading.sandbox.doctor import Finding, diagnose

log = get_task_logger(__name__)
RETRY_SECONDS = 10
DIAGNOSE_AGAIN_SECONDS = 60

app = Celery("grading")
app.conf.update(
    broker_url=os.environ.get("LOCI_BROKER_URL", "redis://localhost:6379/0"),
    task_default_queue="grading",
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 600, "unacked_restore_interval": 1},
    task_routes={"tutor.*": {"queue": "default"}},
)


class Gate:
    """Whether this machine's sandbox is sound, looked at before the first job and from time to time while it is not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._findings: list[Finding] | None = None
        self._looked_at = 0.0

    def findings(self) -> list[Finding]:
        with self._lock:
            stale = bool(self._findings) and time.monotonic() - self._looked_at > DIAGNOSE_AGAIN_SECONDS
            if self._findings is None or stale:
                self._findings, self._looked_at = diagnose(), time.monotonic()
                for finding in self._findings:
                    log.error("grading is paused: %s. %s.", finding.problem, finding.mend)
            return self._findings


gate = Gate()


@worker_ready.connect
def look_at_the_sandbox(**_: object) -> None:
    findings = gate.findings()
    if findings:
        app.send_task("tutor.grading_paused", args=[findings[0].problem], queue="default")


@app.task(name="grading.grade", bind=True, max_retries=None)
def grade(self: Any, submission: str, given: dict[str, Any]) -> None:
    """Grades one job and sends back what came of it. Without a sound sandbox it waits rather than run anything."""
    findings = gate.findings()
    if findings:
        app.send_task("tutor.grading_paused", args=[findings[0].problem], queue="default")
        raise self.retry(countdown=RETRY_SECONDS)
    try:
        report = judge(Job.from_dict(given), on_check=_tell(submission))
    except (GradingFault, BadJob) as fault:
        log.error("submission %s could not be graded: %s", submission, fault)
        kind = "broken exercise" if isinstance(fault, BrokenExercise) else "grader"
        report = Report(job_id=submission, verdict=Verdict.INTERNAL, score=0.0, fault=f"{kind}: {fault}"[:500])
    app.send_task("tutor.settle_submission", args=[submission, report.as_dict()], queue="default")


def _tell(submission: str) -> Any:
    def on_check(position: int, report: CheckReport) -> None:
        app.send_task("tutor.note_check", args=[submission, position, report.as_dict()], queue="default")

    return on_check
