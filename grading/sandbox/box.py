"""A running sandbox as the judge sees it: frames in and out under a deadline, captured output, and a certain end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from grading import wire
from grading.contract import Verdict

READ_SIZE = 1 << 16


class Role(StrEnum):
    CHECKS = "checks"
    SUBMISSION = "submission"


class Ended(Exception):
    """The process in the box gave no proper answer; `status` says what became of it."""

    def __init__(self, status: Verdict, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(slots=True)
class Usage:
    """Milliseconds of CPU and KiB of memory at the peak, as the kernel accounted them."""

    cpu_ms: int = 0
    peak_kib: int = 0


class Box:
    """One process tree behind a wall. Not for two threads at once."""

    def __init__(self, process: subprocess.Popen[bytes], to_box: int, from_box: int, *, output_bytes: int) -> None:
        self._process, self._to, self._from = process, to_box, from_box
        assert process.stdout is not None
        self._stdout = process.stdout.fileno()
        self._pending = bytearray()
        self._output = bytearray()
        self._output_limit = output_bytes
        self.usage = Usage()
        for descriptor in (self._to, self._from, self._stdout):
            os.set_blocking(descriptor, False)

    def ask(self, request: Any, *, deadline: float) -> Any:
        """Sends a value and waits for the answer until `deadline` (a time.monotonic() moment). Raises Ended."""
        self._write(wire.dumps(request), deadline)
        return self.receive(deadline=deadline)

    def receive(self, *, deadline: float) -> Any:
        try:
            length = wire.frame_length(self._read(wire.PREFIX.size, deadline, keep=True))
            return wire.loads(self._read(wire.PREFIX.size + length, deadline))
        except wire.BadFrame as problem:
            raise Ended(Verdict.ERROR, f"it wrote into the grader's own channel ({problem})") from problem

    def output(self) -> str:
        """What was printed so far, as text."""
        with contextlib.suppress(Ended):
            self._drain()
        return self._output[: self._output_limit].decode("utf-8", "replace")

    def close(self) -> None:
        """Ends the whole tree and takes the kernel's account of it. Harmless a second time."""
        if self._to < 0:
            return
        for descriptor in (self._to, self._from):
            os.close(descriptor)
        self._to = self._from = -1
        # Its pipes being closed, an idle process ends by itself, and the kernel can account for it.
        self._reap(patience=0.1)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            self._wait(deadline, writing=True)
            try:
                left = left[os.write(self._to, left) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._died() from None

    def _read(self, count: int, deadline: float, *, keep: bool = False) -> bytes:
        while len(self._pending) < count:
            self._wait(deadline)
            try:
                part = os.read(self._from, READ_SIZE)
            except BlockingIOError:
                continue
            if not part:
                raise self._died()
            self._pending += part
        data = bytes(self._pending[:count])
        if not keep:
            del self._pending[:count]
        return data

    def _wait(self, deadline: float, *, writing: bool = False) -> None:
        """Until there is something to do on the channel; what is printed meanwhile is taken, so that nobody blocks on it."""
        poller = select.poll()
        channel = self._to if writing else self._from
        poller.register(channel, select.POLLOUT if writing else select.POLLIN)
        poller.register(self._stdout, select.POLLIN)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Ended(Verdict.TIMEOUT, "it took too long")
            for descriptor, _ in poller.poll(min(left, 60) * 1000):
                if descriptor == channel:
                    self._drain()
                    return
                if not self._drain():
                    poller.unregister(self._stdout)

    def _drain(self) -> bool:
        """Takes what was printed. False when the other end is closed."""
        while True:
            try:
                part = os.read(self._stdout, READ_SIZE)
            except BlockingIOError:
                return True
            if not part:
                return False
            self._output += part
            if len(self._output) > self._output_limit:
                raise Ended(Verdict.OUTPUT_LIMIT, "it printed too much")

    def _died(self) -> Ended:
        """Why the process is gone, by what the kernel says of its end."""
        code = self._reap(patience=0.5)
        if code in {128 + signal.SIGXCPU, 128 + signal.SIGKILL, -signal.SIGXCPU, -signal.SIGKILL}:
            return Ended(Verdict.TIMEOUT, "it used up its processor time")
        if code in {128 + signal.SIGSYS, -signal.SIGSYS}:
            return Ended(Verdict.FORBIDDEN, "it called into the system where that is not allowed")
        if code in {128 + signal.SIGSEGV, 128 + signal.SIGABRT, 128 + signal.SIGBUS}:
            return Ended(Verdict.ERROR, "it crashed the interpreter")
        return Ended(Verdict.ERROR, "it ended the program instead of returning")

    def _reap(self, *, patience: float) -> int:
        if self._process.returncode is None:
            until = time.monotonic() + patience
            while not (found := os.wait4(self._process.pid, os.WNOHANG))[0]:
                if time.monotonic() >= until:
                    # The sandbox's first process dies with its parent, and everything in its namespace with it.
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(self._process.pid, signal.SIGKILL)
                    found = os.wait4(self._process.pid, 0)
                    break
                time.sleep(0.001)
            _, status, usage = found
            self._process.returncode = os.waitstatus_to_exitcode(status)
            self.usage = Usage(round(1000 * (usage.ru_utime + usage.ru_stime)), usage.ru_maxrss)
        return self._process.returncode
