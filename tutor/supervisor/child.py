"""One program of the installation as a process group of its own, which dies with the supervisor, however that dies."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
LIVED_WELL_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `descriptors` stay open in it; its environment is exactly `environ`; who has a lower `ends` is ended first."""

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str]
    descriptors: tuple[int, ...]
    ends: int


class Child:
    """A program and its present process. After each crash the next start waits longer, up to half a minute."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.starts_at: float | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._crashes = 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self.starts_at, self._started_at = None, time.monotonic()
        self._process = subprocess.Popen(
            self.program.command,
            env=dict(self.program.environ),
            stdin=subprocess.DEVNULL,
            pass_fds=self.program.descriptors,
            start_new_session=True,
            preexec_fn=_end_with(os.getpid()),
        )

    def crashed(self) -> str | None:
        """If the process has ended by itself: how, in words; the next start is then set."""
        if self._process is None or self._process.poll() is None:
            return None
        status = self._process.returncode
        self.signal_group(signal.SIGKILL)  # what it leaves behind must not work beside its successor
        self._process = None
        lived = time.monotonic() - self._started_at
        self._crashes = 1 if lived > LIVED_WELL_SECONDS else self._crashes + 1
        wait = min(2.0 ** (self._crashes - 1), LONGEST_WAIT_SECONDS)
        self.starts_at = time.monotonic() + wait
        how = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
        return f"{how} after {lived:.0f} s; it starts again in {wait:.0f} s"

    def ask_to_end(self) -> None:
        self.starts_at = None
        if self.alive:
            assert self._process is not None
            self._process.terminate()

    def signal_group(self, number: int) -> None:
        """Every process that it started and that did not leave its group."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)


def _end_with(parent: int) -> Callable[[], None] | None:
    """What the new process does first: ask the kernel (Linux) to end it when its parent dies, even by SIGKILL."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return ask_the_kernel
