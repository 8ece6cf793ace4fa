"""The judge's end of a zygote (grading/inside/zygote.py): started once, asked for a child for each box."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from enum import StrEnum
from threading import Lock

from grading.contract import Limits, SandboxDown
from grading.inside.zygote import DESCRIPTORS, EXIT, HELLO, HELLO_WITHOUT, REASON_BYTES, REFUSED, REQUEST, RETIRE
from grading.runtimes import Runtime
from grading.sandbox import bubblewrap, portable
from grading.sandbox.box import BOOT_SECONDS, END_SECONDS, LOST, Box, Ended, Exit, Role
from grading.sandbox.courtesy import cpu_seconds, step_back

# A zygote answers at once or not at all.
PATIENCE_SECONDS = 10
# Boxes that are forked and locked before anybody wants them, for each of the kinds of limits that were wanted last.
AHEAD, MOST_KINDS = 2, 4
ENDED_WITH_IT = Exit(LOST, 0, 0, "the zygote of this box ended, and the box with it")
CANARY = {"op": "load", "source": "", "entry": [], "seed": 0}
CHECKS_CANARY = {"op": "load", "source": ""}


class Tier(StrEnum):
    """Which walls: A with bubblewrap's, B without them."""

    A = "A"
    B = "B"


class Gone(Exception):
    """The zygote does not answer any more."""


class Zygote:
    """Must be started by a thread that lives as long as the process: the kernel ends it with that thread.

    Raises SandboxDown.
    """

    def __init__(self, tier: Tier, role: Role, runtime: Runtime) -> None:
        self._role, self._runtime = role, runtime
        self._lock = Lock()
        self._ahead: dict[Limits, list[Box]] = {}
        self.opened, self.began, self._gone = 0, time.monotonic(), False
        self.used = self.began
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(BOOT_SECONDS)
        try:
            with theirs:
                number = theirs.fileno()
                start = bubblewrap.start if tier is Tier.A else portable.start
                self._process = start(role, runtime, (str(number),), pass_fds=(number,))
        except BaseException:
            self._control.close()
            raise
        try:
            # Whether each child gets namespaces of its own.
            self.spaces = self._greeting() == HELLO and tier is Tier.A
        except BaseException:
            self.kill()
            raise
        self._control.settimeout(PATIENCE_SECONDS)

    def open(self, limits: Limits) -> Box:
        """A box that was forked and locked ahead, if there is one, and another is forked in its place. Raises Gone."""
        with self._lock:
            self.used = time.monotonic()
            # The last in the order is that which was wanted last.
            ahead = self._ahead[limits] = self._ahead.pop(limits, [])
            while len(ahead) <= AHEAD:
                ahead.append(self._fork(limits))
            while len(self._ahead) > MOST_KINDS:
                self._abandon(next(iter(self._ahead)))
            box = ahead.pop(0)
            while ahead and not box.lives():
                box.abandon()
                box = ahead.pop(0)
        return box

    def _abandon(self, limits: Limits) -> None:
        for box in self._ahead.pop(limits):
            box.abandon()

    def _fork(self, limits: Limits) -> Box:
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()
        printed_read, printed_write = os.pipe()
        report, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        request = REQUEST.pack(limits.cpu_seconds, limits.memory_mib + self._runtime.base_mib)
        passed = [to_read, from_write, printed_write, theirs.fileno()]
        assert len(passed) == DESCRIPTORS
        tree = _Tree(self, to_write, from_read, printed_read, report)
        try:
            socket.send_fds(self._control, [request], passed)
        except OSError as problem:
            tree.close()
            self._gone = True
            raise Gone from problem
        finally:
            for descriptor in passed[:3]:
                os.close(descriptor)
            theirs.close()
        self.opened += 1
        return Box(tree, limits, PATIENCE_SECONDS)

    def prove(self) -> None:
        """A canary: a child is opened, locked, asked, and ended. Raises SandboxDown."""
        try:
            with self._fork(Limits()) as box:
                box.wait_until_locked()
                answer = box.ask(CANARY if self._role is Role.SUBMISSION else CHECKS_CANARY, seconds=PATIENCE_SECONDS)
        except (Ended, Gone) as problem:
            raise SandboxDown(f"the canary of a new zygote did not come back: {problem}.") from problem
        if answer not in ({"value": None}, {"checks": []}) or box.usage.code != 128 + signal.SIGKILL:
            raise SandboxDown(f"the canary of a new zygote gave {answer} and ended with {box.usage.code}.")

    def alive(self) -> bool:
        return not self._gone and self._process.poll() is None

    def retire(self) -> None:
        """It opens no more boxes, and ends with the last that it has."""
        with self._lock:
            for limits in list(self._ahead):
                self._abandon(limits)
        with contextlib.suppress(OSError):
            self._control.send(RETIRE)

    def kill(self) -> None:
        """Ends it and every box that it has."""
        self._gone = True
        self._control.close()
        self._process.kill()
        self._process.wait()
        self.forget()
        with self._lock:
            for limits in list(self._ahead):
                self._abandon(limits)

    def distrust(self) -> None:
        """It does not do its part: nobody asks it any more, and its boxes end with it."""
        self._gone = True
        self._process.kill()

    def forget(self) -> None:
        """After its end."""
        self._control.close()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _greeting(self) -> bytes:
        try:
            said = self._control.recv(len(HELLO))
        except OSError:
            said = b""
        if said not in {HELLO, HELLO_WITHOUT}:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            lines = self._process.stdout.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
            why = lines[-1].removeprefix("grading.inside.lock.")[-300:].rstrip(".") if lines else "its zygote says nothing"
            raise SandboxDown(f"the sandbox does not open: {why}.")
        return said


