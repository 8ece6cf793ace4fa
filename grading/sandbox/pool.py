"""The zygotes of this process: one for each tier, role and runtime, started when first wanted, replaced when it died, and renewed
after so many boxes or so long. A new one has to send a canary before it gets any work. Those of a runtime that nobody has used
for long are retired; what most exercises need stays, so that nobody waits for it after a quiet night.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from grading.contract import Limits, SandboxDown
from grading.runtimes import PYTHON, Runtime
from grading.sandbox.box import Box, Role
from grading.sandbox.zygote import Gone, Tier, Zygote

MOST_BOXES = 2000
MOST_SECONDS = 1800
MOST_IDLE_SECONDS = 600


class Key(NamedTuple):
    tier: Tier
    role: Role
    runtime: Runtime


@dataclass(frozen=True, slots=True)
class State:
    """Zygotes that live now, and since the process began: boxes opened, zygotes renewed for their age, and zygotes that died."""

    zygotes: int
    opened: int
    renewed: int
    died: int


class Pool:
    def __init__(self) -> None:
        self._lock = Lock()
        self._opened = self._renewed = self._died = 0
        self._zygotes: dict[Key, Zygote] = {}
        self._starting: dict[Key, Future[Zygote]] = {}
        self._retired: list[Zygote] = []
        self._renewing: set[Key] = set()
        # The kernel ends a zygote with the thread that started it, so it is one that stays.
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="zygotes")

    def open(self, tier: Tier, role: Role, limits: Limits, runtime: Runtime) -> Box:
        """Raises SandboxDown."""
        for _ in range(3):
            try:
                box = self._zygote(Key(tier, role, runtime)).open(limits)
            except Gone:
                continue
            with self._lock:
                self._opened += 1
            return box
        raise SandboxDown("zygotes end as soon as they are started.")

    def state(self) -> State:
        with self._lock:
            alive = sum(zygote.alive() for zygote in self._zygotes.values())
            return State(alive, self._opened, self._renewed, self._died)

    def retire_idle(self) -> None:
        """To be called from time to time; whoever wants such a box later waits for a new zygote."""
        now = time.monotonic()
        with self._lock:
            for key, zygote in list(self._zygotes.items()):
                if key.runtime is not PYTHON and now - zygote.used > MOST_IDLE_SECONDS:
                    self._retire(self._zygotes.pop(key))
            self._retire(None)

    def makes_namespaces(self) -> bool:
        """Whether each child of tier A has namespaces of its own, as far as is known."""
        with self._lock:
            return all(zygote.spaces for key, zygote in self._zygotes.items() if key.tier is Tier.A)

    def _zygote(self, key: Key) -> Zygote:
        with self._lock:
            zygote = self._zygotes.get(key)
            if zygote is not None and zygote.alive():
                if key not in self._renewing and _is_old(zygote):
                    self._renewing.add(key)
                    self._keeper.submit(self._renew, key)
                return zygote
            self._died += zygote is not None
            self._bury(self._zygotes.pop(key, None))
            starting = self._starting.get(key)
            if starting is None:
                starting = self._starting[key] = self._keeper.submit(self._start, key)
        return starting.result()  # without the lock: the keeper takes it to tell what it has done, for this or before it

    def _start(self, key: Key) -> Zygote:
        fresh = None
        try:
            fresh = _started(key)
            return fresh
        finally:
            with self._lock:
                del self._starting[key]
                if fresh is not None:
                    self._replace(key, fresh)  # there is one where a renewal has brought it meanwhile

    def _renew(self, key: Key) -> None:
        """Meanwhile the old one goes on. If no new one comes up, it will be tried again."""
        try:
            fresh = _started(key)
        except SandboxDown:
            fresh = None
        with self._lock:
            self._renewing.discard(key)
            if fresh is not None:
                self._replace(key, fresh)
                self._renewed += 1

    def _replace(self, key: Key, fresh: Zygote) -> None:
        self._retire(self._zygotes.get(key))
        self._zygotes[key] = fresh

    def _retire(self, old: Zygote | None) -> None:
        for one in [one for one in self._retired if not one.alive()]:
            one.forget()
            self._retired.remove(one)
        if old is not None:
            old.retire()
            self._retired.append(old)

    def _bury(self, dead: Zygote | None) -> None:
        if dead is not None:
            dead.kill()


def _started(key: Key) -> Zygote:
    zygote = Zygote(*key)
    try:
        zygote.prove()
    except BaseException:
        zygote.kill()
        raise
    return zygote


def _is_old(zygote: Zygote) -> bool:
    return zygote.opened >= MOST_BOXES or time.monotonic() - zygote.began > MOST_SECONDS


_current = Pool()


def current() -> Pool:
    """This process' own."""
    return _current


def _after_fork() -> None:
    """A process that is forked has none of its parent's threads, and must not speak to its parent's zygotes."""
    global _current
    _current = Pool()


os.register_at_fork(after_in_child=_after_fork)
