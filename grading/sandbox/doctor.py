"""Looks whether this machine can keep foreign code in: opens a real box and tries to get out of it.

Whether `bwrap` is installed says little (a namespace can be made and still give nothing), so nothing is inferred: every wall is
pushed against. One that gives way, or a box that does not open, means that nothing is graded here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from grading.contract import Limits, SandboxDown
from grading.sandbox import Ended, Role, open_box

PROBE = '''
import ctypes, errno, os, socket

libc = ctypes.CDLL(None, use_errno=True)

def refused(call):
    """None if the call is refused, else what it gave."""
    try:
        got = call()
    except (OSError, RuntimeError, ValueError):
        return None
    return None if isinstance(got, int) and got < 0 else repr(got)[:80]

def attempts():
    return {
        "make a network socket": lambda: socket.socket().fileno(),
        "make a pair of sockets": lambda: socket.socketpair(),
        "start a process": os.fork,
        "run a program": lambda: os.execv("/bin/true", ["true"]),
        "read the machine's users": lambda: open("/etc/passwd").read(),
        "look into processes": lambda: os.listdir("/proc"),
        "see the home of root": lambda: os.listdir("/root/.ssh"),
        "write a file in /": lambda: open("/written", "w"),
        "write a file in /tmp": lambda: open("/tmp/written", "w"),
        "trace a process": lambda: libc.ptrace(0, 0, 0, 0),
        "make new namespaces": lambda: libc.unshare(0x10000000),
        "make memory that outlives it": lambda: os.memfd_create("x"),
        "signal other processes": lambda: os.kill(-1, 0),
        "raise its own limits": lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_NPROC, (9, 9)),
        "use keys of the kernel": lambda: libc.syscall(248, b"user", b"x", b"y", 1, -2),
        "use io_uring": lambda: libc.syscall(425, 4, b"\\0" * 120),
        "mount a file system": lambda: libc.mount(b"none", b"/", b"tmpfs", 0, None),
    }

def probe():
    return [name for name, call in attempts().items() if refused(call) is not None]
'''


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the sandbox here, and what to do about it."""

    problem: str
    mend: str


def diagnose() -> list[Finding]:
    """Everything that keeps this machine from grading; empty when all walls held."""
    deadline = time.monotonic() + 20
    try:
        with open_box(Role.SUBMISSION, Limits()) as box:
            loaded = box.ask({"op": "load", "source": PROBE, "seed": 0}, deadline=deadline)
            if "value" not in loaded:
                return [Finding(f"the probe does not start in the sandbox: {loaded}", "Report this with the kernel's version")]
            call = {"op": "call", "name": "probe", "args": [], "kwargs": {}, "handle": "", "keep": ""}
            open_walls = box.ask(call, deadline=deadline).get("value")
    except SandboxDown as problem:
        return [Finding(str(problem), "Then start again")]
    except Ended as ended:
        return [Finding(f"the probe did not come back: {ended}", "Report this with the kernel's version")]
    if not isinstance(open_walls, list):
        return [Finding("the probe gave no answer", "Report this with the kernel's version")]
    return [
        Finding(f"code in the sandbox can {what}", "Use a kernel with seccomp and a bubblewrap that is not set up to share it")
        for what in open_walls
    ]
