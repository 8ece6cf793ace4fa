"""The grading worker: a Celery application of its own, without Django, without a database and without any secret but the broker.

    celery -A grading.tasks worker -Q grading

A job arrives as a dict; each check is told to the rooms with the database as it ends, and then the whole report. Rows there are
the truth, so a message that is lost or comes twice does no harm. Threads are enough: the work is done in the boxes, and the judge
keeps their deadlines itself.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
import traceback
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import asdict
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready
from kombu.exceptions import OperationalError

from grading import logs
from grading.contract import BadJob, BrokenExercise, CheckReport, Job, Report, SandboxDown, Verdict
from grading.engine import judge
from grading.sandbox import doctor, pool
from grading.sandbox.doctor import Finding, diagnose

log = logging.getLogger(__name__)
# A paused worker says so this often, and looks again whether the machine was mended.
PAUSE_SECONDS = 10
LOOK_AGAIN_SECONDS = 30
# Each worker tells of itself this often; nobody needs to hear of it later than that.
TELL_SECONDS = 10
# A box that does not open on a machine whose sandbox is sound: there was no room for it at that moment.
MOST_TRIES = 4
CHECKS_TOLD_SECONDS = 0.25

setup_logging.connect(logs.configure)
app = Celery("grading")
app.conf.update(
    broker_url=os.environ.get("LOCI_BROKER_URL", "redis://localhost:6379/0"),
    task_default_queue="grading",
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_pool="threads",
    # More than one, also on a small machine: who only sleeps keeps a thread busy, and no processor.
    worker_concurrency=max(2, os.cpu_count() or 1),
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    # A report waits five minutes for a broker that is away; later, the sweep has the code graded again.
    task_publish_retry_policy={"max_retries": 150, "interval_start": 0.2, "interval_step": 0.2, "interval_max": 2},
    broker_connection_max_retries=None,
    # What is not acknowledged in this many seconds is given to another worker; settling once makes a second grading harmless.
    # Sender and worker must name the same steps of priority.
    broker_transport_options={"visibility_timeout": 600, "unacked_restore_interval": 1, "priority_steps": [0, 3, 6, 9]},
)


class Gate:
    """Whether this machine's sandbox is sound: looked at before the first job, and again from time to time while it is not."""

    def __init__(self, look: Callable[[], list[Finding]]) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._findings: list[Finding] | None = None
        self._looked_at = 0.0

    def findings(self) -> list[Finding]:
        with self._lock:
            stale = bool(self._findings) and time.monotonic() - self._looked_at > LOOK_AGAIN_SECONDS
            if self._findings is None or stale:
                self._findings, self._looked_at = self._look(), time.monotonic()
                for finding in self._findings:
                    log.error("grading is paused: %s. %s.", finding.problem, finding.mend)
            return self._findings

    @property
    def problem(self) -> str:
        """Why nothing is graded, as far as is known without another look."""
        return _words(self._findings) if self._findings else ""

    def doubt(self) -> None:
        """A box did not open: the next job is graded only after another look."""
        with self._lock:
            self._findings = None


gate = Gate(diagnose)


@worker_ready.connect
def look_at_the_sandbox(**_: object) -> None:
    findings = gate.findings()
    if findings:
        _say_paused(findings)


@worker_ready.connect
def begin_to_tell(sender: Any, **_: object) -> None:
    # What is here now stays, so that looking for what does not takes a millisecond.
    gc.freeze()
    threading.Thread(target=_tell_of_itself, args=(sender.hostname,), name="heartbeat", daemon=True).start()


