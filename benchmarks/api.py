"""How quick the API is, by http, on a whole installation (`manage.py up` with a folder of its own): requests per second and p95
of today, answer, submit and the sync of 100 events. Beside it stands a bare Django view that returns a small JSON
(benchmarks/bare.py: no middleware, no database), served by the same gunicorn command with as many processes and threads.

    python -m benchmarks.api

Each round asks all of them one after another, so that a busy machine slows all alike: compare the shares of the bare view's rate,
which are medians over rounds. Ends with status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import TYPE_CHECKING

import django
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.bars import Bar
from benchmarks.pipeline import installed, p95
from benchmarks.wire import Connection, Load, load, request

if TYPE_CHECKING:
    from benchmarks.devices import Device

BARE, SYNC = "a bare Django view", "sync of 100 events, one client"
# Who asks at the same time: two for each of the two processes that serve.
CLIENTS = 4
# How often each client asks in a round: half a second or so of each. A shorter one would tell how long it takes to begin, as four
# connections are shared out first. An answer is limited: a learner has a thousand a day.
TIMES = {BARE: 600, "today": 120, "answer": 60, "submit": 2, SYNC: 1}
MOST_ROUNDS = 15
LEAST = {"today": 15, "answer": 10}
VERDICT_SECONDS = 60

Acts = dict[str, Callable[[], Load]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    count = {"type": int, "choices": range(1, MOST_ROUNDS + 1), "metavar": f"1-{MOST_ROUNDS}"}
    parser.add_argument("--rounds", default=6, help="how often each is measured", **count)
    given = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {CLIENTS} clients")
    with bare() as floor, installed() as site:
        os.environ |= {"LOCI_DATA_DIR": str(site.data_dir), "DJANGO_SETTINGS_MODULE": "tutor.settings"}
        django.setup()
        found = in_turns(acts(floor, site.port, given.rounds), given.rounds)
    Console(width=100, highlight=False).print(table(found))
    bars = [Bar(f"% of the bare view's rate for {name}", 100 * share(found, name), least=least) for name, least in LEAST.items()]
    print(*bars, sep="\n")
    return 0 if all(bar.reached for bar in bars) else 1


@contextlib.contextmanager
def bare() -> Iterator[int]:
    """The port of the bare view."""
    from tutor.supervisor import programs

    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        site = programs.site(listener.fileno(), os.environ, ())
        command = ["benchmarks.bare" if part == "tutor.wsgi" else part for part in site.command]
        server = subprocess.Popen(command, pass_fds=site.descriptors)
        try:
            yield listener.getsockname()[1]
        finally:
            server.terminate()
            server.wait()


def acts(floor: int, port: int, rounds: int) -> Acts:
    """What is measured, by its name; each call is a round of it. One learner syncs, alone: a whole day offline at a time."""
    from benchmarks.devices import BATCH, Device, taken

    console = Console()
    with console.status("Learners live their first days"):
        learners = [Device(days=10, ago=0) for _ in range(CLIENTS)]
        # A day with hundreds of answers, as those have, is nobody's.
        lookers = [Device(days=10, ago=0) for _ in range(CLIENTS)]
        traveller = Device(days=10, ago=rounds + 2)
    # In turns, since nobody may hand in more than 20 times a minute.
    handing_in = cycle([learners, lookers])

    def asked(name: str, who: list[Device], make: Callable[[Device], bytes], wanted: int) -> Load:
        return load(port, [[make(one) for _ in range(TIMES[name])] for one in who], wanted)

    def submit() -> Load:
        who = next(handing_in)
        done = asked("submit", who, lambda one: one.submit(), 201)
        connection, each = Connection(port), TIMES["submit"]
        for place, answer in enumerate(done.answers):
            graded(connection, who[place // each].verdict(json.loads(answer)["id"]))
        connection.close()
        return done

    def sync() -> Load:
        done = asked(SYNC, [traveller], lambda one: one.sync(), 200)
        refused = [answer for answer in done.answers if taken(answer) != BATCH]
        if refused:
            raise SystemExit(f"events of a batch are refused: {refused[0][:300]!r}")
        return done

    return {
        BARE: lambda: load(floor, [[request("GET", "/")] * TIMES[BARE]] * CLIENTS, 200),
        "today": lambda: asked("today", lookers, lambda one: one.today(), 200),
        "answer": lambda: asked("answer", learners, lambda one: one.answer(), 201),
        SYNC: sync,
        "submit": submit,
    }


def graded(connection: Connection, look: bytes) -> None:
    """Waits for a verdict: what grades would take the processors from what is measured next."""
    deadline = time.monotonic() + VERDICT_SECONDS
    while time.monotonic() < deadline:
        if json.loads(connection.ask(look)[1])["settled"]:
            return
        time.sleep(0.05)
    raise SystemExit("a submission has no verdict yet")


def in_turns(acts: Acts, rounds: int) -> dict[str, list[Load]]:
    """Each act in each round; one before them, in which what is read once is read, does not count."""
    found: dict[str, list[Load]] = {name: [] for name in acts}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        for number in progress.track(range(rounds + 1), description="Rounds"):
            for name, act in acts.items():
                done = act()
                if number:
                    found[name].append(done)
    return found


def share(found: dict[str, list[Load]], name: str) -> float:
    """Of the bare view's rate, in the same round; the median over rounds."""
    return statistics.median(own.rate / floor.rate for own, floor in zip(found[name], found[BARE], strict=True))


def table(found: dict[str, list[Load]]) -> Table:
    shown = Table("", "a second", "p50 ms", "p95 ms", "of the bare view's rate", title=f"{CLIENTS} clients, medians of rounds")
    for column in shown.columns[1:]:
        column.justify = "right"
    for name, loads in found.items():
        waited = [seconds for one in loads for seconds in one.waited]
        times = (f"{1000 * statistics.median(waited):.1f}", f"{1000 * p95(waited):.1f}")
        shown.add_row(name, f"{statistics.median(one.rate for one in loads):,.1f}", *times, f"{share(found, name):.3f}")
    return shown


if __name__ == "__main__":
    sys.exit(main())
