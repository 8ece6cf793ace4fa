"""Locks a process of the sandbox from within, before any foreign code is let in: no capabilities, no new privileges, limits.
Behind the filter of system calls (filters.py) no process can be started, no socket made and nothing opened for writing, so the
limits below bound everything that a submission can use.
"""

from __future__ import annotations

import ctypes
import fcntl
import math
import os
import resource
import signal
import struct
import time

from grading.inside import landlock

NOBODY = 65534
CAPSET, CAPABILITY_VERSION_3, CLONE_NEWPID = 126, 0x20080522, 0x20000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
_libc = ctypes.CDLL(None, use_errno=True)


class Unlockable(RuntimeError):
    """This machine cannot lock a process as it must be."""


def make_process_namespace() -> None:
    """The next child is the first process of a namespace of its own."""
    if _libc.unshare(CLONE_NEWPID):
        raise Unlockable(f"no process namespace can be made: {os.strerror(ctypes.get_errno())}")


def become_nobody(*, for_certain: bool) -> None:
    """Where the box was opened by root, this process still is root, without its powers but the one to change that.

    `for_certain`: an ordinary user is none too; behind bubblewrap's walls they are nobody there. Without them an ordinary user
    cannot become another.
    """
    if os.getuid() == 0:
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        except OSError as problem:
            raise Unlockable(f"root cannot become nobody: {problem}") from problem
    if for_certain and not is_nobody():
        raise Unlockable("the process is not nobody")


def is_nobody() -> bool:
    return {*os.getresuid(), *os.getresgid()} == {NOBODY}


def die_with_parent(parent: int) -> None:
    """`parent` is who it must be: should it have ended before this, so does this process. Another user's process no longer dies
    with its parent, so this comes after becoming nobody.
    """
    if _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        raise Unlockable("the process would outlive its judge")
    if os.getppid() != parent:
        os._exit(1)


def hide() -> None:
    """No other process of the same user may look into this one."""
    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def drop_capabilities() -> None:
    """A process that is the first of a user namespace has all of them within it."""
    header = struct.pack("<Ii", CAPABILITY_VERSION_3, 0)
    if _libc.syscall(ctypes.c_long(CAPSET), header, bytes(24)):
        raise Unlockable("the process keeps capabilities")


def no_new_privileges() -> None:
    if _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise Unlockable("no_new_privs cannot be set")


def readable(paths: list[str], *, required: bool) -> int | None:
    """Landlock's rules by which these and nothing else may be read. Where the kernel has none and that is not required, the
    mounts and the filter stand alone.
    """
    for path in paths:
        if not os.access(path, os.R_OK):
            raise Unlockable(f"the sandbox's user may not read {path}")
    rules = landlock.ruleset(paths)
    if rules is None and required:
        raise Unlockable("this kernel has no Landlock")
    return None if rules is None else _out_of_the_way(rules)


def _out_of_the_way(descriptor: int) -> int:
    """Of the places that the standard three and the pipes take."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 5)
    os.close(descriptor)
    return moved


def limit(*, cpu_seconds: float, memory_mib: int) -> None:
    """Of a box, besides those of all. The processor time that was spent until here is not the learner's. The kernel counts it in
    whole seconds.
    """
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + cpu_seconds))
    _limit(resource.RLIMIT_AS, memory_mib << 20)
    _limit(resource.RLIMIT_NOFILE, 32)
    _limit(resource.RLIMIT_NPROC, 0)


def limit_all() -> None:
    """Of every process of the sandbox: a zygote can do its work under them, and its children have them from it."""
    for name, value in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 64),
    ):
        _limit(name, value)


def _limit(name: int, value: int) -> None:
    """Hard, and soft equal to hard: a first process in its namespace would ignore the soft ones' signals."""
    resource.setrlimit(name, (value, value))
