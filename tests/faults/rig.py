"""A whole installation of a test's own, whose programs are ended, stopped and starved: broker, site, grading and settling worker
as `up` starts them, on a database and a broker of their own. A test meets it as learners do, by http, and counts its rows.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import psutil
import psycopg
import redis

from tests.helpers import SOLUTION, WRONG
from tests.services import valkey
from tests.services.installation import ROOT, free_port
from tests.services.visitor import Visitor
from tests.waiting import until
from tutor import env
from tutor.supervisor import programs
from tutor.supervisor.child import Child

# The samples and the hidden checks call it three times; two are done side by side.
SLOW = f"import time\ntime.sleep(0.4)\n{SOLUTION}"
SLOW_AND_WRONG = f"import time\ntime.sleep(0.4)\n{WRONG}"
VERDICTS_AND_EFFECTS = """
SELECT s.public_id, s.verdict,
       (SELECT count(*) FROM exercises_checkresult c WHERE c.submission_id = s.id),
       (SELECT count(*) FROM tutor_review r WHERE r.submission_id = s.id),
       (SELECT count(*) FROM tutor_xpentry x WHERE x.learner_id = s.learner_id AND x.cause LIKE 'exercise:%')
FROM exercises_submission s WHERE s.state = 'done'
"""
# What a grading worker says when it begins a job.
BEGINS = " grading begins"
SHORT_WAITS = {"LOCI_GRADING_THREADS": "1", "LOCI_SWEEP_SECONDS": "1", "LOCI_LOST_AFTER_SECONDS": "6"}


class Rig:
    def __init__(self, data_dir: Path | None = None, *, database: str = "", behind: tuple[str, ...] = (), **environ: str) -> None:
        """`behind`: a command that every program is started by."""
        self.data_dir = data_dir or Path(mkdtemp(prefix="loci-"))
        self.temporary = self.data_dir / "temporary"
        self._database, self._behind = database, behind
        self._port = free_port()
        self.broker = redis.Redis(port=self._port, socket_timeout=5)
        self._said_before: dict[str, int] = {}
        known = {name: value for name, value in os.environ.items() if not name.startswith(("LOCI_", "DJANGO_"))}
        self._environ = {
            **known,
            **programs.QUIET,
            "LOCI_DATA_DIR": str(self.data_dir),
            "TMPDIR": str(self.temporary),
            "LOCI_DATABASE_URL": database,
            "LOCI_BROKER_URL": f"redis://127.0.0.1:{self._port}/0",
            "LOCI_WEB_PROCESSES": "1",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONUNBUFFERED": "1",
            **SHORT_WAITS,
            **environ,
        }
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._children: dict[str, Child] = {}
        self._ended: list[psutil.Process] = []

    def __enter__(self) -> Rig:
        if self._database:
            subprocess.run([sys.executable, "-m", "tests.faults.prepare"], cwd=ROOT, env=self._environ, check=True)
        else:
            shutil.copyfile(_prepared_sqlite(), self.data_dir / "loci.sqlite3")
        (self.data_dir / "valkey").mkdir(mode=0o700)
        self.temporary.mkdir()
        self.start("broker")
        until(lambda: valkey.answers(self.broker))
        for name in ("site", "grading worker", "default worker"):
            self.start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for name in sorted(self._children, key="broker".__eq__):
            self.stop(name)
        self._listener.close()
        self.broker.close()
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def start(self, name: str) -> psutil.Process:
        """Starts a program, or starts it again; a second grading worker beside the first is `grading worker 2`."""
        program = self._program(name)
        log = self._log(name)
        self._said_before[name] = len(log.read_text(encoding="utf-8", errors="replace")) if log.exists() else 0
        # What it says goes into a file; `exec` leaves it the process that was started.
        command = ("sh", "-c", 'exec "$@" >>"$0" 2>&1', str(log), *self._behind, *program.command)
        self._children[name] = Child(replace(program, command=command))
        self._children[name].start()
        return self.process(name)

    def process(self, name: str) -> psutil.Process:
        pid = self._children[name].pid
        assert pid is not None
        return psutil.Process(pid)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Ends a program by a signal to its main process, waits for that, and remembers its family for `leftovers`."""
        process = self.process(name)
        self._ended += process.children(recursive=True)
        process.send_signal(number)
        child = self._children.pop(name)
        until(lambda: not child.alive, otherwise=self.said)

    def stop(self, name: str) -> None:
        """As an owner ends it: what it has in hand is finished."""
        child = self._children.pop(name)
        child.ask_to_end()
        until(lambda: not child.alive, otherwise=self.said)

    def until(self, true: Callable[[], object], otherwise: Callable[[], str] | None = None) -> None:
        """Waits as `until` does, and meanwhile starts programs that crashed, as the supervisor of `up` would."""

        def kept() -> object:
            for child in self._children.values():
                child.crashed()
                if child.starts_at is not None and time.monotonic() >= child.starts_at:
                    child.start()
            return true()

        until(kept, otherwise=otherwise or (lambda: self.said()[-8000:]))

    def leftovers(self) -> list[psutil.Process]:
        """What was below a killed program and still runs."""
        return [one for one in self._ended if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]

    def visitor(self) -> Visitor:
        return Visitor(self.address)

    def said(self) -> str:
        files = sorted(self.data_dir.glob("said by *"))
        return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)

    def said_by(self, name: str) -> str:
        """By a program since a test started it last."""
        return self._log(name).read_text(encoding="utf-8", errors="replace")[self._said_before[name] :]

    def _log(self, name: str) -> Path:
        return self.data_dir / f"said by {name}"

    def rows(self, query: str) -> list[tuple]:
        """What the database says, asked behind the programs' backs."""
        if self._database:
            with psycopg.connect(self._database) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.data_dir / "loci.sqlite3", timeout=60)) as connection:
            return connection.execute(query).fetchall()

    def is_grading(self, name: str = "grading worker") -> bool:
        """Whether a grading worker has begun a job and not ended it, by its own words since it was started."""
        words = self.said_by(name)
        return words.count(BEGINS) > words.count(" graded ")

    def zygotes(self) -> list[psutil.Process]:
        """Those of the grading worker that have boxes now."""
        worker = self.process("grading worker")
        found = []
        for one in worker.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                parent = one.parent()
                if parent not in {None, worker} and parent.name().startswith("python") and not one.children():
                    found.append(parent)
        return list(dict.fromkeys(found))

    def settle_all(self) -> None:
        """Waits until no submission waits any more."""
        waiting = "SELECT public_id FROM exercises_submission WHERE state IN ('queued', 'running')"
        self.until(lambda: not self.rows(waiting))

    def learners_submit(self, *sources: str) -> dict[uuid.UUID, str]:
        """Each source by a learner of its own: the verdicts that their submissions must get."""
        verdicts = {SOLUTION: "passed", SLOW: "passed", WRONG: "failed", SLOW_AND_WRONG: "failed"}
        return {self.visitor().begin().submit(source): verdicts[source] for source in sources}

    def every_verdict_came_once(self, expected: Mapping[uuid.UUID, str]) -> None:
        """Waits for the verdicts, and holds each to be the right one with exactly its effects."""
        self.settle_all()
        rows = self.rows(VERDICTS_AND_EFFECTS)
        effects = {"passed": (3, 2, 1), "failed": (3, 1, 0)}
        found = {uuid.UUID(str(public_id)): tuple(rest) for public_id, *rest in rows}
        wanted = {one: (verdict, *effects[verdict]) for one, verdict in expected.items()}
        wrong = {one: (found.get(one), wanted[one]) for one in wanted if found.get(one) != wanted[one]}
        assert not wrong, f"{wrong}\n{self.said()[-8000:]}"

    def _program(self, name: str) -> programs.Program:
        if name == "broker":
            # It keeps its log beside the socket.
            return valkey.program(env.socket_file(self.data_dir), self.data_dir / "valkey", self._environ, self._port)
        if name == "site":
            return programs.site(self._listener.fileno(), self._environ, ())
        workers = {one.name: one for one in programs.workers(self.data_dir, self._environ, ())}
        return workers[name.removesuffix(" 2")]


@lru_cache(maxsize=1)
def _prepared_sqlite() -> Path:
    """Made once in this process, and copied for each installation."""
    folder = Path(mkdtemp(prefix="loci-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environ = {**os.environ, "LOCI_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
    prepare = [sys.executable, "-m", "tests.faults.prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environ | {"LOCI_DATA_DIR": str(folder)}, check=True)
    return folder / "loci.sqlite3"
