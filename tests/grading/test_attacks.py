"""Hostile submissions: what verdict they get, and that nothing gets in, out or away."""

import os
import socket

import psutil
import pytest

from grading.contract import Verdict
from tests.grading.bench import RIGHT, grade, sample

LYING = "import os\ndef dot(a, b):\n    "
FORGED = "import sys\nfrom grading import wire\nimport os\ndef dot(a, b):\n    "


@pytest.mark.parametrize(
    ("source", "verdict", "says"),
    [
        ("def dot(a, b):\n    while True: pass\n", Verdict.TIMEOUT, "longer than"),
        ("import time\ndef dot(a, b):\n    time.sleep(60)\n", Verdict.TIMEOUT, "longer than"),
        ("import time\ndef dot(a, b):\n  while True:\n    try: time.sleep(9)\n    except BaseException: pass\n", Verdict.TIMEOUT, "longer"),
        (
            "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass\n"
            "def dot(a, b):\n    while True: pass\n",
            Verdict.TIMEOUT,
            "longer",
        ),
        ("while True: pass\n", Verdict.TIMEOUT, "longer than"),
        ("def dot(a, b):\n    return 10 ** (10 ** 9)\n", Verdict.TIMEOUT, "longer than"),
        ("import re\ndef dot(a, b):\n    re.match('(a+)+$', 'a' * 40 + 'b')\n", Verdict.TIMEOUT, "longer than"),
        ("def dot(a, b):\n    return bytearray(10**10)\n", Verdict.OUT_OF_MEMORY, "memory"),
        ("def dot(a, b):\n    hoard = []\n    while True: hoard.append(bytearray(1 << 24))\n", Verdict.OUT_OF_MEMORY, "memory"),
        ("def dot(a, b):\n    while True: print('x' * 999)\n", Verdict.OUTPUT_LIMIT, "printed more"),
        ("while True: print('x' * 999)\n", Verdict.OUTPUT_LIMIT, "printed more"),
        ("import os\ndef dot(a, b):\n    os._exit(0)\n", Verdict.ERROR, "ended the program"),
        ("import os\nos._exit(0)\n", Verdict.ERROR, "ended the program"),
        ("def dot(a, b):\n    raise SystemExit(0)\n", Verdict.ERROR, "SystemExit"),
        ("import os, atexit\natexit.register(print, 1)\nimport sys\nsys.exit()\n", Verdict.ERROR, "SystemExit"),
        ("import ctypes\ndef dot(a, b):\n    ctypes.string_at(0)\n", Verdict.ERROR, "crashed"),
        ("import sys\ndef dot(a, b):\n    sys.setrecursionlimit(10**9)\n    return dot(a, b)\n", None, ""),
        ("import signal\ndef dot(a, b):\n    signal.raise_signal(signal.SIGKILL)\n", Verdict.FAILED, "None"),
        ("import socket\ndef dot(a, b):\n    socket.socket()\n", Verdict.FORBIDDEN, "no network"),
        ("import os\ndef dot(a, b):\n    os.fork()\n", Verdict.FORBIDDEN, "no other programs"),
        ("import os\ndef dot(a, b):\n    os.kill(-1, 9)\n", Verdict.FORBIDDEN, "not allow"),
        ("import threading\ndef dot(a, b):\n    threading.Thread(target=print).start()\n", Verdict.ERROR, "RuntimeError"),
        ("import subprocess\ndef dot(a, b):\n    subprocess.run(['true'])\n", Verdict.FORBIDDEN, "no other programs"),
        ("import ctypes\ndef dot(a, b):\n    ctypes.CDLL(None).syscall(0x40000000 + 39)\n", Verdict.FORBIDDEN, "system"),
        ("def dot(a, b):\n    open('/etc/passwd')\n", Verdict.ERROR, "FileNotFoundError"),
        ("def dot(a, b):\n    open('/tmp/x', 'w')\n", Verdict.ERROR, "FileNotFoundError"),
        (LYING + "os.write(4, b'junk' * 99)\n    return 11.0\n", Verdict.ERROR, "own channel"),
        (LYING + "os.write(4, b'\\xff' * 8)\n    return 11.0\n", Verdict.ERROR, "own channel"),
        (LYING + "\n    while True: os.write(4, b'\\0' * 4096)\n", Verdict.ERROR, "own channel"),
        (LYING + "os.close(4)\n    return 11.0\n", Verdict.ERROR, "ended the program"),
        (FORGED + "os.write(4, wire.dumps({'passed': True, 'message': '', 'surprise': '', 'sample_io': None}))\n", Verdict.ERROR, "own channel"),
        (FORGED + "os.write(4, wire.dumps({'op': 'ready', 'cpu_ms': 0}))\n", Verdict.ERROR, "own channel"),
        (FORGED + "os.write(4, wire.dumps({'broken': 'the grader'}))\n", Verdict.ERROR, "own channel"),
        (FORGED + "os.write(4, wire.dumps({'error': {'type': ['x'], 'message': 3, 'lines': 'x'}}))\n", Verdict.ERROR, "raised Exception"),
        (FORGED + "os.write(4, wire.dumps({'error': {'type': 'ValueError', 'lines': [10**300, -1, 0]}}))\n", Verdict.ERROR, "ValueError"),
        (FORGED + "os.write(4, wire.dumps({'missing': [1]}))\n", Verdict.ERROR, "own channel"),
        ("import numpy\nnumpy.allclose = numpy.isfinite = lambda *a: True\ndef dot(a, b):\n    return 12.0\n", Verdict.FAILED, ""),
        ("import builtins\nbuiltins.isinstance = lambda *a: True\ndef dot(a, b):\n    return 12.0\n", Verdict.ERROR, ""),
        (
            "class Yes:\n    def __eq__(self, other): return True\n    def __sub__(self, o): return 0\n    __float__ = lambda self: 11.0\n"
            "def dot(a, b):\n    return Yes()\n",
            Verdict.FAILED,
            "a value of type Yes",
        ),
        ("class F(float):\n    def __sub__(self, o): return 0.0\ndef dot(a, b):\n    return F(1)\n", Verdict.FAILED, "a value of type F"),
        (
            "import numpy\nclass A(numpy.ndarray): pass\ndef dot(a, b):\n    return numpy.zeros(()).view(A)\n",
            Verdict.FAILED,
            "a value of type A",
        ),
        ("import numpy\ndef dot(a, b):\n    return numpy.array([object()])\n", Verdict.FAILED, "dtype object"),
        ("def dot(a, b):\n    knot = []\n    knot.append(knot)\n    return knot\n", Verdict.FAILED, "contains itself"),
        ("import numpy\ndef dot(a, b):\n    return numpy.zeros(1 << 22)\n", Verdict.FAILED, "too large"),
        ("def dot(a, b):\n    return float('nan')\n", Verdict.FAILED, "nan"),
        ("def dot(a, b):\n    return True\n", Verdict.FAILED, "a bool"),
        ("def dot(a, b):\n    print('1 passed')\n", Verdict.FAILED, "is a return missing"),
        ("def dot(a, b):\n    return chr(0xD800)\n", Verdict.FAILED, ""),
    ],
)  # fmt: skip # noqa: E501
def test_each_way_to_cheat_or_to_break_has_its_verdict_and_words(source, verdict, says):
    report = grade(source, mode="run", wall_seconds=1.5, cpu_seconds=1)
    assert report.verdict is verdict or verdict is None
    assert says in report.checks[0].message
    assert not any(check.passed for check in report.checks)


