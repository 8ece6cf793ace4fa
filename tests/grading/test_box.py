"""The box itself: who runs inside, how it ends, and what happens on machines that cannot make one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from grading.contract import Limits, Verdict
from grading.runtimes import PYTHON
from grading.runtimes.python import OURS
from grading.sandbox import Ended, Role, courtesy, open_box
from grading.sandbox.modes import Mode
from tests.grading import ways
from tests.grading.boxed import process_of
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("kind_of_box")

LOAD = {"op": "load", "source": "import time\ndef f(): return 3\ndef nap(): time.sleep(60)\n", "entry": ["f"], "seed": 0}
CALL = {"op": "call", "name": "f", "args": [], "kwargs": {}, "served": [], "handle": "", "keep": ""}
OPENS_AND_SLEEPS = """
import time
from grading.contract import Limits
from grading.runtimes import PYTHON
from grading.runtimes.python import OURS
from grading.sandbox import Role, open_box
box = open_box(Role.SUBMISSION, Limits(), PYTHON)
box.wait_until_locked()
print("open", flush=True)
box.ask({"op": "load", "source": "import time\\ntime.sleep(600)", "entry": [], "seed": 0}, seconds=600)
"""


@pytest.fixture
def box():
    with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
        box.wait_until_locked()
        yield box


def test_nothing_is_sent_into_a_box_that_is_not_locked():
    with open_box(Role.SUBMISSION, Limits(), PYTHON) as box, pytest.raises(RuntimeError):
        box.ask(LOAD, seconds=1)


def test_a_box_answers_until_it_is_closed(box):
    assert box.ask(LOAD, seconds=30) == {"value": None}
    assert box.ask(CALL, seconds=30) == {"value": 3}
    box.close()
    box.close()
    with pytest.raises(Ended):
        box.ask(CALL, seconds=30)
    assert box.usage.peak_kib > 1000


def test_on_the_machine_the_process_belongs_to_nobody_or_to_an_ordinary_user(kind_of_box):
    with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
        box.wait_until_locked()
        python = process_of(box)
        is_locked_in(python)
        above = python.parents()
        guards = [one for one in above[: above.index(psutil.Process())] if one.name().startswith("python")]
        for one in [one for one in guards if one.uids().real == 0]:
            until(lambda one=one: "CapPrm:\t0000000000000000" in Path(f"/proc/{one.pid}/status").read_text())
        # An ordinary user who is root's alter ego in a namespace is root outside.
        assert ways.identity(kind_of_box) or 0 not in {*python.uids(), *python.gids()}


def test_what_computes_for_long_steps_back_behind_everybody_else():
    with open_box(Role.SUBMISSION, Limits(cpu_seconds=0.3), PYTHON) as box:
        box.wait_until_locked()
        python = process_of(box)
        assert box.ask(LOAD, seconds=30) == {"value": None}
        assert python.nice() == 0
        with pytest.raises(Ended):
            box.ask(LOAD | {"source": "while True: pass"}, seconds=60)
        assert python.nice() == courtesy.NICE


BURN = """
import time
def f():
    began = time.process_time()
    while time.process_time() < began + 0.05: pass
    return 3
"""


@pytest.mark.parametrize("source", ["while True: pass", BURN], ids=["at once", "in small parts"])
def test_processor_time_is_limited_to_fractions_of_a_second(source):
    with open_box(Role.SUBMISSION, Limits(cpu_seconds=0.3), PYTHON) as box:
        box.wait_until_locked()
        with pytest.raises(Ended) as ended:
            box.ask(LOAD | {"source": source}, seconds=60)
            for _ in range(12):
                assert box.ask(CALL, seconds=60) == {"value": 3}
        assert ended.value.status is Verdict.TIMEOUT
    # The kernel alone would have given it a second or two.
    assert 250 <= box.usage.cpu_ms < 800


def is_locked_in(python):
    status = Path(f"/proc/{python.pid}/status").read_text()
    assert "CapEff:\t0000000000000000" in status
    assert "CapPrm:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status


# bwrap and what it started; a zygote goes between; without bwrap there are the zygote and its child. Root's boxes behind
# bubblewrap have a guard besides, which dies with it.
FAMILY = {Mode.WARM_A: 3, Mode.WARM_B: 2, Mode.SINGLE_USE: 2}


@pytest.mark.parametrize("wedged", [False, True], ids=["at work", "stopped"])
def test_a_box_is_gone_when_its_judge_is_killed(kind_of_box, wedged):
    """Also one that does not look whether the judge still listens: it sleeps in foreign code, or all that runs is stopped."""
    program = [*ways.identity(kind_of_box), sys.executable, "-c", OPENS_AND_SLEEPS]
    judge = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    assert judge.stdout is not None
    assert judge.stdout.readline() == "open\n"
    time.sleep(1)  # until those are locked, too, that were forked ahead: before that, nobody stops them
    family = psutil.Process(judge.pid).children(recursive=True)
    assert len(family) >= FAMILY[kind_of_box]
    for one in family if wedged else []:
        if one.name().startswith("python"):
            one.suspend()
    os.kill(judge.pid, signal.SIGKILL)
    judge.wait()
    judge.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=30)
    for one in alive:
        one.kill()
    assert alive == []


def test_many_boxes_leave_no_descriptor_and_no_process():
    def once():
        with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
            box.wait_until_locked()
            with pytest.raises(Ended) as ended:
                box.ask(LOAD, seconds=30)
                box.ask(CALL | {"name": "nap"}, seconds=0.1)
            assert ended.value.status is Verdict.TIMEOUT

    once()
    before = psutil.Process().num_fds()
    for _ in range(5):
        once()
    until(lambda: psutil.Process().num_fds() <= before)


def test_a_box_opens_whatever_numbers_its_descriptors_have():
    taken = [os.open(os.devnull, os.O_RDONLY) for _ in range(110)]
    try:
        for descriptor in taken[105:]:  # one after another becomes free, so that each number has its turn
            os.close(descriptor)
            with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
                box.wait_until_locked()
    finally:
        for descriptor in taken[:105]:
            os.close(descriptor)


def test_boxes_that_are_closed_while_they_are_being_made_leave_no_process():
    open_box(Role.SUBMISSION, Limits(), PYTHON).close()
    before = len(psutil.Process().children(recursive=True))
    for delay_ms in range(30):
        box = open_box(Role.SUBMISSION, Limits(), PYTHON)
        time.sleep(delay_ms / 1000)
        box.close()
    until(lambda: len(psutil.Process().children(recursive=True)) <= before)


def test_no_site_packages_and_none_of_our_rooms_are_mounted_but_what_runs_inside():
    targets = [mount.target for mount in PYTHON.interior().mounts if mount.source is not None]
    assert [target for target in targets if target.startswith("/loci")] == [f"/loci/grading/{part}" for part in OURS]
    assert {"engine.py", "tasks.py", "sandbox", "contract.py"}.isdisjoint(OURS)
    assert {"/", "/usr", "/etc", "/home", "/proc", "/usr/lib"} & set(targets) == set()
