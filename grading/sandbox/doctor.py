"""Looks whether this machine can keep foreign code in: opens a real box and tries to get out of it.

Whether `bwrap` is installed says little (a namespace can be made and still give nothing), so nothing is inferred: every wall is
pushed against. One that gives way, or a box that does not open, means that nothing is graded here.

    python -m grading.sandbox.doctor
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from grading.contract import Limits, SandboxDown
from grading.runtimes import PYTHON
from grading.sandbox import Ended, Role, open_box

PROBE = '''
import ctypes, os, resource, signal, socket, sys

libc = ctypes.CDLL(None, use_errno=True)

def refused(call):
    """None if the call is refused, else what it gave."""
    try:
        got = call()
    except (OSError, RuntimeError, ValueError, MemoryError):
        return None
    return None if isinstance(got, int) and got < 0 else repr(got)[:80]

def written():
    """The first place that takes a file."""
    for folder in ("", "/tmp", "/dev/shm", "/loci", "/site", os.path.dirname(os.__file__)):
        try:
            return open(folder + "/written", "w").name
        except OSError:
            pass
    raise PermissionError

def installed():
    found = [name for name in os.listdir(os.path.dirname(os.__file__) + "/site-packages")]
    return found or -1

def attempts():
    return {
        "make a network socket": lambda: socket.socket().fileno(),
        "make a pair of sockets": lambda: socket.socketpair(),
        "start a process": os.fork,
        "run a program": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
        "read the machine's users": lambda: open("/etc/passwd").read(),
        "look into processes": lambda: os.listdir("/proc"),
        "read what is installed": installed,
        "write a file": written,
        "make a folder": lambda: os.mkdir("/made"),
        "change a library": lambda: open(os.__file__, "a"),
        "trace a process": lambda: libc.ptrace(0, 0, 0, 0),
        "make new namespaces": lambda: libc.unshare(0x10000000),
        "make memory that outlives it": lambda: os.memfd_create("x"),
        "signal other processes": lambda: os.kill(-1, 0),
        "raise its own limits": lambda: resource.setrlimit(resource.RLIMIT_NPROC, (9, 9)),
        "use keys of the kernel": lambda: libc.syscall(248, b"user", b"x", b"y", 1, -2),
        "use io_uring": lambda: libc.syscall(425, 4, b"\\0" * 120),
        "mount a file system": lambda: libc.mount(b"none", b"/", b"tmpfs", 0, None),
        "become another user": lambda: os.setuid(0),
        "share memory with others": lambda: libc.shmget(7, 4096, 0o1600),
        "take more memory than it may": lambda: len(bytearray(8 << 30)),
    }

def probe():
    return [name for name, call in attempts().items() if refused(call) is not None]
'''


PROBE_SECONDS = 20
REPORT = "Report this with the versions of the kernel and of bubblewrap"
ALLOW = (
    "Allow unprivileged user namespaces: sysctl user.max_user_namespaces=15000, on Debian kernel.unprivileged_userns_clone=1, on"
    " Ubuntu the AppArmor profile bwrap-userns-restrict and the distribution's bubblewrap; in a container run it with"
    " --security-opt seccomp=unconfined, or on the host"
)
MENDS = {
    "No permissions to create": ALLOW,
    "Creating new namespace failed": ALLOW,
    "setting up uid map": ALLOW,
    "Failed to make / slave": ALLOW,
    "Operation not permitted": ALLOW,
    "system-call filter": "Grade on an x86-64 machine",
    "seccomp is refused": "Use a kernel with CONFIG_SECCOMP_FILTER",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the sandbox here, and what to do about it."""

    problem: str
    mend: str


def diagnose() -> list[Finding]:
    """Everything that keeps this machine from grading; empty when all walls held."""
    try:
        with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
            box.wait_until_locked()
            load = {"op": "load", "source": PROBE, "entry": ["probe"], "seed": 0}
            call = {"op": "call", "name": "probe", "args": [], "kwargs": {}, "served": [], "handle": "", "keep": ""}
            answers = [box.ask(request, seconds=PROBE_SECONDS) for request in (load, call)]
    except SandboxDown as problem:
        what, _, mend = str(problem).partition(". ")
        return [Finding(what, mend.rstrip(".") or _mend(what))]
    except Ended as ended:
        return [Finding(f"the probe of the sandbox did not come back: {ended}", REPORT)]
    open_walls = answers[1].get("value") if isinstance(answers[1], dict) else None
    if not isinstance(open_walls, list):
        return [Finding(f"the probe of the sandbox gave no answer: {answers}", REPORT)]
    return [Finding(f"code in the sandbox can {what}", REPORT) for what in open_walls]


def _mend(problem: str) -> str:
    """What helps against bubblewrap's and the lock's own words."""
    for words, mend in MENDS.items():
        if words in problem:
            return mend
    return REPORT


def main() -> int:
    findings = diagnose()
    for one in findings:
        print(f"{one.problem}. {one.mend}.")
    if not findings:
        print("Every wall holds: code can be graded on this machine.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