class _Tree:
    """One child of a zygote. It is ended through its pidfd, which the zygote passed on; of its end the zygote tells, or the
    silence of the zygote's own.
    """

    def __init__(self, zygote: Zygote, to_box: int, from_box: int, printed: int, report: socket.socket) -> None:
        self._zygote = zygote
        self.to_box, self.from_box, self.printed = to_box, from_box, printed
        self._report = report
        self._child = -1
        self._exit: Exit | None = None

    def locked(self) -> None:
        if not self._introduced(PATIENCE_SECONDS):
            raise SandboxDown("the zygote does not say which process it started.")

    def cpu_seconds(self) -> float | None:
        return cpu_seconds(self._child)

    def step_back(self) -> None:
        step_back(self._child)

    def wait(self, seconds: float) -> Exit | None:
        if self._exit is None and self._introduced(seconds) and self._exit is None and self._readable(seconds):
            said = self._report.recv(EXIT.size)
            self._exit = Exit(*EXIT.unpack(said)) if len(said) == EXIT.size else ENDED_WITH_IT
        if self._exit is None and seconds >= END_SECONDS:
            self._zygote.distrust()
        return self._exit

    def kill(self) -> None:
        if self._exit is None and not self._introduced(1):
            self._zygote.distrust()
        if self._exit is None and self._child >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._child, signal.SIGKILL)

    def close(self) -> None:
        self._report.close()
        for descriptor in (self.to_box, self.from_box, self.printed, self._child):
            if descriptor >= 0:
                os.close(descriptor)

    def _introduced(self, seconds: float) -> bool:
        """Whether it is known which process it is, or that there never will be one."""
        if self._child < 0 and self._exit is None:
            if not self._readable(seconds):
                return False
            said, passed, _, _ = socket.recv_fds(self._report, len(REFUSED) + REASON_BYTES, 1)
            if passed:
                self._child = passed[0]
            elif said.startswith(REFUSED):
                why = said.removeprefix(REFUSED).decode("utf-8", "replace")
                self._exit = Exit(LOST, 0, 0, f"the zygote starts no process: {why}")
            else:
                self._exit = ENDED_WITH_IT
        return True

    def _readable(self, seconds: float) -> bool:
        poller = select.poll()
        poller.register(self._report, select.POLLIN)
        return bool(poller.poll(seconds * 1000))
