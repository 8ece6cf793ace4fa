"""What a day costs when there are many learners: opening it and answering, beside 100, 10,000 and 1,000,000 of them; and how long
one worker takes to remind all of the largest crowd, to send all their digests and to close all their leagues.

    .venv/bin/python -m benchmarks.daily
    .venv/bin/python -m benchmarks.daily --learners 100 10000 --keep ~/crowds

The crowds lie in databases of their own on one PostgreSQL, and are asked in turns, so that a busy machine is as busy for each.
With --keep they stay in a folder, and the next run takes them from there; --only asks for some of the parts.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.bars import Bar
from tests.services.postgres import postgres

if TYPE_CHECKING:
    from benchmarks.batches import Batch
    from benchmarks.rounds import Measured

GROWS = 1.5
MOST_LEARNERS = 1_000_000
PARTS = ("asking", "reminders", "digests", "leagues")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, nargs="+", default=[100, 10_000, 1_000_000], help="sizes of the crowds")
    parser.add_argument("--rounds", type=int, default=200, help="how often each is asked")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=f"of {', '.join(PARTS)} (all)")
    parser.add_argument("--reminded", type=int, metavar="LEARNERS", help="how many are sent reminders and digests (all)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the crowds are kept for another run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loci-daily-") as folder, postgres(given.keep) as server:
        os.environ |= {"LOCI_DATA_DIR": folder, "LOCI_DATABASE_URL": server.address, "DJANGO_SETTINGS_MODULE": "tutor.settings"}
        django.setup()
        return run(server.address, sorted(given.learners), given.rounds, given.reminded, given.only)


def run(address: str, learners: list[int], times: int, most: int | None, only: Sequence[str] = PARTS) -> int:
    from django.conf import settings

    from benchmarks.batches import batches
    from benchmarks.kept import fill
    from benchmarks.rounds import rounds
    from tutor.catalogue.bundle import load_bundle

    logging.disable(logging.INFO)
    console = Console(width=110, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        sizes = learners if "asking" in only else learners[-1:]
        crowds, morning = fill(address, load_bundle(settings.CATALOGUE_DIR), sizes, progress)
        if "asking" in only:
            rounds(crowds, times, progress)
        done = batches(crowds[-1], morning, most, progress, only)
    console.print(filled(crowds), *([asked(crowds)] if "asking" in only else []), worked(done))
    found = bars(crowds, done)
    print(*found, sep="\n")
    for one in crowds:
        one.connection.close()
    return 0 if all(bar.reached for bar in found) else 1


def filled(crowds: list[Measured]) -> Table:
    table = Table("learners", "MB", "seconds to fill", title="The crowds", title_justify="left")
    for one in crowds:
        table.add_row(f"{one.learners:,}", f"{one.bytes / 1e6:,.0f}", f"{one.filled_in:.0f}")
    return table


def asked(crowds: list[Measured]) -> Table:
    table = Table("", "queries", title="p50 / p95, ms", title_justify="left")
    for one in crowds:
        table.add_column(f"{one.learners:,} learners", justify="right")
    for act in crowds[0].seconds:
        queries = "–".join(map(str, sorted(set().union(*(one.queries[act] for one in crowds)))))
        times = [f"{1000 * statistics.median(one.seconds[act]):.1f} / {1000 * p95(one.seconds[act]):.1f}" for one in crowds]
        table.add_row(act, queries, *times)
    return table


def worked(done: list[Batch]) -> Table:
    table = Table("", "learners", "minutes", "a second", "ms each, itself", "MB", title="One worker", title_justify="left")
    for one in done:
        speed, own = one.learners / one.seconds, 1000 * one.processor / one.learners
        figures = (f"{one.seconds / 60:.1f}", f"{speed:,.0f}", f"{own:.2f}", f"{one.memory:,.0f}")
        table.add_row(one.name, f"{one.learners:,}", *figures)
    return table


def bars(crowds: list[Measured], done: list[Batch]) -> list[Bar]:
    smallest, largest = crowds[0], crowds[-1]
    found = []
    for act in smallest.seconds:
        differ = len({frozenset(one.queries[act]) for one in crowds}) - 1
        found.append(Bar(f"other numbers of queries for {act} in a larger crowd", differ, most=0))
        grows = p95(largest.seconds[act]) / p95(smallest.seconds[act])
        found.append(Bar(f"times as long for {act} with {largest.learners:,} learners, p95", grows, most=GROWS))
    whole = sorted({table for one in crowds for table in one.read_whole})
    if smallest.seconds:
        found.append(Bar(f"large tables read from end to end {' '.join(whole)}".strip(), len(whole), most=0))
    hour = f"of {MOST_LEARNERS:,} learners in the same hour, minutes"
    return found + [Bar(f"{one.name} {hour}", one.minutes(MOST_LEARNERS), most=60) for one in done]


def p95(took: list[float]) -> float:
    return sorted(took)[-(-95 * len(took) // 100) - 1]


if __name__ == "__main__":
    sys.exit(main())
