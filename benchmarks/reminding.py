"""What an hour's batch of reminders costs: a crowd in PostgreSQL is due at once, and one worker sends chunk by chunk.

    .venv/bin/python -m benchmarks.reminding
    .venv/bin/python -m benchmarks.reminding --learners 1000 100000 --chunks 50

Mails are composed and written as they would go over the line, and dropped there: what the mail server takes is its own, and eight
are waited for side by side.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

import django
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.bars import Bar
from benchmarks.daily import GROWS, p95
from tests.services.postgres import postgres

if TYPE_CHECKING:
    from benchmarks.crowd import Original
    from benchmarks.rounds import Measured

ACT = "a chunk"
AN_HOURS_BATCH, SECONDS = 1_000_000, 3600
# What two processors should be enough for.
MOST_WORKERS = 2


class Dropped(BaseEmailBackend):
    """Writes each mail as bytes and sends it nowhere."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        return sum(bool(one.message().as_bytes(linesep="\r\n")) for one in messages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, nargs="+", default=[1000, 100_000], help="sizes of the crowds")
    parser.add_argument("--chunks", type=int, default=100, help="how many are sent of each crowd; fewer where it has fewer")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loci-reminding-") as folder, postgres() as server:
        os.environ |= {"LOCI_DATA_DIR": folder, "LOCI_DATABASE_URL": server.address, "DJANGO_SETTINGS_MODULE": "tutor.settings"}
        django.setup()
        logging.getLogger("tutor").setLevel(logging.WARNING)
        return run(server.address, sorted(given.learners), given.chunks)


def run(address: str, learners: list[int], chunks: int) -> int:
    from django.conf import settings

    from benchmarks.rounds import fill
    from tutor.catalogue.bundle import load_bundle

    console = Console(width=110, highlight=False)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        crowds, original = fill(address, load_bundle(settings.CATALOGUE_DIR), learners, progress)
        measure(crowds, original, chunks)
    console.print(told(crowds))
    found = bars(crowds)
    print(*found, sep="\n")
    for one in crowds:
        one.connection.close()
    return 0 if all(bar.reached for bar in found) else 1


def measure(crowds: list[Measured], original: Original, chunks: int) -> None:
    """Makes everybody due at one moment, then sends so many chunks of each crowd in turns."""
    from django.conf import settings

    from benchmarks.crowd import morning_after
    from tutor import services
    from tutor.services import calling
    from tutor.simulation.database import using

    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "mail.example", f"{Dropped.__module__}.{Dropped.__qualname__}"
    now = morning_after(original)
    for one in crowds:
        with using(one.connection):
            make_due(now)
            services.send_due_reminders(now=now)  # what is read and compiled once is not measured
    for number in range(chunks):
        for one in crowds:
            if (number + 3) * calling.CHUNK <= one.learners:  # the last is not full
                with using(one.connection), one.timed(ACT):
                    services.send_due_reminders(now=now)


def make_due(now: object) -> None:
    """Everybody has a confirmed address, and wants a mail now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE tutor_user SET email = 'learner' || id || '@example.org'")
        cursor.execute(
            'INSERT INTO account_emailaddress (user_id, email, verified, "primary") '
            "SELECT id, email, true, true FROM tutor_user"
        )
        cursor.execute(
            "INSERT INTO tutor_reminder (learner_id, kind, hour, by_mail, by_push, next_at, since) "
            "SELECT id, 'daily', %s, true, false, %s, %s FROM tutor_user",
            [now.hour, now, now],
        )
        cursor.execute("ANALYZE")


def told(crowds: list[Measured]) -> Table:
    table = Table("learners", "chunks", "queries", "p50 / p95, ms", "learners a second", title="One worker", title_justify="left")
    for one in crowds:
        took = one.seconds[ACT]
        queries = "–".join(map(str, sorted(one.queries[ACT])))
        times = f"{1000 * statistics.median(took):.0f} / {1000 * p95(took):.0f}"
        table.add_row(f"{one.learners:,}", str(len(took)), queries, times, f"{rate(one):.0f}")
    return table


def rate(one: Measured) -> float:
    """Learners whom one worker reminds in a second."""
    from tutor.services import calling

    return calling.CHUNK * len(one.seconds[ACT]) / sum(one.seconds[ACT])


def bars(crowds: list[Measured]) -> list[Bar]:
    smallest, largest = crowds[0], crowds[-1]
    differ = len({frozenset(one.queries[ACT]) for one in crowds}) - 1
    grows = statistics.median(largest.seconds[ACT]) / statistics.median(smallest.seconds[ACT])
    workers = AN_HOURS_BATCH / SECONDS / rate(largest)
    return [
        Bar("other numbers of queries for a chunk in a larger crowd", differ, most=0),
        Bar(f"times as long for a chunk with {largest.learners:,} learners, p50", grows, most=GROWS),
        Bar(f"workers that remind {AN_HOURS_BATCH:,} learners within their hour", workers, most=MOST_WORKERS),
    ]


if __name__ == "__main__":
    sys.exit(main())
