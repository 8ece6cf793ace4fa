"""Lanes that have one box with the checks between them, and get another where checks take long."""

import pytest

from grading import checkers
from grading.contract import Verdict
from tests.grading.bench import grade

CHECK = """
@check("number {number}", sample={sample})
def number_{number}(t):
    t.equal(t.call("dot", {number}), {number})
"""
FOUR = "from grading.checks import check\n" + "".join(CHECK.format(number=number, sample=number == 0) for number in range(4))


@pytest.fixture
def opened(monkeypatch):
    boxes = []
    open_box = checkers.open_box
    monkeypatch.setattr(checkers, "open_box", lambda *given: boxes.append(open_box(*given)) or boxes[-1])
    return boxes


def test_lanes_wait_for_one_another_before_they_open_another_box_of_checks(opened, monkeypatch):
    monkeypatch.setattr(checkers, "PATIENCE_SECONDS", 60)
    report = grade("import time\ndef dot(a):\n    time.sleep(0.5)\n    return a\n", checks=FOUR)
    assert (report.verdict, len(opened)) == (Verdict.PASSED, 1)
    assert all(check.wall_ms >= 500 for check in report.checks)
    assert sum(check.wall_ms for check in report.checks) < 2800, "what they waited is not told of them"


def test_checks_that_take_long_run_side_by_side(opened):
    report = grade("import time\ndef dot(a):\n    time.sleep(1)\n    return a\n", checks=FOUR)
    assert (report.verdict, len(opened)) == (Verdict.PASSED, 2)
    assert sum(check.wall_ms for check in report.checks) > report.wall_ms


def test_the_checks_load_while_the_learners_code_does():
    slow = "import time\ntime.sleep(2)\n"
    report = grade(f"{slow}def dot(a):\n    return a\n", checks=slow + FOUR, mode="run")
    assert report.verdict is Verdict.PASSED
    assert report.wall_ms < 4000


def test_checks_that_end_over_what_code_returned_cost_no_other_check_its_verdict(opened, monkeypatch):
    monkeypatch.setattr(checkers, "PATIENCE_SECONDS", 60)
    ends = FOUR.replace('t.equal(t.call("dot", 1), 1)', "t.call('dot', 1) and __import__('os')._exit(1)")
    report = grade("def dot(a):\n    return a\n", checks=ends)
    statuses = [check.status for check in report.checks]
    assert statuses == [Verdict.PASSED, Verdict.FAILED, Verdict.PASSED, Verdict.PASSED]
    assert len(opened) == 2, "the box that ended, and one in its place"
