"""How long a learner waits: from handing code in to a verdict that can be read, by http, on a whole installation (`manage.py up`
with a folder of its own): with the broker that it starts itself, and with one reached over TCP. And how much longer, while
others hand in 200 times what never ends, takes all memory, prints without end, forks and sleeps.

    python -m benchmarks.pipeline [--hostile 1]

Ends with status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.bars import Bar
from exercises.content.exercises import ExerciseFile
from tests.services.installation import Installation, free_port
from tests.services.valkey import valkey
from tests.services.visitor import Visitor, submission_in
from tutor.catalogue.bundle import load_bundle

CATALOGUE = Path(__file__).resolve().parent.parent / "lessons" / "catalogue"
EXERCISE = "cosine-and-matrix"
HOSTILE = (
    "while True: pass",
    "def cosine(a, b):\n    x = []\n    while True: x.append(bytearray(1 << 24))\ncosine_matrix = cosine",
    "def cosine(a, b):\n    while True: print('x' * 10000)\ncosine_matrix = cosine",
    "import os\ndef cosine(a, b):\n    while True:\n        try: os.fork()\n        except OSError: pass\ncosine_matrix = cosine",
    "import time\ndef cosine(a, b): time.sleep(60)\ncosine_matrix = cosine",
)
TIMES = 200
# No learner may hand in more in a minute.
OF_ONE = 20
# Between looks for the verdict; each look is work for the site, and takes it from the graders of a small machine.
LOOK_SECONDS = 0.02
VERDICT = re.compile(r'data-verdict="([a-z_]*)"')


def waits(learners: list[Visitor], source: str, count: int) -> list[float]:
    """Seconds from handing in to a readable verdict, one after another."""
    took = []
    for _, learner in zip(range(count), cycle(learners), strict=False):
        began = time.perf_counter()
        answer = learner.hand_in(source, exercise=EXERCISE)
        place = f"/submissions/{submission_in(answer)}/"
        while not (found := VERDICT.search(answer.text)) or not found[1]:
            time.sleep(LOOK_SECONDS)
            answer = learner.get(place, **{"HX-Request": "true"})
        took.append(time.perf_counter() - began)
        if found[1] != "passed":
            raise SystemExit(f"the author's solution gets {found[1]}, so its time says nothing")
    return took


class Nuisance(threading.Thread):
    """Hands in what is hostile, again and again; what was taken and what was refused is counted."""

    def __init__(self, address: str, times: int) -> None:
        super().__init__(daemon=True)
        self._times = times
        self._visitor, self._over = Visitor(address).begin(), threading.Event()
        self.taken = self.refused = 0

    def run(self) -> None:
        for _, source in zip(range(self._times), cycle(HOSTILE), strict=False):
            if self._visitor.hand_in(source, exercise=EXERCISE).status == 200:
                self.taken += 1
            else:
                self.refused += 1
            if self._over.wait(0.05):
                return

    def end(self) -> None:
        self._over.set()
        self.join()


def rest(installation: Installation) -> None:
    """Waits until the installation does next to nothing: its search loads a language model some seconds after the start."""
    assert installation.process is not None
    processes = psutil.Process(installation.process.pid).children(recursive=True)
    quiet, spent = 0, used(processes)
    for _ in range(180):
        time.sleep(1)
        before, spent = spent, used(processes)
        quiet = quiet + 1 if spent - before < 0.1 else 0
        # The search's worker begins only after a while.
        if quiet > 25:
            return
    raise SystemExit("the installation does not come to rest")


def used(processes: list[psutil.Process]) -> float:
    """Seconds of processor time, of those that still run."""
    seconds = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            seconds += sum(process.cpu_times()[:2])
    return seconds


@contextlib.contextmanager
def installed(**environ: str) -> Iterator[Installation]:
    with TemporaryDirectory(prefix="loci-") as folder:
        installation = Installation(Path(folder) / "data", **environ)
        installation.start()
        rest(installation)
        try:
            yield installation
        finally:
            installation.stop()


@contextlib.contextmanager
def broker_over_tcp() -> Iterator[str]:
    port = free_port()
    with TemporaryDirectory(prefix="loci-") as folder, valkey(Path(folder) / "socket", Path(folder) / "data", port):
        yield f"redis://127.0.0.1:{port}/0"


def measured(installation: Installation, solution: str, rounds: int, *, hostile: int = 0) -> dict[str, list[float]]:
    address = f"http://127.0.0.1:{installation.port}"
    enough = -(-rounds // OF_ONE)
    learners = [Visitor(address).begin() for _ in range(2 * enough + 1)]
    waits(learners[:1], solution, 5)
    found = {"idle": waits(learners[1 : 1 + enough], solution, rounds)}
    if hostile:
        nuisances = [Nuisance(address, TIMES // hostile) for _ in range(hostile)]
        for nuisance in nuisances:
            nuisance.start()
        time.sleep(2)
        found["under fire"] = waits(learners[1 + enough :], solution, rounds)
        for nuisance in nuisances:
            nuisance.end()
        taken, refused = sum(one.taken for one in nuisances), sum(one.refused for one in nuisances)
        print(f"hostile submissions: {taken} taken, {refused} refused for coming too fast")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60, help="submissions of each kind")
    parser.add_argument("--hostile", type=int, default=1, help="learners who hand in the hostile ones between them")
    given = parser.parse_args()
    rounds = given.rounds
    exercise: ExerciseFile = next(one for one in load_bundle(CATALOGUE).exercises.values() if one.slug == EXERCISE)
    table = Table("", "p50 ms", "p95 ms", title=f"From handing in {EXERCISE} ({len(exercise.check_list)} checks) to its verdict")
    with installed() as embedded:
        own = measured(embedded, exercise.solution, rounds, hostile=given.hostile)
    with broker_over_tcp() as url, installed(LOCI_BROKER_URL=url) as apart:
        over_tcp = measured(apart, exercise.solution, rounds)
    figures = {"embedded, idle": own["idle"], "embedded, under fire": own["under fire"], "Redis, idle": over_tcp["idle"]}
    for name, took in figures.items():
        table.add_row(name, f"{1000 * statistics.median(took):.0f}", f"{1000 * p95(took):.0f}")
    Console(width=80).print(table)
    bars = [
        Bar("ms to a verdict with Redis, p50", 1000 * statistics.median(over_tcp["idle"]), most=150),
        Bar("ms to a verdict embedded, p50", 1000 * statistics.median(own["idle"]), most=300),
        Bar("times as long under fire, p95", p95(own["under fire"]) / p95(own["idle"]), most=2),
    ]
    print(*bars, sep="\n")
    return 0 if all(bar.reached for bar in bars) else 1


def p95(took: list[float]) -> float:
    return sorted(took)[-(-95 * len(took) // 100) - 1]


if __name__ == "__main__":
    sys.exit(main())
