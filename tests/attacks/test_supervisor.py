"""Lines 79 and 80: what runs the boxes is itself killed. Each test has a stack of its own, as it breaks it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import psutil
import pytest

from grading.contract import Verdict
from grading.sandbox.modes import Mode
from tests.attacks.stack import MODES, Stack, started
from tests.grading import bench
from tests.services.installation import still_there
from tests.waiting import until

# The hidden check's vectors are longer than the sample's.
SLOW_WHEN_HIDDEN = bench.dot("if len(a) > 2: time.sleep(4)\nreturn float(a @ b)", "import time")


@pytest.fixture
def own(mode: str) -> Iterator[Stack]:
    with started(MODES[mode]) as stack:
        stack.honest("first")
        yield stack


def in_hand(stack: Stack, name: str) -> list[psutil.Process]:
    """A job whose first check is done and whose second runs: everything that works for it."""
    stack.send(name, bench.job(SLOW_WHEN_HIDDEN))
    until(lambda: name in stack.notes)
    return stack.worker.children(recursive=True)


def test_79_a_job_whose_boxes_are_killed_is_graded_again(own: Stack, mode: str) -> None:
    family = in_hand(own, "slow")
    zygotes = [one for one in own.worker.children() if one.is_running()] if mode != Mode.SINGLE_USE else []
    for one in zygotes:  # not its boxes: they end with it, and that is how the judge knows that it was not their fault
        one.kill()
    assert bool(zygotes) is (mode != Mode.SINGLE_USE), "there, each box is made anew, and nothing stays that could be killed"
    report = own.report("slow")
    assert (report.verdict, report.fault) == (Verdict.PASSED, None)
    told = [check.name for check in own.notes["slow"]]
    assert told.count("one_pair") == 2 or not zygotes, "its first check was graded twice"
    until(lambda: not still_there(family) or mode != Mode.SINGLE_USE)
    assert own.honest("after").verdict is Verdict.PASSED


def test_80_with_the_judge_everything_below_it_ends(own: Stack) -> None:
    family = in_hand(own, "slow")
    assert len(family) >= 4
    os.kill(own.worker.pid, signal.SIGKILL)
    until(lambda: not own.child.alive)
    until(lambda: not still_there(family), otherwise=lambda: str(still_there(family)))
    assert "slow" not in own.reports

    own.give_back()
    own.child.start()
    assert own.report("slow").verdict is Verdict.PASSED
