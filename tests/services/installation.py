"""An installation as its owner has it: `manage.py up` in a process of its own, on a free port and a data folder of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
FIRST_START_SECONDS = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Installation:
    def __init__(self, data_dir: Path, **environ: str) -> None:
        self.port = free_port()
        self.data_dir = data_dir
        self.log = data_dir.with_suffix(".log")
        self._environ = {
            **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            "LOCI_DATA_DIR": str(data_dir),
            **environ,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> subprocess.Popen[bytes]:
        """Start it without waiting."""
        with self.log.open("ab") as log:
            command = [sys.executable, "manage.py", "up", "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, start_new_session=True)
        return self.process

    def start(self) -> float:
        """Start it, and say after how many seconds the site answered; workers are up too when this returns."""
        started = time.monotonic()
        process = self.begin()
        self.until(lambda: process.poll() is not None or self.status("/health/") == 200, FIRST_START_SECONDS)
        assert process.poll() is None, self.said()
        took = time.monotonic() - started
        self.until(lambda: "createsuperuser" in self.said(), 30)
        return took

    def refusal(self) -> tuple[int, str]:
        """Start one that should refuse: its exit status and all it said."""
        status = self.begin().wait(60)
        return status, self.said()

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)

    def close(self) -> None:
        """Ends it, if it runs."""
        if self.runs:
            self.stop(signal.SIGTERM)

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def read(self, path: str) -> str:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def processes(self) -> list[psutil.Process]:
        """The supervisor and everything below it."""
        assert self.process is not None
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def worker(self, queue: str) -> psutil.Process:
        """The main process of the Celery worker of `queue`."""
        assert self.process is not None
        found = [child for child in psutil.Process(self.process.pid).children() if f"{queue}@%h" in child.cmdline()]
        assert len(found) == 1, (queue, found)
        return found[0]

    def until(self, true: Callable[[], object], seconds: float) -> None:
        until(true, seconds, self.said)


def still_there(processes: list[psutil.Process]) -> list[str]:
    """Those that run yet, as command lines; a dead one that nobody has asked about does not count."""
    left = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                left.append(" ".join(process.cmdline()))
    return left
