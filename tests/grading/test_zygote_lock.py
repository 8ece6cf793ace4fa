"""What a zygote may do itself, and what it refuses: the process in the middle, which no code of learners or authors enters."""

import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from grading.contract import Limits, SandboxDown
from grading.runtimes import PYTHON
from grading.sandbox import Role
from grading.sandbox.zygote import Tier, Zygote
from tests.grading.boxed import process_of

TRIES = """
import ctypes, os, signal, socket
from grading.inside import filters, lock, zygote
libc = ctypes.CDLL(None, use_errno=True)
lock.no_new_privileges()
filters.filter_zygote()

def called(number, *given):
    if libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, given)) < 0:
        raise OSError(ctypes.get_errno(), "refused")

for name, call in {
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "make a socket": socket.socket,
    "make sockets": socket.socketpair,
    "trace": lambda: called(101, 0, 0, 0, 0),
    "signal": lambda: os.kill(os.getppid(), 0),
    "signal by number": lambda: signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0),
    "become many": os.fork,
    "start a thread": lambda: called(filters.CLONE, 0x50F00, 0, 0, 0, 0),
    "make namespaces": lambda: called(filters.UNSHARE, filters.CLONE_NEWUSER),
    "mount": lambda: called(165, 0, 0, 0, 0, 0),
    "keep capabilities": lambda: called(filters.PRCTL, 8, 1),
    "read memory of others": lambda: called(310, os.getppid(), 0, 0, 0, 0, 0),
    "use io_uring": lambda: called(425, 4, 0),
    "call the kernel's bpf": lambda: called(321, 0, 0, 0),
}.items():
    try:
        call()
    except PermissionError:
        continue
    print("it may", name)
if (child := zygote._fork(0)) == 0:
    os._exit(3)
print("its child gave", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
SERVES = """
import socket, sys, threading, time
from grading.inside import lock, zygote
lock.no_new_privileges()
control = socket.socket(fileno=int(sys.argv[1]))
if sys.argv[2] == "crowded":
    zygote.MOST_CHILDREN = 2
else:
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
zygote.serve(control, spaces=False, keep=None)
time.sleep(600)
"""


def test_a_zygote_may_fork_and_nothing_by_which_it_could_leave():
    done = subprocess.run([sys.executable, "-c", TRIES], capture_output=True, text=True, check=False)
    assert done.stdout == "its child gave 3\n", done.stdout + done.stderr


@pytest.mark.parametrize("tier", list(Tier))
def test_its_filter_holds_in_the_zygote_and_a_narrower_one_besides_in_its_children(tier):
    zygote = Zygote(tier, Role.SUBMISSION, PYTHON)
    try:
        with zygote.open(Limits()) as box:
            box.wait_until_locked()
            child = process_of(box)
            assert filters_of(child) == 2
            assert filters_of(child.parent()) == 1
    finally:
        zygote.kill()


def filters_of(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    (count,) = re.findall(r"^Seccomp_filters:\s*(\d+)$", status, re.MULTILINE)
    return int(count)


@pytest.mark.parametrize(
    ("how", "children", "says"), [("crowded", 2, "it has 2 already"), ("threaded", 0, "other threads run in it")]
)
def test_a_zygote_says_why_it_starts_no_child(how, children, says, monkeypatch):
    """Where it has as many as it may, and where a child could wait for what another thread holds."""

    def start(role, runtime, inside, *, pass_fds):
        command = [sys.executable, "-c", SERVES, *inside, how]
        return subprocess.Popen(command, pass_fds=pass_fds, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    monkeypatch.setattr("grading.sandbox.portable.start", start)
    zygote = Zygote(Tier.B, Role.SUBMISSION, PYTHON)
    try:
        boxes = [zygote._fork(Limits()) for _ in range(children + 1)]
        with boxes.pop() as refused, pytest.raises(SandboxDown, match=f"^the zygote starts no process: {says}\\.$"):
            refused.wait_until_locked()
        assert len(psutil.Process(zygote._process.pid).children()) == children
        for box in boxes:
            box.close()
    finally:
        zygote.kill()