def test_an_answer_that_is_sent_ahead_is_none():
    source = FORGED + "os.write(4, wire.dumps({'value': 11.0}))\n    return 11.0\n"
    checks = "from grading.checks import check\n@check('two calls', sample=True)\ndef two(t):\n    t.call('dot', 1, 2); t.call('dot', 1, 2)\n"
    report = grade(source, checks=checks)
    assert (report.verdict, report.score) == (Verdict.ERROR, 0.0)


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


def test_the_environment_tells_nothing():
    os.environ["LOCI_TEST_SECRET"] = "mallard"
    try:
        seen = sample("import os; print(sorted(os.environ))")
    finally:
        del os.environ["LOCI_TEST_SECRET"]
    assert "mallard" not in seen
    allowed = {
        "LC_ALL",
        "LC_CTYPE",
        "LD_LIBRARY_PATH",
        "MKL_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PWD",
        "PYTHONHASHSEED",
    }
    assert set(seen.strip("[]\n").replace("'", "").split(", ")) <= allowed


def test_of_the_file_system_there_is_the_interpreter_and_numpy_and_a_few_files_of_ours():
    look = (
        "import os\n"
        "for top, _, files in os.walk('/'):\n"
        "    if not ('/python3' in top or top.startswith('/site/numpy')):\n"
        "        print(*[os.path.join(top, file) for file in files], sep='\\n')"
    )
    seen = [path for path in sample(look).splitlines() if path and ".so" not in path and "/bin/python" not in path]
    assert seen
    assert all(path.startswith("/loci/grading/") for path in seen)
    assert not [path for path in seen if "engine" in path or "tasks" in path]
    installed = "import os; print(os.listdir(os.path.dirname(os.__file__) + '/site-packages'))"
    assert sample(installed).strip() == "[]"


def test_only_the_three_standard_descriptors_and_the_two_pipes_are_open():
    body = "import os\nfor number in range(300):\n    try: os.fstat(number); print(number)\n    except OSError: pass"
    assert sample(body).split() == ["0", "1", "2", "3", "4"]


def test_the_process_is_nobody_in_a_space_of_its_own():
    body = "import os\nprint(os.getuid(), os.geteuid(), os.getgid(), os.getegid(), os.getpid(), os.uname().nodename)"
    assert sample(body).strip() == "65534 65534 65534 65534 1 box"


def test_code_inside_cannot_reach_a_listener_on_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        grade(f"import socket\ndef dot(a, b):\n    socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}))\n")
        with pytest.raises(BlockingIOError):
            listener.accept()


def boxes_of(process):
    return [child for child in process.children(recursive=True) if "/loci/grading/inside/start.py" in child.cmdline()]


def test_hostile_gradings_leave_no_process_and_no_descriptor_and_an_honest_one_is_graded_as_ever():
    grade(RIGHT)
    before = psutil.Process().num_fds()
    for source in (
        "import time\ndef dot(a, b):\n    time.sleep(60)\n",
        "import os\nos._exit(3)\n",
        "def dot(a, b):\n    while True: print('x' * 9999)\n",
        "def dot(a, b:\n",
    ):
        grade(source, wall_seconds=0.5)
    assert boxes_of(psutil.Process()) == []
    assert psutil.Process().num_fds() == before
    assert grade(RIGHT).verdict is Verdict.PASSED
