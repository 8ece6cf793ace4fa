"""What happens where bubblewrap is missing or is not what it should be."""

import sys

import psutil
import pytest

from grading.contract import Limits, SandboxDown
from grading.runtimes import PYTHON
from grading.sandbox import Role, bubblewrap, doctor, open_box, pool
from grading.sandbox.modes import Mode
from tests.grading import ways
from tests.services.installation import ROOT, still_there


@pytest.fixture(params=[Mode.WARM_A, Mode.SINGLE_USE], autouse=True)
def kind_of_box(request, monkeypatch):
    """No zygote that was started before, and none that stays."""
    for name, value in ways.SETTINGS[request.param].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(pool, "_current", pool.Pool())
    monkeypatch.setattr(doctor, "_chosen", {})


def test_without_bubblewrap_nothing_runs(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bubblewrap.importlib.util, "find_spec", lambda name: None)
    bubblewrap.find_bubblewrap.cache_clear()
    try:
        with pytest.raises(SandboxDown, match="there is no bwrap"):
            bubblewrap.find_bubblewrap()
    finally:
        bubblewrap.find_bubblewrap.cache_clear()


@pytest.mark.parametrize(
    "program",
    ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho bwrap: setting up uid map: Permission denied >&2\nexit 1\n", "not even a program"],
)
def test_a_bubblewrap_that_does_not_work_is_a_sandbox_that_is_down(program, monkeypatch, tmp_path):
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


def test_a_bubblewrap_that_skips_the_walls_does_not_get_the_code(monkeypatch, tmp_path):
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
    assert [command for command in still_there(psutil.Process().children()) if str(fake) in command] == []


SAYS_READY = """#!{python} -I
import os, subprocess, sys
sys.path.insert(0, {root!r})
from grading import wire
from grading.inside.channel import NO_NONCE
ended = subprocess.Popen([sys.executable, "-c", ""])
ended.wait()
told = int(sys.argv[sys.argv.index("--info-fd") + 1])
os.write(told, {told!r}.replace(b"PID", str(ended.pid).encode()))
os.write(int(sys.argv[-1]), NO_NONCE + wire.dumps({{"op": "ready", "cpu_ms": 0}}))
"""


@pytest.mark.parametrize(
    ("told", "says"),
    [(b'{"child-pid": PID}', "ended as soon as it was locked"), (b"{}", "this bubblewrap does not say which process it started")],
    ids=["a process that has ended", "no process"],
)
def test_a_process_that_has_ended_is_told_apart_from_one_that_bubblewrap_does_not_name(told, says, monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text(SAYS_READY.format(python=sys.executable, root=str(ROOT), told=told))
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "find_bubblewrap", lambda: str(fake))
    bubblewrap.walls.cache_clear()
    try:
        with pytest.raises(SandboxDown, match=says), bubblewrap.open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
            box.wait_until_locked()
    finally:
        monkeypatch.undo()
        bubblewrap.walls.cache_clear()
