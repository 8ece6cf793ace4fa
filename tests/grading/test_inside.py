"""What foreign code finds where it runs, what is sent to it, and what comes out. Attacks on all this are in tests/attacks."""

import pytest

from grading.contract import Verdict
from grading.sandbox import Box
from grading.sandbox.modes import Mode
from tests.grading.bench import RIGHT, dot, grade, sample

pytestmark = pytest.mark.usefixtures("kind_of_box")

# Only what a check hands to a call may be found where the call is made.
KEEPING = """
from grading.checks import check
expected = "mallard"
@check("is a mallard", sample=True)
def mallard(t):
    t.equal(t.call("dot", "an argument", 2), expected, "No.")
"""


def test_nothing_of_a_check_but_the_arguments_of_its_calls_is_sent_to_the_learners_process(monkeypatch):
    sent = {}
    write = Box._write

    def write_and_keep(box, parts, deadline):
        sent.setdefault(box, bytearray()).extend(b"".join(parts))
        write(box, parts, deadline)

    monkeypatch.setattr(Box, "_write", write_and_keep)
    grade(RIGHT, checks=KEEPING)
    (learners,) = [data for data in sent.values() if b"def dot" in data]
    (checks,) = [data for data in sent.values() if b"mallard" in data]
    assert b"an argument" in learners
    assert b"mallard" not in learners
    assert b"def dot" not in checks


def test_of_the_file_system_there_is_the_interpreter_and_numpy_and_a_few_files_of_ours(kind_of_box):
    look = (
        "import os\n"
        "for top, _, files in os.walk('/'):\n"
        "    if not ('/python3' in top or top.startswith('/site/numpy')):\n"
        "        print(*[os.path.join(top, file) for file in files], sep='\\n')"
    )
    seen = [path for path in sample(look).splitlines() if path and ".so" not in path and "/bin/python" not in path]
    assert bool(seen) is (kind_of_box is not Mode.WARM_B)
    assert all(path.startswith("/loci/grading/") for path in seen)
    assert not [path for path in seen if "engine" in path or "tasks" in path]
    installed = sample("import os; print(os.listdir(os.path.dirname(os.__file__) + '/site-packages'))").strip()
    assert installed == "[]" or "not allow" in installed


@pytest.mark.parametrize("name", ["django", "pytest", "grading.engine", "grading.tasks", "tests.grading.bench", "faiss"])
def test_nothing_that_is_installed_can_be_imported(name):
    said = sample(f"import {name}")
    assert "ModuleNotFoundError" in said or "not allow" in said


def test_who_kills_themselves_has_failed(kind_of_box):
    """The first process of a namespace cannot; without one, it is taken for the kernel's end for lack of memory."""
    verdict = Verdict.OUT_OF_MEMORY if kind_of_box is Mode.WARM_B else Verdict.FAILED
    assert grade(dot("signal.raise_signal(signal.SIGKILL)", "import signal"), mode="run").verdict is verdict


def test_the_process_is_nobody_in_a_space_of_its_own(kind_of_box):
    body = "import os\nprint(os.getuid(), os.geteuid(), os.getgid(), os.getegid(), os.getpid(), os.uname().nodename)"
    *who, number, host = sample(body).split()
    if kind_of_box is Mode.WARM_B:
        assert "0" not in who
        assert int(number) > 1
    else:
        assert (*who, number, host) == ("65534", "65534", "65534", "65534", "1", "box")


def test_a_value_on_which_the_checks_break_fails_that_check_and_is_no_fault_of_ours():
    checks = """
from grading.checks import check
@check("hangs over a list", sample=True)
def hangs(t):
    if t.call("dot", 1, 2) == [1]:
        import os; os._exit(3)
@check("goes on", sample=True)
def goes_on(t):
    t.equal(t.call("dot", 1, 2), [1])
"""
    report = grade("def dot(a, b):\n    return [1]\n", checks=checks)
    assert [check.status for check in report.checks] == [Verdict.FAILED, Verdict.PASSED]
    assert "could not be decided" in report.checks[0].message


def test_nothing_that_leaves_the_box_troubles_a_database_or_a_terminal():
    report = grade("def dot(a, b):\n    print('\\0\\x1b[2J')\n    return '\\0' + chr(0xD800)\n", mode="run")
    assert report.checks[0].output == "��[2J\n"
    assert report.checks[0].sample_io["got"] == r"'\x00\ud800'"
