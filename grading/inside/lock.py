"""Locks a process of the sandbox from within, before any foreign code is let in: no capabilities, limits, no new privileges,
Landlock where the kernel has it, system-call filter.

The filter is a list of what is allowed; all else is refused with “operation not permitted”, which a learner reads as an ordinary
PermissionError. No process can be started, nothing can be opened for writing and no socket made, so the limits below bound
everything that a submission can use. See seccomp(2) and Linux' include/uapi/linux/{filter,seccomp,audit}.h for the numbers.
"""

from __future__ import annotations

import ctypes
import errno
import math
import os
import platform
import resource
import signal
import struct
import time

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
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT, LANDLOCK_VERSION, PATH_BENEATH = 444, 445, 446, 1, 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 1, 4, 22, 38, 2


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
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWPID):
        raise Unlockable(f"no process namespace can be made: {os.strerror(ctypes.get_errno())}")


def become_nobody() -> None:
    """Where the box was opened by root, this process still is root, without its powers but the one to change that."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    if {*os.getresuid(), *os.getresgid()} != {NOBODY}:
        raise Unlockable("the process is not nobody")
    # Another user's process no longer dies with its parent, unless it says so again.
    if ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        raise Unlockable("the process would outlive its judge")


def drop_capabilities() -> None:
    """A process that is the first of a user namespace has all of them within it."""
    header = struct.pack("<Ii", CAPABILITY_VERSION_3, 0)
    if ctypes.CDLL(None).syscall(ctypes.c_long(CAPSET), header, bytes(24)):
        raise Unlockable("the process keeps capabilities")


def restrict_files() -> None:
    """With Landlock, nothing can be done with files but to read them, whatever is mounted; no network, no signals to others.

    Where the kernel is without, or without the newer parts, the mounts and the filter stand alone. See landlock(7).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(ctypes.c_long(LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint(LANDLOCK_VERSION))
    if version < 1:
        return
    _no_new_privileges(libc)
    files = (1 << 13 + (version >= 2) + (version >= 3) + (version >= 5)) - 1
    handled = struct.pack("<QQQ", files, 3, 3)[: 24 if version >= 6 else 16 if version >= 4 else 8]
    rules = libc.syscall(ctypes.c_long(LANDLOCK_CREATE), handled, ctypes.c_size_t(len(handled)), ctypes.c_uint(0))
    root = os.open("/", os.O_PATH | os.O_CLOEXEC)
    rule = struct.pack("<Qi", READ_FILE | READ_DIR, root)
    added = rules < 0 or libc.syscall(ctypes.c_long(LANDLOCK_ADD), rules, ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint(0))
    if added or libc.syscall(ctypes.c_long(LANDLOCK_RESTRICT), rules, ctypes.c_uint(0)):
        raise Unlockable(f"Landlock is refused: {os.strerror(ctypes.get_errno())}")
    os.close(root)
    os.close(rules)


def _no_new_privileges(libc: ctypes.CDLL) -> None:
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise Unlockable("no_new_privs cannot be set")


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


def filter_calls() -> None:
    """From here on only allowed system calls work, for this process and for ever."""
    if platform.machine() != "x86_64" or struct.calcsize("P") != 8:
        raise Unlockable(f"the system-call filter is written for x86-64, not for {platform.machine()}")
    libc = ctypes.CDLL(None, use_errno=True)
    code = b"".join(lines := program(os.getpid()))
    _no_new_privileges(libc)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_Program(len(lines), code)), 0, 0):
        raise Unlockable(f"seccomp is refused: {os.strerror(ctypes.get_errno())}")
