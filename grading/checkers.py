"""The boxes with the checks of one grading: mostly one, which both lanes ask in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Any

from grading import data, replies
from grading.contract import BrokenExercise, Job, Limits
from grading.replies import Listed
from grading.runtimes import PYTHON
from grading.sandbox import Box, Ended, Role, open_box
from grading.wire import BadValue

# For all checks of a grading together; an author who needs more has made a mistake.
CHECKS_LIMITS = Limits(cpu_seconds=20, wall_seconds=20, memory_mib=1024, output_bytes=1 << 16)
# So many seconds in a grading lanes wait for one another before another box is opened: more than quick checks make them wait on
# a busy machine, and less than whoever waits for slow ones feels.
PATIENCE_SECONDS = 0.03


class Checker:
    """A box with the checks. It runs one of them at a time, one after another."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._box: Box = open_box(Role.CHECKS, CHECKS_LIMITS, PYTHON)
        self._listed: list[Listed] | None = None

    def load(self, meanwhile: Callable[[], None] | None = None) -> list[Listed]:
        """What the author declared; `meanwhile` is done while it is found out. Raises BrokenExercise."""
        if self._listed is None:
            self._box.wait_until_locked()
            try:
                values = data.opened(self._job.data)
            except data.BadData as problem:
                raise BrokenExercise(f"the data of the checks: {problem}") from problem
            said = self.ask({"op": "load", "source": self._job.checks, "data": values}, "the checks", meanwhile=meanwhile)
            self._listed = replies.listed(said, self._job.limits)
        return self._listed

    @property
    def heard(self) -> bytes | bytearray:
        """The frame of the last answer."""
        return self._box.heard

    def ask(
        self,
        request: dict[str, Any],
        what: str,
        *,
        frame: bytes | bytearray | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> Any:
        """As `Box.ask`. Raises BrokenExercise."""
        try:
            return self._box.ask(request, seconds=CHECKS_LIMITS.wall_seconds, frame=frame, meanwhile=meanwhile)
        except (Ended, BadValue) as problem:
            raise BrokenExercise(f"{what}: {problem}") from problem

    def renew(self) -> None:
        """The next check gets a new box, in which the checks have to be loaded."""
        self._box.close()
        self._box, self._listed = open_box(Role.CHECKS, CHECKS_LIMITS, PYTHON), None

    def abandon(self) -> None:
        self._box.abandon()


class Checkers:
    """A check has one of them for itself while it runs. Most checks are done in a few milliseconds, and the other lane waits for
    that rather than for a box of its own; where they take longer, it gets one.
    """

    def __init__(self, job: Job) -> None:
        self._job, self._patience = job, PATIENCE_SECONDS
        self._all = [Checker(job)]
        self._free = list(self._all)
        self._change = Condition()

    def __enter__(self) -> Checkers:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._all:
            one.abandon()

    def load(self, meanwhile: Callable[[], None]) -> list[Listed]:
        """As `Checker.load`, before any of them runs."""
        return self._all[0].load(meanwhile)

    @contextmanager
    def one(self) -> Iterator[Checker]:
        """One that has the checks loaded, and that nobody else asks meanwhile. Raises BrokenExercise, SandboxDown."""
        taken = self._take()
        try:
            taken.load()
            yield taken
        finally:
            with self._change:
                self._free.append(taken)
                self._change.notify()

    def _take(self) -> Checker:
        with self._change:
            if not self._free:
                began = time.monotonic()
                self._change.wait_for(lambda: self._free, max(0.0, self._patience))
                self._patience -= time.monotonic() - began
            if not self._free:
                self._free.append(Checker(self._job))
                self._all.append(self._free[-1])
            return self._free.pop()
