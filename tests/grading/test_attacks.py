"""Hostile submissions: what verdict they get, and that nothing gets in, out or away."""

import os
import socket

import psutil
import pytest

from grading.contract import Verdict
from grading.sandbox import Box
from grading.sandbox.modes import Mode
from tests.grading.bench import RIGHT, dot, grade, sample
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("kind_of_box")

WIRE = "import os, sys\nfrom grading import wire\n"
# With the number of the question, which code that looks for it finds.
SPEAK = "os.write(4, sys.modules['grading.inside.channel']._nonce + wire.dumps({}))"
IGNORE_SIGNALS = """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except Exception: pass
"""
SWALLOW_ALL = """
while True:
    try: time.sleep(9)
    except BaseException: pass
"""
AGREES = """
class Yes:
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    __float__ = lambda self: 11.0
"""


@pytest.mark.parametrize(
    "source",
    [
        dot("while True: pass"),
        dot("time.sleep(600)", "import time"),
        dot(SWALLOW_ALL, "import time"),
        dot("while True: pass", IGNORE_SIGNALS),
        "while True: pass",
        dot("return 10 ** (10 ** 9)"),
        dot("re.match('(a+)+$', 'a' * 60 + 'b')", "import re"),
    ],
)
def test_what_does_not_come_to_an_end_is_ended(source):
    report = grade(source, mode="run", wall_seconds=1, cpu_seconds=1)
    assert report.verdict is Verdict.TIMEOUT
    assert report.checks[0].message == "It took longer than the 1 s (or 1 s of processor time) that it may."


@pytest.mark.parametrize("source", [dot("while True: pass"), dot("while True: pass", IGNORE_SIGNALS), "while True: pass"])
def test_the_kernel_ends_what_used_up_its_processor_time_before_anybody_looks_at_the_clock(source):
    assert grade(source, mode="run", cpu_seconds=1).verdict is Verdict.TIMEOUT


@pytest.mark.parametrize(
    ("source", "verdict", "says"),
    [
        (dot("return bytearray(10**10)"), Verdict.OUT_OF_MEMORY, "memory"),
        (dot("hoard = []\nwhile True: hoard.append(bytearray(1 << 24))"), Verdict.OUT_OF_MEMORY, "memory"),
        (dot("hoard = 'a'\nwhile True: hoard += hoard"), Verdict.OUT_OF_MEMORY, "memory"),
        (dot("return numpy.zeros(10**10)", "import numpy"), Verdict.OUT_OF_MEMORY, "memory"),
        (dot("while True: print('x' * 999)"), Verdict.OUTPUT_LIMIT, "printed more"),
        ("while True: print('x' * 999)\n", Verdict.OUTPUT_LIMIT, "printed more"),
        (dot("while True: os.write(2, b'x' * 999)", "import os"), Verdict.OUTPUT_LIMIT, "printed more"),
        (dot("os._exit(0)", "import os"), Verdict.ERROR, "ended the program"),
        ("import os\nos._exit(0)\n", Verdict.ERROR, "ended the program"),
        (dot("raise SystemExit(0)"), Verdict.ERROR, "SystemExit"),
        ("import atexit, sys\natexit.register(print, 1)\nsys.exit()\n", Verdict.ERROR, "SystemExit"),
        (dot("ctypes.string_at(0)", "import ctypes"), Verdict.ERROR, "crashed"),
        (dot("print('1 passed')"), Verdict.FAILED, "is a return missing"),
    ],
)
def test_each_way_to_break_has_its_verdict_and_words(source, verdict, says):
    refuse(source, verdict, says)


@pytest.mark.parametrize(
    ("source", "verdict", "says"),
    [
        (dot("socket.socket()", "import socket"), Verdict.FORBIDDEN, "no network"),
        (dot("os.fork()", "import os"), Verdict.FORBIDDEN, "no other programs"),
        (dot("os.kill(-1, 9)", "import os"), Verdict.FORBIDDEN, "not allow"),
        (dot("threading.Thread(target=print).start()", "import threading"), Verdict.ERROR, "RuntimeError"),
        (dot("subprocess.run(['true'])", "import subprocess"), Verdict.FORBIDDEN, "no other programs"),
        (dot("ctypes.CDLL(None).syscall(0x40000000 + 39)", "import ctypes"), Verdict.FORBIDDEN, "system"),
        (dot("open(os.__file__, 'w')", "import os"), Verdict.FORBIDDEN, "no files to write"),
        (dot("resource.setrlimit(resource.RLIMIT_CPU, (99, 99))", "import resource"), Verdict.ERROR, "ValueError"),
    ],
)
def test_each_way_out_is_shut(source, verdict, says):
    refuse(source, verdict, says)


