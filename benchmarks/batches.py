"""What is done for everybody in one hour, in the worst case: all reminders, all digests and all leagues of a crowd at once.

One worker does it, with the services that its tasks call. Mails are written out in full, for a server that takes each at once.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from rich.progress import Progress

from benchmarks.kept import MAIL
from benchmarks.rounds import Measured
from tutor import services
from tutor.models import LeagueGroup, LeagueResult, LeagueSeat, Reminder, SentReminder, User
from tutor.models.reminding import Kind
from tutor.rules.day import TURNS_AT
from tutor.rules.goal import WEEK, monday_of
from tutor.rules.leagues import BEINGS, QUALITIES, SIZE, TIERS
from tutor.rules.reminding import DIGEST_WEEKDAY
from tutor.simulation.database import using

REMINDERS, SENT, LEARNERS, GROUPS, SEATS, RESULTS = (
    f'"{model._meta.db_table}"' for model in (Reminder, SentReminder, User, LeagueGroup, LeagueSeat, LeagueResult)
)

WORK = ("reminders", "digests", "leagues")


class Taken(BaseEmailBackend):
    """A mail server without the server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            mail.message().as_bytes(linesep="\r\n")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Batch:
    """How long one worker took for a batch of so many learners, how many of these seconds it used a processor itself (and not the
    database, or others on the machine), and the most memory that the process has had, in MB.
    """

    name: str
    learners: int
    seconds: float
    processor: float
    memory: float

    def minutes(self, learners: int) -> float:
        """For so many, at this speed."""
        return self.seconds * learners / max(1, self.learners) / 60


def batches(
    measured: Measured, morning: datetime, most: int | None, progress: Progress, only: Collection[str] = WORK
) -> list[Batch]:
    """The reminders of a morning and the digests of its week, of all who are due or of about `most` of them, and the leagues of
    that week; or `only` some of these.
    """
    sunday = morning + timedelta(days=(DIGEST_WEEKDAY - morning.weekday()) % 7)
    work = {
        "reminders": lambda: _reminders("reminders", Kind.DAILY, morning, most, progress),
        "digests": lambda: _reminders("weekly digests", Kind.WEEKLY, sunday, most, progress),
        "leagues": lambda: _leagues(monday_of(morning.date() - timedelta(days=1)), progress),
    }
    with using(measured.connection), MAIL:
        return [work[name]() for name in WORK if name in only]


def _reminders(name: str, kind: Kind, moment: datetime, most: int | None, progress: Progress) -> Batch:
    """All of a kind, due at the same moment, as nothing had been sent before; those of the other kind are due much later."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {SENT}")
        when = [kind, moment, moment + 52 * WEEK]
        cursor.execute(f"UPDATE {REMINDERS} SET next_at = CASE kind WHEN %s THEN %s ELSE %s END", when)
        cursor.execute(f"VACUUM ANALYZE {REMINDERS}")

    def send() -> Iterator[int]:
        sent = 0
        while (most is None or sent < most) and (done := services.send_due_reminders(now=moment + timedelta(minutes=1))):
            sent += done
            yield done

    return _timed(name, send(), progress, SentReminder.objects.filter(state="sent").count)


def _leagues(week: date, progress: Progress) -> Batch:
    """Everybody has a seat in a league of the week, which is over."""
    over = datetime.combine(week + WEEK, datetime.min.time(), UTC) + timedelta(hours=TURNS_AT)
    _take_seats(week, over)
    return _timed("leagues", _closing(over), progress, LeagueResult.objects.count)


def _closing(over: datetime) -> Iterator[int]:
    yield services.close_leagues(now=over)


def _take_seats(week: date, over: datetime) -> None:
    """Thirty in a league, of all tiers; who came first sits beside who came much later."""
    names = [f"{quality} {being}" for quality in QUALITIES for being in BEINGS][:SIZE]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {GROUPS}, {SEATS}, {RESULTS} RESTART IDENTITY")
        groups = -(-User.objects.count() // SIZE)
        cursor.execute(
            f"INSERT INTO {GROUPS} (week, tier, size, closes_at) SELECT %s, n %% %s, %s, %s FROM generate_series(1, %s) AS n",
            [week, len(TIERS), SIZE, over, groups],
        )
        cursor.execute(
            f"INSERT INTO {SEATS} (group_id, learner_id, week, name, at) "
            "SELECT n %% %s + 1, id, %s, (%s::text[])[n / %s + 1], %s "
            f"FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM {LEARNERS}) AS learners",
            [groups, week, names, groups, over - WEEK],
        )
        cursor.execute(f"VACUUM ANALYZE {GROUPS}, {SEATS}, {RESULTS}")


def _timed(name: str, steps: Iterator[int], progress: Progress, reached: Callable[[], int]) -> Batch:
    task = progress.add_task(name, total=None)
    began, used = time.perf_counter(), time.process_time()
    for done in steps:
        progress.advance(task, done)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    return Batch(name, reached(), seconds, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
