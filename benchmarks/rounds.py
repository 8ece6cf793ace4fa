"""Crowds of several sizes on one PostgreSQL, asked in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max
from rich.progress import Progress

from benchmarks.crowd import morning_after
from exercises.marking.responses import right_response
from exercises.models import Attempt
from tutor import selectors, services
from tutor.models import DayPlan, User
from tutor.simulation.database import using
from tutor.simulation.living import FIRST_DAY

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


def rounds(crowds: list[Measured], times: int, progress: Progress) -> None:
    """In turns, so that whatever else the machine does, it does beside each. A day is lived by everybody who is measured.

    In crowds that were kept they go on with the day after their last one.
    """
    first = max(_day_after(one) for one in crowds)
    task = progress.add_task("In turns", total=times * len(crowds))
    for one in crowds:
        with using(one.connection):
            _round(one, one.ids[-1], first)  # what is read and compiled once is not measured
            one.seconds.clear()
            one.queries.clear()
    scanned = [_scans(one) for one in crowds]
    for n in range(times):
        for one in crowds:
            day, place = divmod(n, len(one.ids) - 1)
            with using(one.connection):
                _round(one, one.ids[place], first + timedelta(days=day))
            progress.advance(task)
    for one, before in zip(crowds, scanned, strict=True):
        after = _scans(one)
        one.read_whole = sorted(table for table, count in after.items() if count > before.get(table, 0))


def _day_after(measured: Measured) -> datetime:
    with using(measured.connection):
        last = DayPlan.objects.filter(learner__in=measured.ids).aggregate(last=Max("day"))["last"]
    return morning_after((last - FIRST_DAY).days + 1)


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
            revision=asked.revision_id,
            number=asked.number,
            response=right_response(asked.question),
            seconds=20,
            hints_used=0,
            now=now + timedelta(seconds=20),
        )


def _scans(measured: Measured) -> dict[str, int]:
    """How often each large table was read from end to end."""
    with using(measured.connection), connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT relname, seq_scan FROM pg_stat_user_tables WHERE n_live_tup > %s", [LARGE])
        return dict(cursor.fetchall())
