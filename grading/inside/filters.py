"""Which system calls a process of the sandbox may make: a list of what is allowed for what runs foreign code, and a wider one for
zygotes, whose children have both. All else is refused with “operation not permitted”, which a learner reads as an ordinary
PermissionError. See seccomp(2) and Linux' include/uapi/linux/{filter,seccomp,audit}.h for the numbers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct

from grading.inside.lock import Unlockable

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
# What a zygote does besides: it hears of the judge, forks, waits, and tells; and its children lock themselves. It starts no
# program, makes no socket, and reaches no other process but through the descriptors that it has of its children.
ZYGOTE_ALLOWED = ALLOWED | {
    "dup2": 33, "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "getsockname": 51, "getsockopt": 55, "wait4": 61,
    "fcntl": 72, "setsid": 112, "setgroups": 116, "setresuid": 117, "getresuid": 118, "setresgid": 119, "getresgid": 120,
    "capset": 126, "setrlimit": 160, "tgkill": 234, "dup3": 292, "prlimit64": 302, "pidfd_open": 434, "close_range": 436,
    "landlock_restrict_self": 446,
}  # fmt: skip
IOCTL, CLONE, FCNTL, PRCTL, TGKILL, UNSHARE, PRLIMIT64, CLONE3 = 16, 56, 72, 157, 234, 272, 302, 435
CLONE_THREAD, CLONE_NEWUSER, CLONE_NEWPID = 0x10000, 0x10000000, 0x20000000
OWN_SPACES = CLONE_NEWUSER | CLONE_NEWPID
AUDIT_ARCH_X86_64, X32_BIT = 0xC000003E, 0x40000000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCH_AT, ARG0_AT, ARG1_AT, ARG2_AT = 0, 4, 16, 24, 32
PR_SET_PDEATHSIG, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 22, 2
# Stands for the number of the process that will be filtered; no process has one so high.
OWN_NUMBER = 0x7FEDCBA9
_libc = ctypes.CDLL(None, use_errno=True)


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


def _filter(allowed: dict[str, int], cases: list[bytes]) -> list[bytes]:
    return [
        _instruction(LOAD, ARCH_AT),
        _instruction(JUMP_EQUAL, AUDIT_ARCH_X86_64, 1, 0),
        _give(KILL),
        _instruction(LOAD, NUMBER_AT),
        _instruction(JUMP_GREATER_EQUAL, X32_BIT, 0, 1),
        _give(KILL),
        *(line for number in allowed.values() for line in _case(number, [_give(ALLOW)])),
        *_case(IOCTL, [_give(REFUSE | errno.ENOTTY)]),
        *_case(CLONE3, [_give(REFUSE | errno.ENOSYS)]),
        *cases,
        _give(REFUSE | errno.EPERM),
    ]


def program(pid: int) -> list[bytes]:
    """The filter for the process `pid`, as BPF instructions."""
    # Reading limits is harmless; the third argument would set them (both halves of the pointer are looked at).
    reading = [
        _instruction(LOAD, ARG2_AT),
        _instruction(JUMP_EQUAL, 0, 0, 3),
        _instruction(LOAD, ARG2_AT + 4),
        _instruction(JUMP_EQUAL, 0, 0, 1),
        _give(ALLOW),
        _give(REFUSE | errno.EPERM),
    ]
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC: no locks, no leases, no pipe sizes, no O_NONBLOCK on shared pipes.
    descriptors = _if_argument(ARG1_AT, [0, 1, 2, 3, 1030])
    signals = _if_argument(ARG0_AT, [pid])
    return _filter(ALLOWED, [*_case(PRLIMIT64, reading), *_case(FCNTL, descriptors), *_case(TGKILL, signals)])


def zygote_program() -> list[bytes]:
    """The filter for a zygote: its forks are processes of the two kinds that it makes, never threads; `unshare` tells it whether
    it has any (see zygote.py), and makes no namespace.
    """
    forks = _if_argument(ARG0_AT, [signal.SIGCHLD, OWN_SPACES | signal.SIGCHLD])
    asks = _if_argument(ARG0_AT, [CLONE_THREAD])
    controls = _if_argument(ARG0_AT, [PR_SET_PDEATHSIG, PR_SET_SECCOMP])
    return _filter(ZYGOTE_ALLOWED, [*_case(CLONE, forks), *_case(UNSHARE, asks), *_case(PRCTL, controls)])


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def prepared() -> tuple[int, bytes]:
    """The filter but for the process' own number, which `filter_calls` fills in: building it takes longer than setting it."""
    if platform.machine() != "x86_64" or struct.calcsize("P") != 8:
        raise Unlockable(f"the system-call filter is written for x86-64, not for {platform.machine()}")
    lines = program(OWN_NUMBER)
    return len(lines), b"".join(lines)


def filter_calls(prepared: tuple[int, bytes]) -> None:
    """From here on only allowed system calls work, for this process and for ever."""
    length, code = prepared
    _set(length, code.replace(struct.pack("<I", OWN_NUMBER), struct.pack("<I", os.getpid())))


def filter_zygote() -> None:
    """The same for a zygote, and for its children."""
    lines = zygote_program()
    _set(len(lines), b"".join(lines))


def _set(length: int, code: bytes) -> None:
    if _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_Program(length, code)), 0, 0):
        raise Unlockable(f"seccomp is refused: {os.strerror(ctypes.get_errno())}")
