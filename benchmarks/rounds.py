"""Crowds of several sizes on one PostgreSQL, asked in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings
from rich.progress import Progress

from benchmarks.crowd import KINDS, Original, crowd, live_first, morning_after
from exercises.marking.responses import right_response
from exercises.models import Attempt
from tutor import env, selectors, services
from tutor.catalogue.bundle import Bundle
from tutor.models import Reminder, User
from tutor.simulation.database import connection_to, using

# A server that takes whatever it is given.
MAIL = override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
# Of rows: a smaller table is read whole because that is the fastest.
LARGE = 10_000


@dataclass(slots=True)
class Measured:
    """A crowd's database, and for each act its seconds and its numbers of queries; `read_whole` are large tables that were."""

    learners: int
    connection: BaseDatabaseWrapper
    ids: list[int]
    bytes: int
    filled_in: float
    seconds: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, set[int]] = field(default_factory=dict)
    read_whole: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, act: str) -> Iterator[None]:
        """Times the block and counts what it asks of the database."""
        count = 0

        def counted(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        began = time.perf_counter()
        with connection.execute_wrapper(counted):
            yield
        self.seconds.setdefault(act, []).append(time.perf_counter() - began)
        self.queries.setdefault(act, set()).add(count)


def fill(
    address: str, bundle: Bundle, learners: list[int], progress: Progress, kinds: Mapping[int, float] = KINDS
) -> tuple[list[Measured], Original]:
    """Makes a database for each size; returns them and the learner of whom those who are measured are copies."""
    with using(_connection(address)):
        _make("originals", template="template0")
    with using(_connection(address, "originals")), MAIL:
        originals, copies = live_first(bundle, kinds), crowd()
        connection.close()
    found = []
    for count in learners:
        with using(_connection(address)):
            _make(name := f"crowd_{count}", template="originals")
        task, began = progress.add_task(f"{count:,} learners", total=count), time.perf_counter()
        with using(_connection(address, name)):
            for written in copies.grow(originals, count):
                progress.advance(task, written)
            took = time.perf_counter() - began
            found.append(Measured(count, connections["default"], copies.measured(originals, count), _size(), took))
    return found, originals[-1]


def rounds(crowds: list[Measured], original: Original, times: int, progress: Progress) -> None:
    """In turns, so that whatever else the machine does, it does beside each. A day is lived by everybody who is measured."""
    task = progress.add_task("In turns", total=times * len(crowds))
    for one in crowds:
        with using(one.connection):
            _round(one, one.ids[-1], morning_after(original))  # what is read and compiled once is not measured
            one.seconds.clear()
            one.queries.clear()
    scanned = [_scans(one) for one in crowds]
    for n in range(times):
        for one in crowds:
            day, place = divmod(n, len(one.ids) - 1)
            with using(one.connection):
                _round(one, one.ids[place], morning_after(original) + timedelta(days=day))
            progress.advance(task)
    for one, before in zip(crowds, scanned, strict=True):
        after = _scans(one)
        one.read_whole = sorted(table for table, count in after.items() if count > before.get(table, 0))


def _round(measured: Measured, learner_id: int, now: datetime) -> None:
    """A learner's first minute: the day is opened and looked at, its first review (or an old question) asked and answered."""
    learner = User.objects.get(pk=learner_id)
    with measured.timed("opening a day"):
        plan = services.open_day(learner=learner, now=now)
    with measured.timed("looking at it"):
        selectors.today_for(learner, now)
    planned = [pick["item"] for pick in plan.document["picks"] if pick["item"]]
    item = planned[0] if planned else Attempt.objects.filter(learner=learner).latest("at").item.slug
    with measured.timed("asking"):
        asked = services.question_for(learner=learner, item_slug=item, now=now)
    with measured.timed("answering"):
        services.answer_item(
            learner=learner,
            item_slug=item,
            revision_id=asked.revision_id,
            number=asked.number,
            response=right_response(asked.question),
            seconds=20,
            hints_used=0,
            now=now + timedelta(seconds=20),
        )


def reminded(measured: Measured, times: int) -> float:
    """Seconds for each learner to be reminded, in the worst hour: everybody's at once, by one worker, without the mail server."""
    with using(measured.connection), MAIL:
        now = Reminder.objects.filter(next_at__isnull=False).earliest("next_at").next_at + timedelta(minutes=1)
        sent, began = 0, time.perf_counter()
        for _ in range(times):
            sent += services.send_due_reminders(now=now)
        return (time.perf_counter() - began) / max(1, sent)


def _connection(address: str, name: str = "") -> BaseDatabaseWrapper:
    """A connection of its own, without a pool: a thread that keeps one open would be in the way of copying the database."""
    database = env.database("CROWD", Path(), environ={"CROWD": address})
    return connection_to(**database | {"NAME": name or database["NAME"], "OPTIONS": {}})


def _make(name: str, *, template: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _scans(measured: Measured) -> dict[str, int]:
    """How often each large table was read from end to end."""
    with using(measured.connection), connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT relname, seq_scan FROM pg_stat_user_tables WHERE n_live_tup > %s", [LARGE])
        return dict(cursor.fetchall())
