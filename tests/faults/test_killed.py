"""Workers that are killed over submissions, again and again."""

from __future__ import annotations

import contextlib
import time

import psutil
import pytest

from tests.faults.rig import BEGINS, SLOW, SLOW_AND_WRONG, Rig
from tests.helpers import SOLUTION, WRONG
from tests.waiting import until

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("faults")]
TIMES = 20
WORKERS = ("grading worker", "grading worker 2")


def test_twenty_kills_of_grading_workers_in_the_middle_of_their_work_lose_nothing(rig: Rig) -> None:
    """There are two, so that one boots while the other is at work; whichever has the newest submission is killed over it."""
    expected = rig.learners_submit(SOLUTION, WRONG)
    rig.start("grading worker 2")
    for turn in range(TIMES):
        expected |= rig.learners_submit(SLOW if turn % 3 else SLOW_AND_WRONG)
        at_work: list[str] = []
        until(lambda at_work=at_work: at_work.extend(filter(rig.is_grading, WORKERS)) or at_work, otherwise=rig.said)
        rig.kill(at_work[0])
        rig.start(at_work[0])
    rig.stop("grading worker 2")
    expected |= rig.learners_submit(SOLUTION, WRONG)
    rig.every_verdict_came_once(expected)
    until(lambda: not rig.leftovers())


def test_twenty_kills_of_zygotes_in_the_middle_of_checks_are_never_the_learners_fault(rig: Rig) -> None:
    """Once a job has begun: one that ends while the doctor looks pauses grading as long as an unsound machine does."""
    expected = {}
    for turn in range(TIMES):
        begun = rig.said_by("grading worker").count(BEGINS)
        expected |= rig.learners_submit(SLOW if turn % 3 else SLOW_AND_WRONG)
        rig.until(lambda begun=begun: rig.said_by("grading worker").count(BEGINS) > begun)
        for zygote in rig.zygotes()[: 1 + turn % 2]:
            with contextlib.suppress(psutil.NoSuchProcess):
                zygote.kill()
    rig.every_verdict_came_once(expected)


def test_zygotes_that_stop_in_the_middle_of_a_check_keep_nobody_waiting_for_long(rig: Rig) -> None:
    """They neither fork nor tell of ends: after seconds they count as dead, are replaced, and what they had is graded again."""
    begun = rig.said_by("grading worker").count(BEGINS)
    expected = rig.learners_submit(SLOW)
    rig.until(lambda: rig.said_by("grading worker").count(BEGINS) > begun and rig.zygotes())
    stopped = rig.zygotes()
    for zygote in stopped:
        zygote.suspend()
    began = time.monotonic()
    expected |= rig.learners_submit(SOLUTION, WRONG, SLOW_AND_WRONG)
    rig.every_verdict_came_once(expected)
    print(f"all verdicts are there {time.monotonic() - began:.1f} s after {len(stopped)} zygotes stopped")
    rig.until(lambda: not any(still_runs(zygote) for zygote in stopped))


def still_runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False
