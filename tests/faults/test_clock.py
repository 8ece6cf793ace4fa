"""The clock on the wall is put forward and back under an installation at work, and under a judge that waits for endless code."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.clock import Clock
from tests.faults.rig import BEGINS, SLOW, SLOW_AND_WRONG, Rig
from tests.helpers import SOLUTION, WRONG
from tests.services.installation import ROOT

pytestmark = pytest.mark.services
# Hours by which it is off, one after the other.
JUMPS = (9, -9)
SWEEPS = 5
SENT = "SELECT public_id, sends FROM exercises_submission"


def test_a_clock_that_is_put_forward_and_back_by_hours_gives_every_submission_one_verdict_and_no_storm(tmp_path: Path) -> None:
    """Broker, site and workers have one clock, as on a machine. Nothing counts as lost here but by the clock."""
    clock = Clock(tmp_path)
    with Rig(behind=clock.command, LOCI_LOST_AFTER_SECONDS="600") as rig:
        expected = rig.learners_submit(SOLUTION, WRONG)
        for hours in JUMPS:
            expected |= rig.learners_submit(SLOW, SLOW_AND_WRONG, SLOW)
            rig.until(rig.is_grading)
            clock.put(hours)
            jumped = time.monotonic()
            expected |= rig.learners_submit(SOLUTION, WRONG)
            rig.every_verdict_came_once(expected)
            print(f"all verdicts are there {time.monotonic() - jumped:.1f} s after the clock was put to {hours:+} h")
        time.sleep(SWEEPS)  # one each second
        rig.every_verdict_came_once(expected)
        sends = [sends for _, sends in rig.rows(SENT)]
        assert len(sends) == len(expected) and set(sends) <= {1, 2}, sends
        assert rig.said().count(BEGINS) <= sum(sends) + len(expected), "the broker gives out again what was in hand, once"
        assert "Traceback" not in rig.said()


WAITS = """
import sys, time
from grading.contract import Verdict
from tests.grading import bench
began = time.time()
print("begins", flush=True)
report = bench.grade(bench.dot("time.sleep(600)", "import time"), mode="run", wall_seconds=3)
print(report.verdict.value, report.checks[0].wall_ms, round((time.time() - began) / 3600))
"""


@pytest.mark.parametrize("hours", JUMPS, ids=["forward", "back"])
def test_the_deadline_of_a_check_goes_by_a_clock_that_nobody_sets(tmp_path: Path, hours: int) -> None:
    clock = Clock(tmp_path)
    with subprocess.Popen((*clock.command, sys.executable, "-c", WAITS), cwd=ROOT, stdout=subprocess.PIPE, text=True) as judge:
        assert judge.stdout is not None
        assert judge.stdout.readline() == "begins\n"
        time.sleep(1.5)
        clock.put(hours)
        verdict, wall_ms, hours_passed = judge.stdout.read().split()
    assert (verdict, int(hours_passed)) == ("timeout", hours)
    assert int(wall_ms) >= 3000