@pytest.mark.parametrize(
    ("source", "verdict", "says"),
    [
        (dot("os.write(4, b'junk' * 99)\nreturn 11.0", WIRE), Verdict.ERROR, "own channel"),
        (dot("os.write(4, b'\\xff' * 8)\nreturn 11.0", WIRE), Verdict.ERROR, "own channel"),
        (dot("while True: os.write(4, b'\\0' * 4096)", WIRE), Verdict.ERROR, "own channel"),
        (dot("os.close(4)\nreturn 11.0", WIRE), Verdict.ERROR, "ended the program"),
        (
            dot(SPEAK.format("{'passed': True, 'message': '', 'surprise': '', 'sample_io': None}"), WIRE),
            Verdict.ERROR,
            "own channel",
        ),
        (dot(SPEAK.format("{'op': 'ready', 'cpu_ms': 0}"), WIRE), Verdict.ERROR, "own channel"),
        (dot(SPEAK.format("{'broken': 'the grader'}"), WIRE), Verdict.ERROR, "own channel"),
        (dot(SPEAK.format("{'ended': True}"), WIRE), Verdict.ERROR, "own channel"),
        (dot(SPEAK.format("{'missing': [1]}"), WIRE), Verdict.ERROR, "own channel"),
        (dot(SPEAK.format("{'wants': 'dot', 'args': []}"), WIRE), Verdict.ERROR, "own channel"),
        (dot(SPEAK.format("{'error': {'type': ['x'], 'message': 3, 'lines': 'x'}}"), WIRE), Verdict.ERROR, "raised Exception"),
        (dot(SPEAK.format("{'error': {'type': 'ValueError', 'lines': [10**300, -1, 0]}}"), WIRE), Verdict.ERROR, "ValueError"),
        (dot("wire.dumps = lambda value: b'no frame'\nreturn 11.0", WIRE), Verdict.ERROR, "own channel"),
        (dot("import numpy\nnumpy.allclose = numpy.isfinite = lambda *a: True\nreturn 12.0"), Verdict.FAILED, ""),
        (dot("return 12.0", "import builtins\nbuiltins.isinstance = lambda *a: True"), Verdict.ERROR, ""),
        (dot("return Yes()", AGREES), Verdict.FAILED, "a value of type Yes"),
        (dot("return F(1)", "class F(float):\n    def __sub__(self, o): return 0.0"), Verdict.FAILED, "a value of type F"),
        (
            dot("return numpy.zeros(()).view(A)", "import numpy\nclass A(numpy.ndarray): pass"),
            Verdict.FAILED,
            "a value of type A",
        ),
        (dot("return numpy.array([object()])", "import numpy"), Verdict.FAILED, "dtype object"),
        (dot("knot = []\nknot.append(knot)\nreturn knot"), Verdict.FAILED, "contains itself"),
        (dot("return numpy.zeros(1 << 22)", "import numpy"), Verdict.FAILED, "too large"),
        (dot("return float('nan')"), Verdict.FAILED, "nan"),
        (dot("return True"), Verdict.FAILED, "a bool"),
        (dot("return chr(0xD800)"), Verdict.FAILED, ""),
    ],
)
def test_each_way_to_cheat_has_its_verdict_and_words(source, verdict, says):
    refuse(source, verdict, says)


@pytest.mark.parametrize("opening", ["open('/etc/passwd')", "open('/tmp/x', 'w')", "open('/proc/self/mem')"])
def test_files_of_the_machine_are_not_there_or_cannot_be_opened(opening, kind_of_box):
    closed = (Verdict.FORBIDDEN, "no files") if kind_of_box is Mode.WARM_B else (Verdict.ERROR, "FileNotFoundError")
    refuse(dot(opening), *closed)


def test_who_kills_themselves_has_failed(kind_of_box):
    """The first process of a namespace cannot; without one, it is taken for the kernel's end for lack of memory."""
    verdict = Verdict.OUT_OF_MEMORY if kind_of_box is Mode.WARM_B else Verdict.FAILED
    refuse(dot("signal.raise_signal(signal.SIGKILL)", "import signal"), verdict, "")


@pytest.mark.parametrize("name", ["django", "pytest", "grading.engine", "grading.tasks", "tests.grading.bench", "faiss"])
def test_nothing_that_is_installed_can_be_imported(name):
    assert "ModuleNotFoundError" in sample(f"import {name}")


def refuse(source, verdict, says):
    report = grade(source, mode="run")
    assert (report.verdict, report.score) == (verdict, 0.0)
    assert says in report.checks[0].message


def test_recursion_without_end_ends_by_memory_time_or_a_crash():
    source = dot("sys.setrecursionlimit(10**9)\nreturn dot(a, b)", "import sys")
    assert grade(source, mode="run", cpu_seconds=2).verdict in {Verdict.OUT_OF_MEMORY, Verdict.TIMEOUT, Verdict.ERROR}


