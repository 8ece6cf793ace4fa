"""A process that has everything imported, and forks a child for each box that the judge wants. It reads roles, limits and
descriptors from the judge and nothing from anybody else: no byte of a learner or an author ever comes into its memory, so there
is nothing of one box that the next could inherit.

Behind bubblewrap's walls each child is the first process of a process and a user namespace of its own, made in the same step as
the child, where the kernel lets that be done. When the zygote ends, the kernel ends all of its children with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import select
import signal
import socket
import struct
from typing import Any

from grading.inside import filters, lock
from grading.inside.filters import CLONE, CLONE_THREAD, OWN_SPACES, UNSHARE

REQUEST = struct.Struct("<dq")  # CPU seconds, MiB of address space
EXIT = struct.Struct("<iqq")  # exit code (128 + signal), milliseconds of processor time, KiB at the peak
HELLO, HELLO_WITHOUT, RETIRE, DESCRIPTORS = b"ready", b"plain", b"retire", 4
# Descriptors as they travel: those of a box, and the one by which the judge holds it.
PASSED, HANDLE = struct.Struct(f"{DESCRIPTORS}i"), struct.Struct("i")
# In place of HELLO, before the reason why there is no child.
REFUSED, REASON_BYTES = b"refused: ", 200
# Children at once: more than all that the settings let be graded at once need.
MOST_CHILDREN = 512
# Keeps the interpreter's lock: the child must have it.
_syscall = ctypes.PyDLL(None, use_errno=True).syscall
_syscall.restype, _syscall.argtypes = ctypes.c_long, [ctypes.c_long] * 6
# What a child has of the zygote and shall not clear away: that would touch, and so copy, the memory in which it lies.
_left: list[Any] = []


def serve(control: socket.socket, *, spaces: bool, keep: int | None) -> tuple[float, int]:
    """Forks until it is retired and the last child has ended. When the judge hangs up, it ends at once, and all children with it,
    whoever of its parents still lives. Returns in the children alone, each with its pipes in place
    and nothing else open but the descriptor `keep`, and gives the limits of that box.

    `spaces`: each child gets namespaces of its own, if the kernel makes them here.
    """
    own = spaces and _makes_namespaces()
    filters.filter_zygote()
    control.send(HELLO if own or not spaces else HELLO_WITHOUT)
    me = os.getpid()
    running: dict[int, tuple[int, socket.SocketType]] = {}
    poller = select.poll()
    poller.register(control, select.POLLIN)
    listening = True
    while listening or running:
        for descriptor, _ in poller.poll():
            if descriptor in running:
                poller.unregister(descriptor)
                os.close(descriptor)
                _report(*running.pop(descriptor))
                continue
            data, passed, _, _ = control.recvmsg(REQUEST.size, socket.CMSG_SPACE(PASSED.size))
            if not data:
                os._exit(0)
            if data == RETIRE:
                listening = False
                continue
            to_read, from_write, printed, told = PASSED.unpack(passed[0][2])
            # A `socket.socket` of a number would look up what it is.
            report = socket.SocketType(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, told)
            pid = -1
            try:
                if len(running) >= MOST_CHILDREN:
                    raise OSError(errno.EAGAIN, f"it has {MOST_CHILDREN} already")
                pid = _fork(OWN_SPACES if own else 0)
            except OSError as problem:
                _refuse(report, str(problem.strerror))
            if pid == 0:
                _left.extend((control, running, report, poller))
                _take_places(to_read, from_write, printed, keep)
                # Within its own namespace the zygote has no number, and cannot end without it.
                lock.die_with_parent(0 if own else me)
                cpu_seconds, memory_mib = REQUEST.unpack(data)
                return cpu_seconds, memory_mib
            for one in (to_read, from_write, printed):
                os.close(one)
            if pid < 0:
                continue
            handle = os.pidfd_open(pid)
            with contextlib.suppress(OSError):
                report.sendmsg([HELLO], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, HANDLE.pack(handle))])
            running[handle] = pid, report
            poller.register(handle, select.POLLIN)
    os._exit(0)


def _refuse(report: socket.SocketType, why: str) -> None:
    """The judge is told, and sees that all ends of the pipes were closed."""
    with contextlib.suppress(OSError):
        report.send(REFUSED + why.encode()[:REASON_BYTES])
    report.close()


def _fork(flags: int) -> int:
    """fork(2) into new namespaces, which only clone(2) does in one step.

    Where other threads run there is no child: what they hold at that moment, such as a lock, it would wait for for ever. As
    there are none, no lock of Python's has to be made anew, which is most of what `os.fork` does in the child: a third of the
    memory that a child touches until it is ready, and copies by that. The generators of chance are seeded with each submission.
    """
    if not _is_alone():
        raise OSError(errno.EBUSY, "other threads run in it")
    pid: int = _syscall(CLONE, flags | signal.SIGCHLD, 0, 0, 0, 0)
    if pid < 0:
        problem = ctypes.get_errno()
        raise OSError(problem, os.strerror(problem))
    return pid


def _is_alone() -> bool:
    """Whether the process has one thread. To leave the group of its threads the kernel lets it only then, and does nothing; a
    container may refuse the question, and has a /proc.
    """
    if _syscall(UNSHARE, CLONE_THREAD, 0, 0, 0, 0) == 0:
        return True
    return ctypes.get_errno() != errno.EINVAL and len(os.listdir("/proc/self/task")) == 1


def _makes_namespaces() -> bool:
    """The kernel may make none here, as where it is told not to for ordinary users. A process within one is nobody there."""
    try:
        pid = _fork(OWN_SPACES)
    except OSError:
        return False
    if pid == 0:
        os._exit(0 if os.getpid() == 1 and lock.is_nobody() else 1)
    return os.waitpid(pid, 0)[1] == 0


def _take_places(to_read: int, from_write: int, printed: int, keep: int | None) -> None:
    """The places in which `channel` and the interpreter expect them; whatever else is open is closed."""
    # All of them came after the standard three and the zygote's socket, which is the fourth: none is lost in this order.
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    os.dup2(to_read, 3)
    os.dup2(from_write, 4)
    if keep is None:
        os.closerange(5, 1 << 16)
    else:
        os.closerange(5, keep)
        os.closerange(keep + 1, 1 << 16)
    os.setsid()


def _report(pid: int, report: socket.SocketType) -> None:
    """Tells the kernel's account of a child's end. The child has no way to this socket."""
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    cpu_ms = round(1000 * (usage.ru_utime + usage.ru_stime))
    with contextlib.suppress(OSError):
        report.send(EXIT.pack(code if code >= 0 else 128 - code, cpu_ms, usage.ru_maxrss))
    report.close()
