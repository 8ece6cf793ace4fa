"""A running sandbox as the judge sees it: frames in and out under a deadline, captured output, and a certain end."""

from __future__ import annotations

import math
import os
import secrets
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from grading import wire
from grading.contract import Limits, SandboxDown, Verdict
from grading.inside.channel import NO_NONCE, NONCE_BYTES, left_of
from grading.sandbox.courtesy import SOON

READ_SIZE = 1 << 16
# Until a box is locked. Only a machine in great need takes longer.
BOOT_SECONDS = 30
# Between two looks at the processor time of a box that takes long, at least.
LOOK_SECONDS = 0.01
# From the kernel's signal to its account.
END_SECONDS = 10


# The code of an end of which nobody can tell: what ran the box ended itself, and the box with it.
LOST = -1


class Role(StrEnum):
    CHECKS = "checks"
    SUBMISSION = "submission"


class Ended(Exception):
    """The process in the box gave no proper answer; `status` says what became of it."""

    def __init__(self, status: Verdict, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Exit:
    """How a tree of processes ended, by the kernel's account: exit code (128 + signal), CPU, memory at the peak; why if LOST."""

    code: int
    cpu_ms: int
    peak_kib: int
    why: str = ""


class Tree(Protocol):
    """The processes of one box, by whoever opened it. Descriptors are the judge's ends of three pipes."""

    @property
    def to_box(self) -> int: ...
    @property
    def from_box(self) -> int: ...
    @property
    def printed(self) -> int: ...

    def locked(self) -> None:
        """Called when the box has said that it is locked, and before any foreign code is sent."""

    def cpu_seconds(self) -> float | None:
        """Processor time used since the process began; None if that cannot be told."""

    def step_back(self) -> None:
        """Lets everybody else compute first."""

    def wait(self, seconds: float) -> Exit | None:
        """How it ended, None if it has not within this time. May be called again."""

    def kill(self) -> None:
        """Ends every process of the tree."""

    def close(self) -> None:
        """Gives the descriptors back."""


class Box:
    """One process tree behind a wall. It boots while the caller does something else. Not for two threads at once."""

    def __init__(self, tree: Tree, limits: Limits, boot_seconds: float = BOOT_SECONDS) -> None:
        self._tree, self._limits, self._boot_seconds = tree, limits, boot_seconds
        self._pending = bytearray()
        self._output = bytearray()
        self._locked = self._closed = self._silent = self._behind = False
        self._boot_cpu_ms = 0
        # The frame of the last answer, so that it can be handed on as it came.
        self.heard: bytes | bytearray = b""
        # When its processor time is looked at next; nobody has asked it anything yet.
        self._look_at = math.inf
        self.usage = Exit(0, 0, 0)
        for descriptor in (tree.to_box, tree.from_box, tree.printed):
            os.set_blocking(descriptor, False)

    def wait_until_locked(self) -> None:
        """Nothing foreign may be sent before. Raises SandboxDown: until here all faults are ours."""
        if self._locked:
            return
        try:
            said = self._receive(NO_NONCE, time.monotonic() + self._boot_seconds)
        except SandboxDown:
            self.close()
            raise
        except Ended as ended:
            self.close()
            raise SandboxDown(f"the sandbox does not open: {' '.join(self.output().split())[-300:] or ended}.") from ended
        if not isinstance(said, dict) or said.get("op") != "ready" or type(said.get("cpu_ms")) is not int:
            self.close()
            raise SandboxDown("the sandbox did not say that it is locked.")
        self._tree.locked()
        self._locked, self._boot_cpu_ms = True, said["cpu_ms"]

    def ask(
        self,
        request: Any,
        *,
        seconds: float,
        frame: bytes | bytearray | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> Any:
        """Sends a value and waits for the one answer, both within this time. Raises Ended.

        The answer must begin with the number that went with the request: what was written ahead answers nothing.

        Args:
            frame: that of the request, if it is what another box said: it need not be written anew then.
            meanwhile: is done in between, at no cost to this time.
        """
        if not self._locked:
            raise RuntimeError("nothing is sent into a box that is not locked")
        if self._closed:
            raise Ended(Verdict.ERROR, "it is gone")
        if self._pending or self._readable():
            raise Ended(Verdict.ERROR, "it spoke without being asked")
        now = time.monotonic()
        if self._look_at == math.inf:
            self._look_at = now + min(SOON, self._limits.cpu_seconds)
        nonce = secrets.token_bytes(NONCE_BYTES)
        deadline = now + seconds
        self._write([memoryview(nonce), memoryview(frame or wire.dumps(request))], deadline)
        if meanwhile is not None:
            meanwhile()
            deadline = time.monotonic() + seconds
        return self._receive(nonce, deadline)

    def output(self) -> str:
        """What was printed so far, as text, up to the limit."""
        if not self._closed:
            self._drain()
        return self._output[: self._limits.output_bytes].decode("utf-8", "replace")

    def end(self) -> None:
        """Begins to end the whole tree; `close` will wait for that."""
        if not self._closed:
            self._tree.kill()

    def close(self) -> None:
        """Ends the whole tree and takes the kernel's account of it. Harmless a second time."""
        if self._closed:
            return
        self._tree.kill()
        exit = self._tree.wait(END_SECONDS)
        self._drain()
        self._closed = True
        self._tree.close()
        if exit is not None:
            self.usage = Exit(exit.code, max(0, exit.cpu_ms - self._boot_cpu_ms), exit.peak_kib)

    def abandon(self) -> None:
        """Ends the whole tree, as `close`, and waits for no account of it."""
        if not self._closed:
            self._tree.kill()
            self._closed = True
            self._tree.close()

    def lives(self) -> bool:
        return not self._closed and self._tree.wait(0) is None

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, parts: list[memoryview], deadline: float) -> None:
        while parts:
            try:
                written = os.writev(self._tree.to_box, parts)
            except BlockingIOError:
                self._wait(deadline, self._tree.to_box, select.POLLOUT)
                continue
            except BrokenPipeError:
                raise self._died() from None
            parts = left_of(parts, written)

    def _receive(self, nonce: bytes, deadline: float) -> Any:
        try:
            self._fill(NONCE_BYTES, deadline)
            if self._pending[:NONCE_BYTES] != nonce:
                raise wire.BadFrame("it answers another question")
            del self._pending[:NONCE_BYTES]
            self._fill(wire.PREFIX.size, deadline)
            length = wire.PREFIX.size + wire.frame_length(bytes(self._pending[: wire.PREFIX.size]))
            frame = self._frame(length, deadline)
            value = wire.loads(frame)
        except wire.BadFrame as problem:
            raise Ended(Verdict.ERROR, f"it wrote into the grader's own channel ({problem})") from problem
        self.heard = frame
        return value

    def _frame(self, length: int, deadline: float) -> bytearray:
        """The next so many bytes, of which some may have come already; large values are read to where they stay."""
        frame = bytearray(length)
        begun = min(length, len(self._pending))
        frame[:begun] = self._pending[:begun]
        del self._pending[:begun]
        left = memoryview(frame)[begun:]
        while left:
            self._wait(deadline, self._tree.from_box, select.POLLIN)
            try:
                read = os.readv(self._tree.from_box, [left])
            except BlockingIOError:
                continue
            if not read:
                raise self._died()
            left = left[read:]
        return frame

    def _fill(self, count: int, deadline: float) -> None:
        while len(self._pending) < count:
            self._wait(deadline, self._tree.from_box, select.POLLIN)
            try:
                part = os.read(self._tree.from_box, READ_SIZE)
            except BlockingIOError:
                continue
            if not part:
                raise self._died()
            self._pending += part

    def _readable(self) -> bool:
        poller = select.poll()
        poller.register(self._tree.from_box, select.POLLIN)
        return any(event & select.POLLIN for _, event in poller.poll(0))

    def _wait(self, deadline: float, channel: int, event: int) -> None:
        """Until the channel can be used; what is printed meanwhile is taken, so that nobody blocks on it."""
        poller = select.poll()
        poller.register(channel, event)
        if not self._silent:
            poller.register(self._tree.printed, select.POLLIN)
        while True:
            now = time.monotonic()
            if now >= self._look_at:
                self._look_at = now + self._look()
            if now >= deadline:
                raise Ended(Verdict.TIMEOUT, "it took too long")
            happened = {descriptor for descriptor, _ in poller.poll(1 + (min(deadline, self._look_at) - now) * 1000)}
            if self._tree.printed in happened:
                self._drain()
                if self._silent:
                    poller.unregister(self._tree.printed)
                if len(self._output) > self._limits.output_bytes:
                    raise Ended(Verdict.OUTPUT_LIMIT, "it printed too much")
            if channel in happened:
                return

    def _look(self) -> float:
        """Ends what has used up its processor time, of which the kernel would count whole seconds only; what takes long steps
        back. Gives the seconds until to look again: one process without threads cannot have used it up earlier.
        """
        used = self._tree.cpu_seconds()
        if used is None:
            return LOOK_SECONDS
        used -= self._boot_cpu_ms / 1000
        if used >= self._limits.cpu_seconds:
            raise Ended(Verdict.TIMEOUT, "it used up its processor time")
        if used >= SOON and not self._behind:
            self._tree.step_back()
            self._behind = True
        return max(LOOK_SECONDS, (self._limits.cpu_seconds if self._behind else SOON) - used)

    def _drain(self) -> None:
        """Takes what was printed, a byte more than allowed at most; the rest stays where it is."""
        while not self._silent and (room := self._limits.output_bytes + 1 - len(self._output)) > 0:
            try:
                part = os.read(self._tree.printed, min(READ_SIZE, room))
            except BlockingIOError:
                return
            self._silent = not part
            self._output += part

    def _died(self) -> Ended:
        """Why nobody is at the other end any more, by what the kernel says of its end."""
        exit = self._tree.wait(1)
        if exit is None:
            return Ended(Verdict.ERROR, "it closed the grader's own channel")
        if exit.code == LOST:
            raise SandboxDown(f"{exit.why}.")
        if exit.code in {128 + signal.SIGKILL, 128 + signal.SIGXCPU}:
            # The kernel kills at the limit of processor time, and when the machine has no memory left.
            if exit.cpu_ms - self._boot_cpu_ms >= 900 * self._limits.cpu_seconds:
                return Ended(Verdict.TIMEOUT, "it used up its processor time")
            return Ended(Verdict.OUT_OF_MEMORY, "it was ended for lack of memory")
        if exit.code == 128 + signal.SIGSYS:
            return Ended(Verdict.FORBIDDEN, "it called into the system where that is not allowed")
        if exit.code > 128:
            return Ended(Verdict.ERROR, "it crashed the interpreter")
        return Ended(Verdict.ERROR, "it ended the program instead of returning")
