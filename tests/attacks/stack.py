"""The grading stack of an installation, for attacks: a broker, a real grading worker, and the end that hears its reports."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import psutil
import redis
from celery import Celery
from kombu import Connection, Consumer, Exchange, Queue

from grading.contract import CheckReport, Job, Report
from grading.sandbox.modes import Mode
from tests.attacks.attack import Attack
from tests.attacks.listening import Surroundings
from tests.attacks.traces import Traces
from tests.grading import bench, ways
from tests.services.valkey import valkey
from tests.waiting import PATIENCE_SECONDS, until
from tutor.supervisor import programs
from tutor.supervisor.child import Child, Program

# As settings, by their names in the tests' own.
MODES = {mode.value: ways.SETTINGS[mode] for mode in Mode}
GRADING, DEFAULT = "grading", "default"
# Checks that hang have twenty seconds; they spend them while the attacks are graded.
HANGS = "checks that hang"


class Stack:
    """Sends jobs and keeps what comes back. After each attack goes an honest submission."""

    before: Traces

    def __init__(self, folder: Path, broker_url: str, worker: Child) -> None:
        self.folder, self.child = folder, worker
        self.surroundings = Surroundings(folder)
        self.reports: dict[str, Report] = {}
        self.notes: dict[str, list[CheckReport]] = {}
        self._sender = Celery(broker=broker_url)
        self._sent: set[str] = set()
        self._broker_url, self._hears = broker_url, True
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    @property
    def worker(self) -> psutil.Process:
        assert self.child.pid is not None
        return psutil.Process(self.child.pid)

    def send(self, name: str, job: Job | dict[str, Any]) -> None:
        """Under a name that no other job of this stack has."""
        assert name not in self._sent
        self._sent.add(name)
        given = job.as_dict() if isinstance(job, Job) else job
        self._sender.send_task("grading.grade", args=[name, given], queue=GRADING, priority=0)

    def report(self, name: str) -> Report:
        until(lambda: name in self.reports, otherwise=lambda: f"no report of {name}; there are {sorted(self.reports)}")
        return self.reports[name]

    def grade(self, name: str, job: Job | dict[str, Any]) -> Report:
        self.send(name, job)
        return self.report(name)

    def attack(self, attack: Attack) -> None:
        """Sends it, unless it has been, and an honest submission when its report has come."""
        if attack.id not in self._sent:
            self.send(attack.id, self.job(attack.source(self.surroundings.here()), attack.author(), attack.mode, attack.limits))

    def job(
        self, source: str, checks: str, mode: str = "submit", limits: Mapping[str, float] | None = None, seed: int = 7
    ) -> Job:
        return bench.job(source, checks=checks, mode=mode, entry=("attack",), seed=seed, **limits or {})

    def honest(self, name: str, mode: str = "run") -> Report:
        return self.grade(name, bench.job(bench.RIGHT, mode=mode))

    def give_back(self) -> None:
        """As if the time had passed after which the broker gives what was not acknowledged to another worker."""
        with redis.Redis(unix_socket_path=str(self.folder / "socket")) as client:
            for tag in client.zrange("unacked_index", 0, -1):
                client.zadd("unacked_index", {tag: 0})

    def _listen(self) -> None:
        queue = Queue(DEFAULT, Exchange(DEFAULT), routing_key=DEFAULT)
        with Connection(self._broker_url) as connection, Consumer(connection, [queue], callbacks=[self._hear], accept=["json"]):
            while self._hears:
                try:
                    connection.drain_events(timeout=0.2)
                except TimeoutError:
                    continue

    def _hear(self, body: Any, message: Any) -> None:
        message.ack()
        (submission, *rest), _, _ = body
        if message.headers["task"] == "tutor.note_check":
            self.notes.setdefault(submission, []).append(CheckReport.from_dict(rest[1]))
        elif message.headers["task"] == "tutor.settle_submission":
            if submission[0].isdecimal():
                self.send(after(submission), bench.job(bench.RIGHT, mode="run"))
            self.reports[submission] = Report.from_dict(rest[0])

    def close(self) -> None:
        self._hears = False
        self._listener.join(PATIENCE_SECONDS)
        self._sender.close()
        self.surroundings.close()


def after(attack: str) -> str:
    """The name of the honest submission that follows an attack."""
    return f"after {attack}"


def grading_worker(folder: Path, environ: Mapping[str, str]) -> Program:
    """The installation's, as somebody for whom this kind of box works."""
    program = programs.workers(folder, environ, ())[0]
    mode = next(mode for mode in Mode if ways.SETTINGS[mode].items() <= environ.items())
    return replace(program, command=(*ways.identity(mode), *program.command))


@contextmanager
def started(mode: Mapping[str, str]) -> Iterator[Stack]:
    """A stack in a folder of its own; the worker knows what it would know in an installation."""
    with TemporaryDirectory(prefix="loci-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        with valkey(folder / "socket", folder / "valkey"):
            url = f"redis+socket://{folder}/socket"
            environ = {**programs.environment(url), "TMPDIR": str(folder / "tmp"), **mode}
            with mock.patch.dict(os.environ, {"LOCI_GRADING_THREADS": "3"}):
                worker = Child(grading_worker(folder, environ))
            worker.start()
            stack = Stack(folder, url, worker)
            try:
                yield stack
            finally:
                stack.close()
                worker.ask_to_end()
                until(lambda: not worker.alive, otherwise="the grading worker did not end")


def quiet(stack: Stack) -> None:
    """Waits until nothing is graded any more and the last box has ended."""
    began = time.monotonic()
    until(lambda: stack._sent <= stack.reports.keys())
    boxes = -1
    while boxes != (boxes := len(stack.worker.children(recursive=True))) and time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(0.3)


def settled(stack: Stack, when: str) -> None:
    """Honest submissions under more kinds of limits than boxes are kept ready for: afterwards as many are ready each time."""
    for number in range(10):
        stack.send(f"{when} {number}", bench.job(bench.RIGHT, memory_mib=256 + number % 5))
    quiet(stack)
