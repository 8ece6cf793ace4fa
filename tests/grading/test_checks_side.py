"""The author's side: what the checks may say and do, and that they are kept in as well."""

import pytest

from grading.contract import BrokenExercise, Verdict
from tests.grading.bench import RIGHT, grade

HEAD = "from grading.checks import check\n@check('t', sample=True)\ndef a(t):\n    "


@pytest.mark.parametrize(
    "checks",
    [
        "syntax error here",
        "x = 1",
        "while True: pass",
        HEAD + "import os; os._exit(0)\n",
        HEAD + "1 / 0\n",
        HEAD + "t.call('dot', object())\n",
        HEAD + "import os; os.write(4, b'x' * 99)\n",
        HEAD + "from grading.inside import channel; channel.send([1])\n",
        HEAD
        + "from grading.inside import channel; channel.send({'passed': 1, 'message': '', 'surprise': '', 'sample_io': None})\n",
        HEAD + "t.call('dot', t.serve(1))\n" + HEAD.partition("\n")[2],
        "from grading.checks import check\n@check('', weight=1)\ndef a(t): pass\n",
        "from grading.checks import check\n@check('t', weight=float('inf'))\ndef a(t): pass\n",
        "from grading.inside import channel\nchannel.send({'checks': 3})\n",
    ],
)
def test_broken_checks_are_the_authors_fault_not_the_learners(checks, monkeypatch):
    monkeypatch.setattr("grading.lane.CHECKS_LIMITS", limits_of_a_second())
    with pytest.raises(BrokenExercise):
        grade(RIGHT, checks=checks)


def limits_of_a_second():
    from grading.contract import Limits

    return Limits(cpu_seconds=1, wall_seconds=1.5, memory_mib=512)


@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('socket').socket()",
        "__import__('os').fork()",
        "open('/etc/passwd')",
        "open('/loci/x', 'w')",
        "__import__('os').kill(1, 9)",
        "__import__('ctypes').CDLL(None).unshare(0x10000000) == 0 or 1/0",
    ],
)
def test_checks_cannot_get_out_either(attempt):
    with pytest.raises(BrokenExercise):
        grade(RIGHT, checks=HEAD + attempt + "\n")


def test_a_check_that_keeps_calling_after_the_learners_code_ended_still_ends():
    checks = """
from grading.checks import check
@check("never gives up", sample=True)
def stubborn(t):
    for _ in range(50):
        try: t.call("dot", 1, 2)
        except BaseException: pass
"""
    report = grade("import os\ndef dot(a, b):\n    os._exit(1)\n", checks=checks)
    assert report.verdict is Verdict.ERROR
    assert report.score == 0
