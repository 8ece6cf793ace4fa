"""The databases of the crowds on one PostgreSQL, made once and used again.

A database that is whole says so in its comment, with what a later run needs to know of it; one that is not is made anew.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings
from rich.progress import Progress

from benchmarks.crowd import KINDS, Crowd, Original, live_first, morning_after
from benchmarks.rounds import Measured
from tutor import env
from tutor.catalogue.bundle import Bundle
from tutor.simulation.database import connection_to, using

ORIGINALS = "originals"
MAIL = override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND="benchmarks.batches.Taken")


def fill(
    address: str, bundle: Bundle, learners: list[int], progress: Progress, kinds: Mapping[int, float] = KINDS
) -> tuple[list[Measured], datetime]:
    """A crowd of each size, and the morning that is the next for everybody in them."""
    originals, crowd = _originals(address, bundle, kinds)
    crowds = [_crowd(address, crowd, originals, count, progress) for count in learners]
    return crowds, morning_after(originals[-1].days)


def _originals(address: str, bundle: Bundle, kinds: Mapping[int, float]) -> tuple[list[Original], Crowd]:
    told = _told(address, ORIGINALS)
    if told is None:
        with _on(address) as cursor:
            # Filling writes gigabytes between two checkpoints, which the usual gigabyte would make many of.
            cursor.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
            cursor.execute("SELECT pg_reload_conf()")
        _make(address, ORIGINALS, template="template0")
        with using(_connection(address, ORIGINALS)), MAIL:
            originals, crowd = live_first(bundle, kinds), Crowd.of_originals()
            connection.close()
        told = {"originals": [(one.learner_id, one.days, one.share) for one in originals], "strides": crowd.told()}
        _tell(address, ORIGINALS, told)
    return [Original(*one) for one in told["originals"]], Crowd.read(told["strides"])


def _crowd(address: str, crowd: Crowd, originals: list[Original], learners: int, progress: Progress) -> Measured:
    name = f"crowd_{learners}"
    told = _told(address, name)
    if told is None:
        _make(address, name, template=ORIGINALS)
    with using(_connection(address, name)):
        if told is None:
            task, began = progress.add_task(f"{learners:,} learners"), time.perf_counter()
            for table, tables in crowd.grow(originals, learners):
                progress.update(task, completed=table, total=tables)
            told = {"seconds": time.perf_counter() - began}
            _tell(address, name, told)
        else:
            call_command("migrate", verbosity=0)
        own = connections["default"]
        return Measured(learners, own, crowd.measured(originals, learners), _size(), told["seconds"])


def _connection(address: str, name: str = "") -> BaseDatabaseWrapper:
    """A connection of its own, without a pool: a thread that keeps one open would be in the way of copying the database."""
    database = env.database("CROWD", Path(), environ={"CROWD": address})
    return connection_to(**database | {"NAME": name or database["NAME"], "OPTIONS": {}})


@contextmanager
def _on(address: str) -> Iterator[Any]:
    """A cursor on the server's own database."""
    with using(_connection(address)):
        with connection.cursor() as cursor:
            yield cursor
        connection.close()


def _make(address: str, name: str, *, template: str) -> None:
    with _on(address) as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _told(address: str, name: str) -> Any:
    """What is known of a database that is whole, else None."""
    with _on(address) as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        found = cursor.fetchone()
        return json.loads(found[0]) if found and found[0] else None


def _tell(address: str, name: str, told: Any) -> None:
    with _on(address) as cursor:
        cursor.execute("SELECT format('COMMENT ON DATABASE %%I IS %%L', %s, %s)", [name, json.dumps(told)])
        cursor.execute(cursor.fetchone()[0])


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
