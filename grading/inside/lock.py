"""Locks a process of the sandbox from within, before any foreign code is let in: no capabilities, limits, no new privileges,
system-call filter.

The filter is a list of what is allowed; all else is refused with “operation not permitted”, which a learner reads as an ordinary
PermissionError. No process can be started, nothing can be opened for writing and no socket made, so the limits below bound
everything that a submission can use. See seccomp(2) and Linux' include/uapi/linux/{filter,seccomp,audit}.h for the numbers.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import math
import os
import platform
import resource
import signal
import struct
import time

from grading.inside import landlock

ALLOWED = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17,
    "readv": 19, "writev": 20, "access": 21, "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32,
    "nanosleep": 35, "getpid": 39, "exit": 60, "uname": 63, "getcwd": 79, "readlink": 89, "gettimeofday": 96,
    "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107,
    "getegid": 108, "getppid": 110, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202, "sched_getaffinity": 204,
    "getdents64": 217, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "openat": 257, "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "pselect6": 270, "ppoll": 271,
    "set_robust_list": 273, "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip
NOBODY = 65534
IOCTL, FCNTL, TGKILL, PRLIMIT64, CLONE3 = 16, 72, 234, 302, 435
AUDIT_ARCH_X86_64, X32_BIT = 0xC000003E, 0x40000000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCH_AT, ARG0_AT, ARG1_AT, ARG2_AT = 0, 4, 16, 24, 32
CAPSET, CAPABILITY_VERSION_3, CLONE_NEWPID = 126, 0x20080522, 0x20000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 1, 4, 22, 38, 2
# Stands for the number of the process that will be filtered; no process has one so high.
OWN_NUMBER = 0x7FEDCBA9
_libc = ctypes.CDLL(None, use_errno=True)


class Unlockable(RuntimeError):
    """This machine cannot lock a process as it must be."""


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


def _give(value: int) -> bytes:
    return _instruction(RETURN, value)


def _case(number: int, body: list[bytes]) -> list[bytes]:
    """`body` for one call number; every body ends by returning, other numbers jump over it."""
    return [_instruction(JUMP_EQUAL, number, 0, len(body)), *body]


def _if_argument(at: int, values: list[int]) -> list[bytes]:
    body = [_instruction(LOAD, at)]
    for value in values:
        body += [_instruction(JUMP_EQUAL, value, 0, 1), _give(ALLOW)]
    return [*body, _give(REFUSE | errno.EPERM)]


def program(pid: int) -> list[bytes]:
    """The filter for the process `pid`, as BPF instructions."""
    lines = [
        _instruction(LOAD, ARCH_AT),
        _instruction(JUMP_EQUAL, AUDIT_ARCH_X86_64, 1, 0),
        _give(KILL),
        _instruction(LOAD, NUMBER_AT),
        _instruction(JUMP_GREATER_EQUAL, X32_BIT, 0, 1),
        _give(KILL),
    ]
    for number in ALLOWED.values():
        lines += _case(number, [_give(ALLOW)])
    lines += _case(IOCTL, [_give(REFUSE | errno.ENOTTY)])
    lines += _case(CLONE3, [_give(REFUSE | errno.ENOSYS)])
    # Reading limits is harmless; the third argument would set them (both halves of the pointer are looked at).
    lines += _case(
        PRLIMIT64,
        [
            _instruction(LOAD, ARG2_AT),
            _instruction(JUMP_EQUAL, 0, 0, 3),
            _instruction(LOAD, ARG2_AT + 4),
            _instruction(JUMP_EQUAL, 0, 0, 1),
            _give(ALLOW),
            _give(REFUSE | errno.EPERM),
        ],
    )
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC: no locks, no leases, no pipe sizes, no O_NONBLOCK on shared pipes.
    lines += _case(FCNTL, _if_argument(ARG1_AT, [0, 1, 2, 3, 1030]))
    lines += _case(TGKILL, _if_argument(ARG0_AT, [pid]))
    return [*lines, _give(REFUSE | errno.EPERM)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


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
    if for_certain and {*os.getresuid(), *os.getresgid()} != {NOBODY}:
        raise Unlockable("the process is not nobody")


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
    """Hard limits, soft equal to hard: a first process in its namespace would ignore the soft ones' signals.

    The processor time that was spent until here is not the learner's. The kernel counts it in whole seconds.
    """
    cpu = math.ceil(time.process_time() + cpu_seconds)
    for name, value in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, memory_mib << 20),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 64),
    ):
        resource.setrlimit(name, (value, value))


def prepared() -> tuple[int, bytes]:
    """The filter but for the process' own number, which `filter_calls` fills in: building it takes longer than setting it."""
    if platform.machine() != "x86_64" or struct.calcsize("P") != 8:
        raise Unlockable(f"the system-call filter is written for x86-64, not for {platform.machine()}")
    lines = program(OWN_NUMBER)
    return len(lines), b"".join(lines)


def filter_calls(prepared: tuple[int, bytes]) -> None:
    """From here on only allowed system calls work, for this process and for ever."""
    length, code = prepared
    own = code.replace(struct.pack("<I", OWN_NUMBER), struct.pack("<I", os.getpid()))
    if _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_Program(length, own)), 0, 0):
        raise Unlockable(f"seccomp is refused: {os.strerror(ctypes.get_errno())}")
