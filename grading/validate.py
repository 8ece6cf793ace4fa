"""Proves an exercise before it is published: the solution passes for many seeds, the starter does not, and each known mistake is
caught by the check that its docstring names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from grading.contract import BrokenExercise, Job, Limits, Report, Verdict
from grading.engine import judge

SEEDS = 3
CAUGHT_BY = re.compile(r"Fails:\s*(\w+)\s*(?:--|—)\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Flaw:
    """`part` is the file's name inside the exercise's folder."""

    part: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Bench:
    """An exercise to be proved: its files and limits."""

    solution: str
    starter: str
    checks: str
    mutants: Mapping[str, str]
    entry: tuple[str, ...]
    limits: Limits


def validate_exercise(bench: Bench, *, seeds: int = SEEDS) -> list[Flaw]:
    """Every flaw that running shows; empty for a sound exercise."""
    flaws: list[Flaw] = []
    try:
        for seed in range(1, seeds + 1):
            report = _grade(bench, bench.solution, seed)
            if report.verdict is not Verdict.PASSED:
                failed = next(one for one in report.checks if not one.passed)
                flaws.append(
                    Flaw("solution.py", f"fails “{failed.title}” with seed {seed}: {failed.message}", "mend solution or check")
                )
                break
            flaws += _without_headroom(bench, report)
        if _grade(bench, bench.starter, 1).verdict is Verdict.PASSED:
            flaws.append(Flaw("starter.py", "passes already", "leave the work to the learner"))
        for name, source in bench.mutants.items():
            flaws += _mutant(bench, name, source)
    except BrokenExercise as problem:
        flaws.append(Flaw("checks.py", str(problem), "mend the checks"))
    return list(dict.fromkeys(flaws))


def _grade(bench: Bench, source: str, seed: int) -> Report:
    return judge(
        Job(
            id="validate",
            runtime="python",
            mode="submit",
            source=source,
            checks=bench.checks,
            entry=bench.entry,
            seed=seed,
            limits=bench.limits,
            digest="",
        )
    )


def _without_headroom(bench: Bench, report: Report) -> list[Flaw]:
    slowest = max((one.cpu_ms for one in report.checks), default=0)
    if slowest > 1000 * bench.limits.cpu_seconds / 3:
        return [Flaw("exercise.yaml", f"the solution uses {slowest} ms of {bench.limits.cpu_seconds:g} s", "raise cpu_seconds")]
    return []


def _mutant(bench: Bench, name: str, source: str) -> list[Flaw]:
    part = f"mutants/{name}"
    named = CAUGHT_BY.search(source)
    if named is None:
        return [Flaw(part, "does not say which check catches it", "begin its docstring with “Fails: check_name -- the mistake”")]
    report = _grade(bench, source, 1)
    status = {one.name: one.status for one in report.checks}
    if named[1] not in status:
        return [Flaw(part, f"names the check {named[1]}, which there is not", f"known are {', '.join(status)}")]
    if report.verdict is Verdict.PASSED:
        return [Flaw(part, "passes all checks", "add a check that catches this mistake")]
    if status[named[1]] is Verdict.PASSED:
        caught = ", ".join(check for check, one in status.items() if one is not Verdict.PASSED)
        return [Flaw(part, f"is not caught by {named[1]} but by {caught}", "name that check, or sharpen this one")]
    return []