def _tell_of_itself(name: str) -> None:
    """Without a database this is how a worker lets itself be seen: it is there, whether it grades, and how its sandbox does.
    On the way, zygotes that nobody needs any more are let go, and connections to a broker that went away: those are garbage in
    circles, which a worker with little to do would keep open.
    """
    while True:
        pool.current().retire_idle()
        gc.collect()
        mode = doctor.known()
        boxes = {"boxes": mode.boxes if mode else "", "tier": mode.tier if mode else ""}
        state = {"paused": gate.problem, **boxes, **asdict(pool.current().state())}
        try:
            app.send_task("tutor.note_worker", args=[name, state], queue="default", expires=TELL_SECONDS)
        except OperationalError:
            log.warning("the broker does not take what this worker tells of itself")
        time.sleep(TELL_SECONDS)


@app.task(name="grading.grade", bind=True, max_retries=None)
def grade(self: Any, submission: str, given: dict[str, Any], known_as: dict[str, str] | None = None) -> None:
    """Grades one job and sends back what came of it. Without a sound sandbox the job waits, and nothing is run.

    `known_as` says for the log what else the submission is: its exercise and its kind.
    """
    with logs.about(**(known_as or {}) | {"submission": submission}):
        _grade(self, submission, given)


def _grade(self: Any, submission: str, given: dict[str, Any]) -> None:
    findings = gate.findings()
    if findings:
        _say_paused(findings)
        raise self.retry(countdown=PAUSE_SECONDS)
    try:
        log.info("grading begins")
        with _Teller(submission) as tell:
            report = judge(Job.from_dict(given), on_check=tell)
        fields = {"verdict": report.verdict.value, "checks": len(report.checks), "wall_ms": report.wall_ms}
        log.info("graded", extra=fields)
    except SandboxDown as fault:
        gate.doubt()
        if self.request.retries < MOST_TRIES:
            raise self.retry(countdown=1) from fault
        log.error("no box opens: %s", fault, extra={"cause": "grader"})
        report = _our_fault(submission, f"grader: {fault}")
    except BrokenExercise as fault:
        log.error("the exercise is broken; the report of the submission says how", extra={"cause": "exercise"})
        report = _our_fault(submission, f"broken exercise: {fault}")
    except BadJob as fault:
        log.error("the job cannot be read: %s", fault, extra={"cause": "grader"})
        report = _our_fault(submission, f"grader: {fault}")
    except Exception as bug:
        # Where it failed, without what it said: that may be a value of the learner's or of a hidden check's.
        where = "".join(traceback.format_tb(bug.__traceback__))
        log.error("the judge failed by %s\n%s", type(bug).__name__, where, extra={"cause": "grader"})
        report = _our_fault(submission, f"grader: {type(bug).__name__}")
    app.send_task("tutor.settle_submission", args=[submission, report.as_dict()], queue="default")


def _our_fault(submission: str, fault: str) -> Report:
    return Report(job_id=submission, verdict=Verdict.INTERNAL, score=0.0, fault=fault[:500])


def _say_paused(findings: list[Finding]) -> None:
    app.send_task("tutor.grading_paused", args=[_words(findings)], queue="default")


def _words(findings: list[Finding]) -> str:
    return f"{findings[0].problem}. {findings[0].mend}."


class _Teller:
    """Tells of checks as they end, a quarter of a second later at most. That is a courtesy: the report at the end has them all,
    and a grading that takes no longer is told once.
    """

    def __init__(self, submission: str) -> None:
        self._submission = submission
        self._lock = threading.Lock()
        self._kept: list[tuple[int, CheckReport]] = []
        self._timer: threading.Timer | None = None

    def __call__(self, position: int, report: CheckReport) -> None:
        with self._lock:
            self._kept.append((position, report))
            if self._timer is None:
                self._timer = threading.Timer(CHECKS_TOLD_SECONDS, copy_context().run, [self._tell])
                self._timer.start()

    def __enter__(self) -> _Teller:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._kept.clear()
            if self._timer is not None:
                self._timer.cancel()

    def _tell(self) -> None:
        with self._lock:
            kept, self._kept, self._timer = self._kept, [], None
        for position, report in kept:
            try:
                app.send_task("tutor.note_check", args=[self._submission, position, report.as_dict()], queue="default")
            except OperationalError:
                log.warning("check %s was not told", position)
