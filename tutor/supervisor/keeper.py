"""Keeps the programs alive until told to stop, then ends them in the order in which nothing is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from tutor.supervisor.child import Child, Program

LOOK_EVERY_SECONDS = 0.2
PATIENCE_SECONDS = 20.0


class Keeper:
    """Start programs with `start`, then `watch`; a stop signal ends `watch`, and leaving the block ends all programs."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[Child] = []
        self._stop_signals = 0

    def __enter__(self) -> Keeper:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def stopping(self) -> bool:
        return self._stop_signals > 0

    def start(self, programs: Sequence[Program]) -> None:
        for program in programs:
            child = Child(program)
            self._children.append(child)
            child.start()

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Whether `ready` came true in time; false at once when told to stop or when a program ends meanwhile."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.stopping and all(child.alive for child in self._children):
            if ready():
                return True
            time.sleep(0.05)
        return False

    def watch(self) -> None:
        while not self.stopping:
            time.sleep(LOOK_EVERY_SECONDS)
            for child in self._children:
                if how := child.crashed():
                    self._say(f"{child.program.name} {how}")
                elif child.starts_at is not None and time.monotonic() >= child.starts_at:
                    child.start()

    def stop(self) -> None:
        """The site first, so that nothing new comes in; workers finish what they have; the broker last keeps what waits."""
        for rank in sorted({child.program.ends for child in self._children}):
            ending = [child for child in self._children if child.program.ends == rank]
            for child in ending:
                child.ask_to_end()
            deadline = time.monotonic() + PATIENCE_SECONDS
            while any(child.alive for child in ending) and time.monotonic() < deadline and self._stop_signals < 2:
                time.sleep(0.05)
            for child in ending:
                child.signal_group(signal.SIGKILL)
        self._children.clear()

    def _note_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_signals += 1