@pytest.mark.parametrize(
    "header",
    [
        """b'["d",[["value",["i","' + b'f' * 1028 + b'"]]]]'""",
        """b'["d",[["value",["l",[' + b','.join([b'["f","1"]'] * 60000) + b']]]]]'""",
        """b'["d",[["value",["s","' + b'\\x7f' * 900000 + b'"]]]]'""",
    ],
)
def test_a_reply_that_could_be_read_but_not_handed_on_is_the_learners_error_and_no_fault_of_ours(header):
    report = grade(dot(f"header = {header}\nos.write(4, wire.PREFIX.pack(len(header), 0) + header)", WIRE), mode="run")
    assert report.verdict is Verdict.ERROR
    assert "own channel" in report.checks[0].message


@pytest.mark.parametrize("as_an_answer", [False, True], ids=["without a number", "with the number of the question before"])
def test_an_answer_that_is_sent_ahead_is_none(as_an_answer):
    checks = """
from grading.checks import check
@check('two calls', sample=True)
def two(t):
    t.call('dot', 1, 2); t.call('dot', 1, 2)
"""
    ahead = SPEAK.format("{'value': 11.0}") if as_an_answer else "os.write(4, wire.dumps({'value': 11.0}))"
    report = grade(dot(ahead + "\nreturn 11.0", WIRE), checks=checks)
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


# Only what a check hands to a call may be found where the call is made.
KEEPING = """
from grading.checks import check
expected = "mallard"
@check("is a mallard", sample=True)
def mallard(t):
    t.equal(t.call("dot", "an argument", 2), expected, "No.")
"""
SEARCH = """
import gc, sys

def texts():
    for one in gc.get_objects():
        yield from (value for value in gc.get_referents(one) if isinstance(value, str))
    frame = sys._getframe()
    while frame:
        yield from map(repr, frame.f_locals.values())
        frame = frame.f_back

def dot(a, b):
    print(sum("an argu" in text for text in texts()) > 0, sum("".join(["mall", "ard"]) in text for text in texts()))
"""


def test_code_that_searches_its_whole_process_finds_the_arguments_and_no_expectation():
    report = grade(SEARCH, checks=KEEPING)
    assert report.checks[0].output == "True 0\n"


def test_nothing_of_a_check_but_the_arguments_of_its_calls_is_sent_to_the_learners_process(monkeypatch):
    sent = {}
    write = Box._write

    def write_and_keep(box, data, deadline):
        sent.setdefault(box, bytearray()).extend(data)
        write(box, data, deadline)

    monkeypatch.setattr(Box, "_write", write_and_keep)
    grade(RIGHT, checks=KEEPING)
    (learners,) = [data for data in sent.values() if b"def dot" in data]
    (checks,) = [data for data in sent.values() if b"mallard" in data]
    assert b"an argument" in learners
    assert b"mallard" not in learners
    assert b"def dot" not in checks


def test_the_environment_tells_nothing():
    os.environ["SECRET_OF_THE_WORKER"] = "mallard"
    try:
        seen = sample("import os; print(sorted(os.environ))")
    finally:
        del os.environ["SECRET_OF_THE_WORKER"]
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


def test_only_the_three_standard_descriptors_and_the_two_pipes_are_open():
    body = "import os\nfor number in range(300):\n    try: os.fstat(number); print(number)\n    except OSError: pass"
    assert sample(body).split() == ["0", "1", "2", "3", "4"]


def test_the_process_is_nobody_in_a_space_of_its_own(kind_of_box):
    body = "import os\nprint(os.getuid(), os.geteuid(), os.getgid(), os.getegid(), os.getpid(), os.uname().nodename)"
    *who, number, host = sample(body).split()
    if kind_of_box is Mode.WARM_B:
        assert "0" not in who
        assert int(number) > 1
    else:
        assert (*who, number, host) == ("65534", "65534", "65534", "65534", "1", "box")


def test_code_inside_cannot_reach_a_listener_on_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        grade(f"import socket\ndef dot(a, b):\n    socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}))\n")
        with pytest.raises(BlockingIOError):
            listener.accept()


def processes():
    return len(psutil.Process().children(recursive=True))


def test_hostile_gradings_leave_no_process_and_no_descriptor_and_an_honest_one_is_graded_as_ever():
    for limits in ({}, {"wall_seconds": 0.5}):
        grade(RIGHT, **limits)
    family, before = processes(), psutil.Process().num_fds()
    for source in (
        "import time\ndef dot(a, b):\n    time.sleep(60)\n",
        "import os\nos._exit(3)\n",
        "def dot(a, b):\n    while True: print('x' * 9999)\n",
        "def dot(a, b:\n",
    ):
        grade(source, wall_seconds=0.5)
    until(lambda: processes() <= family)
    until(lambda: psutil.Process().num_fds() <= before)
    assert grade(RIGHT).verdict is Verdict.PASSED
