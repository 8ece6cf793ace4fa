"""What a day costs when there are many learners: opening it and answering, beside 100, 10,000 and 1,000,000 of them.

    .venv/bin/python -m benchmarks.daily
    .venv/bin/python -m benchmarks.daily --learners 100 10000

The crowds lie in databases of their own on one PostgreSQL, and are asked in turns, so that a busy machine is as busy for each.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
from typing import TYPE_CHECKING

import django
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.bars import Bar
from tests.services.postgres import postgres

if TYPE_CHECKING:
    from benchmarks.rounds import Measured

GROWS = 1.5
MOST_LEARNERS = 1_000_000
# Of the hour's batch, so many are sent, and the rest is reckoned from them.
CHUNKS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, nargs="+", default=[100, 10_000, 1_000_000], help="sizes of the crowds")
    parser.add_argument("--rounds", type=int, default=200, help="how often each is asked")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loci-daily-") as folder, postgres() as server:
        os.environ |= {"LOCI_DATA_DIR": folder, "LOCI_DATABASE_URL": server.address, "DJANGO_SETTINGS_MODULE": "tutor.settings"}
        django.setup()
        return run(server.address, sorted(given.learners), given.rounds)


def run(address: str, learners: list[int], times: int) -> int:
    from django.conf import settings

    from benchmarks.rounds import fill, reminded, rounds
    from tutor.catalogue.bundle import load_bundle

    logging.disable(logging.INFO)
    console = Console(width=110, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        crowds, original = fill(address, load_bundle(settings.CATALOGUE_DIR), learners, progress)
        rounds(crowds, original, times, progress)
        seconds = reminded(crowds[-1], CHUNKS)
    console.print(filled(crowds), asked(crowds))
    minutes = MOST_LEARNERS * seconds / 60
    found = [*bars(crowds), Bar(f"minutes to remind {MOST_LEARNERS:,} learners in the same hour", minutes, most=60)]
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


def bars(crowds: list[Measured]) -> list[Bar]:
    smallest, largest = crowds[0], crowds[-1]
    found = []
    for act in smallest.seconds:
        differ = len({frozenset(one.queries[act]) for one in crowds}) - 1
        found.append(Bar(f"other numbers of queries for {act} in a larger crowd", differ, most=0))
        grows = p95(largest.seconds[act]) / p95(smallest.seconds[act])
        found.append(Bar(f"times as long for {act} with {largest.learners:,} learners, p95", grows, most=GROWS))
    whole = sorted({table for one in crowds for table in one.read_whole})
    found.append(Bar(f"large tables read from end to end {' '.join(whole)}".strip(), len(whole), most=0))
    return found


def p95(took: list[float]) -> float:
    return sorted(took)[-(-95 * len(took) // 100) - 1]


if __name__ == "__main__":
    sys.exit(main())
