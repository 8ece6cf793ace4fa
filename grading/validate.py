"""Proves an exercise before it is published: the solution passes for many seeds, the starter does not, each known mistake is
caught by the check that its docstring names, and what hidden checks say does not depend on the hidden inputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grading.checks import UNFORESEEN
from grading.contract import BrokenExercise, Job, Limits, Report, Verdict
from grading.engine import judge

# Seeds for the solution, and for each of starter and mistakes.
SEEDS = 8
FEW_SEEDS = 2
CAUGHT_BY = re.compile(r"Fails:\s*(\w+)\s*(?:--|—)\s*(\S.*)")
# Shapes may be told, and they may differ from seed to seed.
SHAPES = re.compile(r"\((?:\d+, ?)*\d*,?\)|\bof \d+")


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
    """Every flaw that running shows; empty for a sound exercise. Raises SandboxDown."""
    try:
        flaws = [*_solution(bench, seeds), *_starter(bench)]
        for name, source in bench.mutants.items():
            flaws += _mutant(bench, name, source)
    except BrokenExercise as problem:
        return [Flaw("checks.py", str(problem), "mend the checks")]
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


def _solution(bench: Bench, seeds: int) -> Iterator[Flaw]:
    slowest_cpu = 0
    for seed in range(1, seeds + 1):
        report = _grade(bench, bench.solution, seed)
        failed = [one for one in report.checks if not one.passed]
        if failed:
            yield Flaw(
                "solution.py", f"fails “{failed[0].title}” with seed {seed}: {failed[0].message}", "mend solution or check"
            )
            return
        slowest_cpu = max(slowest_cpu, *(one.cpu_ms for one in report.checks))
    if slowest_cpu > 1000 * bench.limits.cpu_seconds / 3:
        yield Flaw("exercise.yaml", f"the solution uses {slowest_cpu} ms of {bench.limits.cpu_seconds:g} s", "raise cpu_seconds")


def _starter(bench: Bench) -> Iterator[Flaw]:
    reports = [_grade(bench, bench.starter, seed) for seed in range(1, FEW_SEEDS + 1)]
    if reports[0].verdict is Verdict.PASSED:
        yield Flaw("starter.py", "passes already", "leave the work to the learner")
    yield from _talk(reports, "starter.py")


def _mutant(bench: Bench, name: str, source: str) -> Iterator[Flaw]:
    part = f"mutants/{name}"
    named = CAUGHT_BY.search(source)
    if named is None:
        yield Flaw(part, "does not say which check catches it", "begin its docstring with “Fails: check_name -- the mistake”")
        return
    reports = [_grade(bench, source, seed) for seed in range(1, FEW_SEEDS + 1)]
    yield from _talk(reports, part)
    for report in reports:
        status = {one.name: one.status for one in report.checks}
        if named[1] not in status:
            yield Flaw(part, f"names the check {named[1]}, which there is not", f"known are {', '.join(status)}")
        elif report.verdict is Verdict.PASSED:
            yield Flaw(part, f"passes all checks with seed {report.seed}", "add a check that catches this mistake")
        elif status[named[1]] is Verdict.PASSED:
            caught = ", ".join(check for check, one in status.items() if one is not Verdict.PASSED)
            yield Flaw(part, f"is caught by {caught} and not by {named[1]}", "name that check, or sharpen this one")


def _talk(reports: list[Report], part: str) -> Iterator[Flaw]:
    """Words of hidden checks that could give values away, or that tell the learner nothing."""
    for first, *others in zip(*(report.checks for report in reports), strict=True):
        said = {SHAPES.sub("", one.message) for one in (first, *others) if one.status is Verdict.FAILED}
        if not first.sample and len(said) > 1:
            yield Flaw(
                "checks.py",
                f"what {first.name} says to {part} changes with the seed, so it gives values away",
                "say what to think about, without the values",
            )
        if any(words.startswith(UNFORESEEN) for words in said):
            yield Flaw("checks.py", f"{first.name} breaks over what {part} returns", "look at its form first: t.shape, t.that")
        if "" in said:
            yield Flaw("checks.py", f"{first.name} says nothing to {part}", "give it a message")
