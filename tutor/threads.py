"""How the threads of a process of the site share its interpreter.

Threads of Python do not compute at the same time: several that try take longer than one after another would, as each has to be
given the interpreter back whenever it has waited for the database. So one thread does what comes, request after request, and
another goes on only where that one steps aside to wait, or takes longer than requests do.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

# Several times what a request takes; whatever has not ended by then may be waiting for something.
PATIENCE_SECONDS = 0.025


@dataclass(eq=False, slots=True)
class _Turn:
    """That of a thread, from when it took a job until it has done it or steps aside."""

    pool: OneAtATime
    since: float = field(default_factory=time.monotonic)


class _Own(threading.local):
    turn: _Turn | None = None


_own = _Own()


def step_aside() -> None:
    """Says that what this thread does now is mostly waiting: others need not wait for it any more."""
    turn, _own.turn = _own.turn, None
    if turn is not None:
        turn.pool.leave(turn)


class OneAtATime(Executor):
    """A pool of threads that does one job at a time, and the next as soon as that steps aside or has taken its time."""

    def __init__(self, threads: int) -> None:
        self._changed = threading.Condition()
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._turn: _Turn | None = None
        self._watched = self._closed = False
        for number in range(threads):
            threading.Thread(target=self._work, name=f"one-at-a-time-{number}", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        with self._changed:
            if self._closed:
                raise RuntimeError("This pool takes no jobs any more.")
            self._jobs.append((done, lambda: fn(*args, **kwargs)))
            self._tell()
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Takes no more jobs; those that wait are done, or cancelled. Nothing waits for them."""
        with self._changed:
            self._closed = True
            while cancel_futures and self._jobs:
                self._jobs.popleft()[0].cancel()
            self._changed.notify_all()

    def leave(self, turn: _Turn) -> None:
        with self._changed:
            self._end(turn)
            self._tell()

    def _tell(self) -> None:
        """Whose turn it is takes the next job. One other thread looks whether that takes too long; a second need not."""
        if self._jobs and (self._turn is None or not self._watched):
            self._changed.notify()

    def _end(self, turn: _Turn) -> None:
        if self._turn is turn:
            self._turn = None

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (self._jobs and self._left() <= 0):
                    if self._closed and not self._jobs:
                        return
                    self._wait()
                done, job = self._jobs.popleft()
                self._turn = _own.turn = turn = _Turn(self)
                self._tell()
            if done.set_running_or_notify_cancel():
                try:
                    done.set_result(job())
                except BaseException as problem:  # whoever asked is told, and the thread goes on
                    done.set_exception(problem)
            with self._changed:
                self._end(turn)

    def _left(self) -> float:
        """Seconds until whose turn it is has had their time."""
        return self._turn.since + PATIENCE_SECONDS - time.monotonic() if self._turn else 0.0

    def _wait(self) -> None:
        if not self._jobs or self._watched:
            self._changed.wait()
            return
        self._watched = True
        try:
            self._changed.wait(self._left())
        finally:
            self._watched = False
