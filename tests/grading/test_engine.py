"""The engine on a real sandbox: what each kind of submission gets, and that nothing gets out."""

import socket
import threading

import psutil
import pytest

from grading.contract import BadJob, BrokenExercise, Job, Limits, Report, Verdict
from grading.engine import judge, run_program
from grading.sandbox.doctor import diagnose

CHECKS = '''
import numpy as np
from grading.checks import check

@check("one pair", sample=True, concept="dot")
def one_pair(t):
    t.close(t.call("dot", np.array([1.0, 2.0]), np.array([3.0, 4.0])), 11.0)

@check("random pairs", weight=3, concept="dot")
def random_pairs(t):
    a, b = t.rng.normal(size=(2, 6))
    t.close(t.call("dot", a, b), float(a @ b), message="The products are not all added up.")
'''
RIGHT = "def dot(a, b):\n    return float(a @ b)\n"


def grade(source, *, checks=CHECKS, mode="submit", entry=("dot",), seed=7, **limits):
    limits = Limits(**{"cpu_seconds": 1, "wall_seconds": 2, "memory_mib": 256} | limits)
    return judge(Job("j", "python", mode, source, checks, entry, seed, limits, "d"))


def test_a_right_submission_passes_every_check():
    report = grade(RIGHT)
    assert (report.verdict, report.score) == (Verdict.PASSED, 1.0)
    assert [check.status for check in report.checks] == [Verdict.PASSED, Verdict.PASSED]
    assert report.checks[0].sample_io == {"call": "dot(array([1., 2.]), array([3., 4.]))", "expected": "11", "got": "11"}
    assert report.checks[0].peak_kib > 1000


def test_a_run_does_the_samples_only():
    assert [check.name for check in grade(RIGHT, mode="run").checks] == ["one_pair"]


def test_a_partly_right_submission_scores_the_weights_that_passed():
    report = grade("def dot(a, b):\n    return 11.0\n")
    assert (report.verdict, report.score) == (Verdict.FAILED, 0.25)
    assert report.checks[1].message == "The products are not all added up."


def test_a_hidden_check_shows_neither_values_nor_output_nor_exception_text():
    report = grade("def dot(a, b):\n    print(a)\n    raise ValueError(str(a))\n")
    sample, hidden = report.checks
    assert "[1. 2.]" in sample.message
    assert "1." in sample.output
    assert (hidden.message, hidden.output, hidden.sample_io) == ("Your code raised ValueError.", "", None)
    assert hidden.traceback == ("line 3 in dot: raise ValueError(str(a))", "ValueError")


@pytest.mark.parametrize(
    ("source", "verdict", "says"),
    [
        ("def dot(a, b:\n", Verdict.ERROR, "SyntaxError"),
        ("def dott(a, b):\n    return 1\n", Verdict.ERROR, "no function named dot"),
        ("def dot(a, b):\n    while True: pass\n", Verdict.TIMEOUT, "longer than"),
        ("import time\ndef dot(a, b):\n    time.sleep(60)\n", Verdict.TIMEOUT, "longer than"),
        ("import time\ndef dot(a, b):\n  while True:\n    try: time.sleep(9)\n    except BaseException: pass\n", Verdict.TIMEOUT, "longer"),
        ("def dot(a, b):\n    return bytearray(10**10)\n", Verdict.OUT_OF_MEMORY, "memory"),
        ("def dot(a, b):\n    while True: print('x' * 999)\n", Verdict.OUTPUT_LIMIT, "printed more"),
        ("import os\ndef dot(a, b):\n    os._exit(0)\n", Verdict.ERROR, "ended the program"),
        ("def dot(a, b):\n    raise SystemExit(0)\n", Verdict.ERROR, "SystemExit"),
        ("import ctypes\ndef dot(a, b):\n    ctypes.string_at(0)\n", Verdict.ERROR, "crashed"),
        ("import socket\ndef dot(a, b):\n    socket.socket()\n", Verdict.FORBIDDEN, "no network"),
        ("import os\ndef dot(a, b):\n    os.fork()\n", Verdict.FORBIDDEN, "no other programs"),
        ("import threading\ndef dot(a, b):\n    threading.Thread(target=print).start()\n", Verdict.ERROR, "RuntimeError"),
        ("import subprocess\ndef dot(a, b):\n    subprocess.run(['true'])\n", Verdict.FORBIDDEN, "no other programs"),
        ("def dot(a, b):\n    open('/etc/passwd')\n", Verdict.ERROR, "FileNotFoundError"),
        ("def dot(a, b):\n    open('/tmp/x', 'w')\n", Verdict.ERROR, "FileNotFoundError"),
        ("import os\ndef dot(a, b):\n    os.write(4, b'junk' * 99)\n    return 11.0\n", Verdict.ERROR, "own channel"),
        ("import numpy\nnumpy.allclose = lambda *a: True\ndef dot(a, b):\n    return 12.0\n", Verdict.FAILED, ""),
        ("class Yes:\n    def __eq__(self, other): return True\n    def __sub__(self, o): return 0\ndef dot(a, b):\n    return Yes()\n", Verdict.FAILED, "Yes"),
        ("class F(float):\n    def __sub__(self, o): return 0.0\ndef dot(a, b):\n    return F(1)\n", Verdict.FAILED, "F"),
        ("def dot(a, b):\n    return float('nan')\n", Verdict.FAILED, "nan"),
        ("def dot(a, b):\n    return True\n", Verdict.FAILED, ""),
        ("def dot(a, b):\n    print('1 passed')\n", Verdict.FAILED, "is a return missing"),
    ],
)  # fmt: skip
def test_each_way_to_fail_has_its_verdict_and_words(source, verdict, says):
    report = grade(source, wall_seconds=1.5)
    assert report.verdict is verdict
    assert says in report.checks[0].message
    assert all(not check.passed for check in report.checks)


