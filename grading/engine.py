"""The judge: runs checks and submission in two kinds of box and carries plain data between them. It executes neither.

The checks' box holds the hidden inputs and expectations and says what passed; each check gets a fresh box for the learner's code,
which sees only the arguments of the calls made to it. Whatever the learner's code does to itself costs that check at most.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from functools import partial
from threading import Lock

from grading.checkers import Checkers
from grading.contract import BrokenExercise, CheckReport, Job, Limits, Report, Verdict
from grading.lane import Lane
from grading.messages import Trouble
from grading.replies import Listed
from grading.reports import check_report, job_report
from grading.runtimes import PYTHON
from grading.sandbox import Ended, Role, open_box

# Lines of work side by side: more of them would help slow submissions, at the cost of all who are graded beside them.
LANES = 2
# Times what a check may take: when those that timed out have taken so much together, the rest would only keep others waiting.
MOST_LATE = 1.5
NOT_RUN = Trouble(Verdict.TIMEOUT, "It was not run: the checks before it took all the time there is.")


def judge(
    job: Job,
    *,
    on_check: Callable[[int, CheckReport], None] | None = None,
    only: Container[str] | None = None,
    lanes: int = LANES,
    thorough: bool = False,
) -> Report:
    """Grades a job.

    Args:
        on_check: `on_check(position, report)` hears of each check as it ends, in any order, never two at once.
        only: names of the checks to run, at least one; without it all that the job's mode asks for.
        lanes: for a submit; with many jobs to grade, one lane each and several jobs side by side do more.
        thorough: runs every check, however long others took to time out.

    Raises:
        BadJob: its runtime is not known.
        SandboxDown: no box can be opened.
        BrokenExercise: the checks cannot be loaded, hang or crash.
    """
    began = time.monotonic()
    tell = on_check or (lambda position, report: None)
    with ExitStack() as stack:
        checkers = stack.enter_context(Checkers(job))
        opened = [stack.enter_context(Lane(job, checkers)) for _ in range(lanes if job.mode == "submit" else 1)]
        # Both take about as long, and neither hears of the other.
        listed = checkers.load(meanwhile=opened[0].trial)
        checks = [one for one in listed if one.sample or job.mode == "submit"]
        if not checks:
            raise BrokenExercise("none of the checks is a sample")
        checks = [one for one in checks if only is None or one.name in only]
        trouble = opened[0].trouble
        if trouble is not None:
            # Code that does not even load needs no more boxes to find out.
            reports = [check_report(one, None, trouble, None) for one in checks]
            for position, report in enumerate(reports):
                tell(position, report)
        else:
            patience = math.inf if thorough else MOST_LATE * 1000 * job.limits.wall_seconds
            reports = _run_all(opened, checks, tell, patience)
    return job_report(job, reports, output=opened[0].printed, wall_ms=round(1000 * (time.monotonic() - began)))


def _run_all(
    lanes: list[Lane], checks: list[Listed], tell: Callable[[int, CheckReport], None], patience: float
) -> list[CheckReport]:
    """`patience`: milliseconds for all checks that time out, after which no more are run."""
    waiting = deque(enumerate(checks))
    late = 0
    reports: dict[int, CheckReport] = {}
    lock = Lock()

    def take(lane: Lane) -> tuple[int, Listed, bool] | None:
        """The next check, and whether more are left than the other lines have boxes for."""
        with lock:
            if not waiting:
                return None
            position, check = waiting.popleft()
            return position, check, len(waiting) > sum(other.is_ahead for other in lanes if other is not lane)

    def told(position: int, report: CheckReport) -> None:
        nonlocal late
        with lock:
            reports[position] = report
            late += report.wall_ms if report.status is Verdict.TIMEOUT else 0
            tell(position, report)

    def work(lane: Lane) -> None:
        try:
            while (taken := take(lane)) is not None:
                position, check, more = taken
                if late > patience:
                    told(position, check_report(check, None, NOT_RUN, None))
                else:
                    lane.run(check, more=more, tell=partial(told, position))
            lane.settle()
        except BaseException:
            waiting.clear()
            raise

    with ThreadPoolExecutor(len(lanes)) as pool:
        # What is logged there is about the same submission.
        for done in [pool.submit(copy_context().run, work, lane) for lane in lanes]:
            done.result()
    return [reports[position] for position in range(len(checks))]


def run_program(source: str, *, limits: Limits | None = None) -> tuple[str, str]:
    """What a whole program prints, and the error that ended it (empty if none). For texts that say what code prints."""
    limits = limits or Limits()
    with open_box(Role.SUBMISSION, limits, PYTHON) as box:
        box.wait_until_locked()
        try:
            reply = box.ask({"op": "load", "source": source, "entry": [], "seed": 0}, seconds=limits.wall_seconds)
        except Ended as ended:
            return box.output(), str(ended)
        error = reply.get("error") if isinstance(reply, dict) else None
        return box.output(), f"{error.get('type')}: {error.get('message')}" if isinstance(error, dict) else ""
