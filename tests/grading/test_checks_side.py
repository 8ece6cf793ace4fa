"""The author's side: what the checks may say and do, and that they are kept in as well."""

import pytest

from grading.contract import BrokenExercise, Limits, Verdict
from tests.grading.bench import RIGHT, grade

pytestmark = pytest.mark.usefixtures("kind_of_box")

HEAD = "from grading.checks import check\n@check('t', sample=True)\ndef a(t):\n    "
LIE = "{'passed': 1, 'message': '', 'surprise': '', 'sample_io': None}"


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("syntax error here", "SyntaxError"),
        ("x = 1", "there are no checks"),
        (HEAD + "import os; os._exit(0)\n", "ended the program"),
        (HEAD + "1 / 0\n", "ZeroDivisionError"),
        (HEAD + "t.call('dot', object())\n", "hands over a value of type object"),
        (HEAD + "import os; os.write(4, b'x' * 99)\n", "own channel"),
        (HEAD + "from grading.inside import channel; channel.send([1])\n", "own channel"),
        (HEAD + f"from grading.inside import channel; channel.send({LIE})\n", "own channel"),
        (HEAD + "pass\n" + HEAD.partition("\n")[2] + "pass\n", "two checks are named a"),
        ("from grading.checks import check\n@check('', weight=1)\ndef a(t): pass\n", "needs a title"),
        ("from grading.checks import check\n@check('t', weight=float('inf'))\ndef a(t): pass\n", "weight is not positive"),
        ("from grading.inside import channel\nchannel.send({'checks': 3})\n", "there are no checks"),
        (f"note = {'x' * (1 << 20)!r}", "too large"),
    ],
)
def test_broken_checks_are_the_authors_fault_not_the_learners(checks, says):
    with pytest.raises(BrokenExercise, match=says):
        grade(RIGHT, checks=checks)


@pytest.mark.parametrize("checks", ["while True: pass", HEAD + "while True: pass\n"])
def test_checks_that_hang_are_ended(checks, monkeypatch):
    monkeypatch.setattr("grading.checkers.CHECKS_LIMITS", Limits(cpu_seconds=1, wall_seconds=2, memory_mib=512))
    with pytest.raises(BrokenExercise, match=r"took too long|processor time"):
        grade(RIGHT, checks=checks)


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


def test_checks_that_draw_beside_their_own_generator_draw_anew_in_every_grading():
    drawing = "import random\n" + HEAD + "t.that(False, str(random.random()))\n"
    reports = [grade(RIGHT, checks=drawing) for _ in range(3)]
    assert len({report.checks[0].message for report in reports}) == 3


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