def test_a_forged_frame_is_only_a_returned_value():
    forged = "import os, sys\nsys.path.insert(0, '/loci')\nfrom grading import wire\ndef dot(a, b):\n    os.write(4, wire.dumps({'op': 'done', 'passed': True, 'message': '', 'sample_io': None}))\n    os._exit(0)\n"
    report = grade(forged)
    assert report.verdict is Verdict.ERROR
    assert report.score == 0


def test_nothing_of_the_machine_or_of_the_catalogue_is_there_to_read():
    looking = (
        "import os\n"
        "def dot(a, b):\n"
        "    seen = []\n"
        "    for top, folders, files in os.walk('/'):\n"
        "        seen += [os.path.join(top, f) for f in files if f in ('checks.yaml', 'solution.py', 'settings.py', 'secret-key', 'passwd')]\n"
        "        if len(seen) > 5: break\n"
        "    print(sorted(os.environ), seen)\n"
        "    return 11.0\n"
    )
    report = grade(looking, mode="run", wall_seconds=20, cpu_seconds=15)
    environment, _, seen = report.checks[0].output.strip().partition("] [")
    assert "LOCI" not in environment
    assert "PATH" not in environment.replace("PWD", "")
    assert [path for path in seen.strip("[]\n").split(", ") if "loci" in path.lower() or "passwd" in path] == []


def test_code_inside_cannot_reach_a_listener_on_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard = []

        def listen():
            listener.settimeout(4)
            try:
                heard.append(listener.accept())
            except TimeoutError:
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        grade(f"import socket\ndef dot(a, b):\n    socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}))\n")
        thread.join()
    assert heard == []


def test_no_process_outlives_a_grading():
    grade("import time\ndef dot(a, b):\n    time.sleep(60)\n", wall_seconds=1)
    children = psutil.Process().children(recursive=True)
    _, alive = psutil.wait_procs([child for child in children if "start.py" in " ".join(child.cmdline())], timeout=5)
    assert alive == []


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others():
    source = "def dot(a, b):\n    print(a)\n    return 0.0\n"
    checks = CHECKS.replace('@check("random pairs", weight=3, concept="dot")', '@check("random pairs", sample=True)')
    first, again, other = (grade(source, checks=checks, seed=seed).checks[1].output for seed in (1, 1, 2))
    assert first == again != other


def test_an_object_can_stay_on_the_learners_side_under_a_handle():
    checks = '''
from grading.checks import check
@check("counts")
def counts(t):
    counter = t.create("Counter", 5)
    t.call_on(counter, "add", 2)
    t.equal(t.call_on(counter, "value"), 7)
'''
    source = "class Counter:\n    def __init__(self, n): self.n = n\n    def add(self, k): self.n += k\n    def value(self): return self.n\n"
    assert grade(source, checks=checks, entry=("Counter",)).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "checks",
    ["syntax error here", "x = 1", "from grading.checks import check\n@check('t')\ndef a(t):\n    import os; os._exit(0)\n"],
)
def test_broken_checks_are_the_authors_fault_not_the_learners(checks):
    with pytest.raises(BrokenExercise):
        grade(RIGHT, checks=checks)


def test_checks_cannot_get_out_either():
    checks = '''
import socket
from grading.checks import check
@check("tries the network")
def network(t):
    socket.socket()
'''
    report = grade(RIGHT, checks=checks)
    assert report.verdict is Verdict.FAILED


def test_programs_print_what_they_print():
    assert run_program("print(1 + 1)\nprint('x')\n") == ("2\nx\n", "")
    assert run_program("1 / 0")[1].startswith("ZeroDivisionError")


def test_the_doctor_finds_every_wall_standing():
    assert diagnose() == []


@pytest.mark.parametrize("change", [{"mode": "both"}, {"seed": "1"}, {"entry": [1]}, {"limits": {"cpu_seconds": 1e9}}, {"more": 1}])
def test_a_job_of_another_form_is_refused(change):
    job = Job("j", "python", "run", "", "", ("f",), 1, Limits(), "d").as_dict()
    assert Job.from_dict(job).as_dict() == job
    with pytest.raises(BadJob):
        Job.from_dict(job | change)


def test_a_report_is_plain_json():
    report = grade(RIGHT)
    assert isinstance(report, Report)
    assert report.as_dict()["checks"][0]["status"] == "passed"
