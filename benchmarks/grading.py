"""How much a cold grading costs, as a multiple of the floor that no sandbox without a warm interpreter can go below: a bare
`python -c "import numpy"`. Each round measures all of them one after another, so that a busy machine slows all of them alike.

    python -m benchmarks.grading --rounds 9
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from exercises.content.exercises import ExerciseFile
from grading.contract import Job, Limits, Verdict
from grading.engine import judge
from grading.runtimes import PYTHON
from grading.sandbox import Role, open_box
from tutor.catalogue.bundle import load_bundle

CATALOGUE = Path(__file__).resolve().parent.parent / "lessons" / "catalogue"
FLOOR = "import numpy, bare"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds: on the clock, and of processor time of all processes that were started."""

    wall: float
    cpu: float


def measured(work: Callable[[], object]) -> Cost:
    before, began = os.times(), time.perf_counter()
    work()
    wall, after = time.perf_counter() - began, os.times()
    return Cost(wall, sum(after[:4]) - sum(before[:4]))


def import_numpy() -> None:
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    subprocess.run([sys.executable, "-c", "import numpy"], env=os.environ | one_thread, check=True)


def one_box() -> None:
    with open_box(Role.SUBMISSION, Limits(), PYTHON) as box:
        box.wait_until_locked()


def grading(exercise: ExerciseFile, mode: str) -> Callable[[], None]:
    """The author's solution, handed in."""
    entry = tuple(one["name"] for one in exercise.entry)
    job = Job("benchmark", "python", mode, exercise.solution, exercise.checks, entry, 1, exercise.limits, "", exercise.data)

    def grade() -> None:
        report = judge(job)
        if report.verdict is not Verdict.PASSED:
            raise SystemExit(f"{exercise.slug}: the solution gets {report.verdict}, so its time says nothing")

    return grade


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how often each is measured; medians are shown")
    rounds = parser.parse_args().rounds
    subjects: dict[str, Callable[[], None]] = {FLOOR: import_numpy, "one box, opened and closed": one_box}
    for exercise in load_bundle(CATALOGUE).exercises.values():
        for mode in ("run", "submit"):
            subjects[f"{exercise.slug}, {mode}"] = grading(exercise, mode)
    for work in subjects.values():
        work()  # what is read from disk, or looked up once for each process, is not part of it
    costs: dict[str, list[Cost]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, work in subjects.items():
            costs[name].append(measured(work))
    show(costs)


def show(costs: dict[str, list[Cost]]) -> None:
    medians = {
        name: Cost(statistics.median(one.wall for one in all), statistics.median(one.cpu for one in all))
        for name, all in costs.items()
    }
    floor = medians[FLOOR]
    table = Table("", "ms", "floors", "ms of processor", "floors", title="Cold grading, medians")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, cost in medians.items():
        table.add_row(
            name,
            f"{1000 * cost.wall:.0f}",
            f"{cost.wall / floor.wall:.1f}",
            f"{1000 * cost.cpu:.0f}",
            f"{cost.cpu / floor.cpu:.1f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
