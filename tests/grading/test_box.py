"""The box itself: who runs inside, how it ends, and what happens on machines that cannot make one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from grading.contract import Limits, SandboxDown, Verdict
from grading.runtimes import PYTHON
from grading.sandbox import Ended, Role, bubblewrap, open_box, pool
from grading.sandbox.opening import SETTING
from tests.waiting import until

LOAD = {"op": "load", "source": "import time\ndef f(): return 3\ndef nap(): time.sleep(60)\n", "entry": ["f"], "seed": 0}
CALL = {"op": "call", "name": "f", "args": [], "kwargs": {}, "served": [], "handle": "", "keep": ""}
OPENS_AND_SLEEPS = """
import time
from grading.contract import Limits
from grading.runtimes import PYTHON
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


def test_on_the_machine_the_process_belongs_to_nobody_or_to_an_ordinary_user():
    with open_box(Role.SUBMISSION, Limits(), PYTHON) as warmed_up:
        warmed_up.wait_until_locked()
    before = set(psutil.Process().children(recursive=True))
    with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
        box.wait_until_locked()
        inside = [one for one in psutil.Process().children(recursive=True) if one not in before]
        *guard, python = [one for one in inside if one.name().startswith("python")]
        is_locked_in(python)
        for one in guard:
            until(lambda one=one: "CapPrm:\t0000000000000000" in Path(f"/proc/{one.pid}/status").read_text())


def is_locked_in(python):
    assert 0 not in {*python.uids(), *python.gids()}
    status = Path(f"/proc/{python.pid}/status").read_text()
    assert "CapEff:\t0000000000000000" in status
    assert "CapPrm:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status


# Root's boxes have a guard besides, which dies with bubblewrap.
@pytest.mark.parametrize(("kind", "family_size"), [("warm", 3), ("single-use", 2)])
@pytest.mark.parametrize("wedged", [False, True], ids=["at work", "stopped"])
def test_a_box_is_gone_when_its_judge_is_killed(kind, family_size, wedged):
    """Also one that does not look whether the judge still listens: it sleeps in foreign code, or all that runs is stopped."""
    setting = os.environ | {SETTING: kind}
    judge = subprocess.Popen([sys.executable, "-c", OPENS_AND_SLEEPS], stdout=subprocess.PIPE, text=True, env=setting)
    assert judge.stdout is not None
    assert judge.stdout.readline() == "open\n"
    family = psutil.Process(judge.pid).children(recursive=True)
    assert len(family) == family_size + (os.geteuid() == 0)
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
    assert psutil.Process().num_fds() == before


def test_boxes_that_are_closed_while_they_are_being_made_leave_no_process():
    marked = Limits(cpu_seconds=7919)
    for delay_ms in range(30):
        box = open_box(Role.SUBMISSION, marked, PYTHON)
        time.sleep(delay_ms / 1000)
        box.close()
    left = [one for one in psutil.process_iter(["cmdline"]) if "7919" in (one.info["cmdline"] or ())]
    _, alive = psutil.wait_procs(left, timeout=5)
    assert alive == []


def test_without_bubblewrap_nothing_runs(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bubblewrap.importlib.util, "find_spec", lambda name: None)
    bubblewrap.find_bubblewrap.cache_clear()
    try:
        with pytest.raises(SandboxDown, match="there is no bwrap"):
            bubblewrap.find_bubblewrap()
    finally:
        bubblewrap.find_bubblewrap.cache_clear()


@pytest.fixture
def no_zygotes(monkeypatch):
    """None that was started before, and none that stays."""
    monkeypatch.setattr(pool, "_current", pool.Pool())


@pytest.mark.parametrize(
    "program",
    ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho bwrap: setting up uid map: Permission denied >&2\nexit 1\n", "not even a program"],
)
def test_a_bubblewrap_that_does_not_work_is_a_sandbox_that_is_down(program, no_zygotes, monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text(program)
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "find_bubblewrap", lambda: str(fake))
    bubblewrap.walls.cache_clear()
    try:
        with pytest.raises(SandboxDown), open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
            box.wait_until_locked()
    finally:
        monkeypatch.undo()
        bubblewrap.walls.cache_clear()


def test_a_bubblewrap_that_skips_the_walls_does_not_get_the_code(no_zygotes, monkeypatch, tmp_path):
    """Nothing but READY counts before the code is sent, and nobody waits for what will not come."""
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!{sys.executable} -I\nimport os, sys, time\nos.write(int(sys.argv[-1]), b'junk' * 9)\ntime.sleep(600)\n")
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "find_bubblewrap", lambda: str(fake))
    bubblewrap.walls.cache_clear()
    try:
        with pytest.raises(SandboxDown, match=r"own channel|zygote"), open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
            box.wait_until_locked()
    finally:
        monkeypatch.undo()
        bubblewrap.walls.cache_clear()
    assert [child for child in psutil.Process().children() if str(fake) in child.cmdline()] == []


def test_no_site_packages_and_none_of_our_rooms_are_mounted_but_what_runs_inside():
    targets = [mount.target for mount in PYTHON.interior().mounts if mount.source is not None]
    assert [target for target in targets if target.startswith("/loci")] == [
        f"/loci/grading/{part}" for part in ("__init__.py", "wire.py", "forms.py", "checks.py", "inside")
    ]
    assert {"/", "/usr", "/etc", "/home", "/proc", "/usr/lib"} & set(targets) == set()
