"""Proves an exercise before it is published: the solution passes for many seeds, the starter does not, each known mistake is
caught by the check that its docstring names, and what hidden checks say does not depend on the hidden inputs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from grading.checks import UNFORESEEN
from grading.contract import BrokenExercise, CheckReport, Job, Limits, Report, Verdict
from grading.engine import judge

# Seeds for the solution, and for starter and mistakes.
SEEDS = 8
WRONG_SEEDS = 2
# Gradings side by side, one lane of work each.
AT_ONCE = 2
CAUGHT_BY = re.compile(r"Fails:\s*(\w+)\s*(?:--|—)\s*(\S.*)")
# Shapes may be told, and they may differ from seed to seed; so may what was reached in the end.
SHAPES = re.compile(r"\((?:\d+, ?)*\d*,?\)|\bof \d+|\b(?:[Pp]recision|[Rr]ecall|F1) \d\.\d\d\b")


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
    data: bytes = b""
    runtime: str = "python"
    # Of checks with a limit of their own.
    own_cpu_seconds: Mapping[str, float] = field(default_factory=dict)


def validate_exercise(bench: Bench, *, seeds: int = SEEDS, wrong_seeds: int = WRONG_SEEDS) -> list[Flaw]:
    """Every flaw that running shows; empty for a sound exercise. Raises SandboxDown.

    Args:
        seeds: how many the solution has to pass with.
        wrong_seeds: how many starter and mistakes are tried with, at least two.
    """
    wrong = {"starter.py": bench.starter} | {f"mutants/{name}": source for name, source in bench.mutants.items()}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            right = pool.map(lambda seed: grade(bench, bench.solution, seed), range(1, seeds + 1))
            once = pool.map(lambda source: grade(bench, source, 1), wrong.values())
            again = pool.map(lambda source, first: _grade_again(bench, source, first, wrong_seeds), wrong.values(), once)
            reports = dict(zip(wrong, again, strict=True))
            flaws = [*_solution(bench, list(right)), *_starter(reports.pop("starter.py"))]
        except BrokenExercise as problem:
            pool.shutdown(cancel_futures=True)
            return [Flaw("checks.py", str(problem), "mend the checks")]
    for part, graded in reports.items():
        flaws += _mutant(part, wrong[part], graded)
    return list(dict.fromkeys(flaws))


def grade(
    bench: Bench,
    source: str,
    seed: int,
    *,
    only: Container[str] | None = None,
    on_check: Callable[[int, CheckReport], None] | None = None,
) -> Report:
    """Grades a source with an exercise's checks, as `judge` does, in one lane. Raises SandboxDown, BrokenExercise."""
    job = Job(
        id="validate",
        runtime=bench.runtime,
        mode="submit",
        source=source,
        checks=bench.checks,
        entry=bench.entry,
        seed=seed,
        limits=bench.limits,
        digest="",
        data=bench.data,
    )
    return judge(job, on_check=on_check, only=only, lanes=1, thorough=True)


def _grade_again(bench: Bench, source: str, first: Report, seeds: int) -> list[Report]:
    """The first report, and those of other seeds for the checks that matter: those that failed."""
    failed = {one.name for one in first.checks if not one.passed}
    others = range(first.seed + 1, first.seed + seeds) if failed else ()
    return [first, *(grade(bench, source, seed, only=failed) for seed in others)]


def _solution(bench: Bench, reports: list[Report]) -> Iterator[Flaw]:
    for report in reports:
        failed = [one for one in report.checks if not one.passed]
        if failed:
            what = f"fails “{failed[0].title}” with seed {report.seed}: {failed[0].message}"
            yield Flaw("solution.py", what, "mend solution or check")
            return
    yield from _head_room(bench, [one for report in reports for one in report.checks])


def _head_room(bench: Bench, checks: list[CheckReport]) -> Iterator[Flaw]:
    usual, own = bench.limits.cpu_seconds, bench.own_cpu_seconds
    slowest = max((one.cpu_ms for one in checks if one.name not in own), default=0)
    if slowest > 1000 * usual / 3:
        yield Flaw("exercise.yaml", f"the solution uses {slowest} ms of {usual:g} s", "raise cpu_seconds")
    for name, seconds in own.items():
        slowest = max((one.cpu_ms for one in checks if one.name == name), default=0)
        if slowest > 1000 * seconds / 3:
            yield Flaw("checks.py", f"the solution uses {slowest} ms of the {seconds:g} s of {name}", "raise its cpu_seconds")


def _starter(graded: list[Report]) -> Iterator[Flaw]:
    if graded[0].verdict is Verdict.PASSED:
        yield Flaw("starter.py", "passes already", "leave the work to the learner")
    yield from _talk(graded, "starter.py")


def _mutant(part: str, source: str, graded: list[Report]) -> Iterator[Flaw]:
    first, *later = graded
    named = CAUGHT_BY.search(source)
    if named is None:
        yield Flaw(part, "does not say which check catches it", "begin its docstring with “Fails: check_name -- the mistake”")
        return
    known = [one.name for one in first.checks]
    caught = [one.name for one in first.checks if not one.passed]
    missed = [report.seed for report in later if named[1] not in {one.name for one in report.checks if not one.passed}]
    if named[1] not in known:
        yield Flaw(part, f"names the check {named[1]}, which there is not", f"known are {', '.join(known)}")
    elif not caught:
        yield Flaw(part, "passes all checks", "add a check that catches this mistake")
    elif named[1] not in caught:
        yield Flaw(part, f"is caught by {', '.join(caught)} and not by {named[1]}", "name that check, or sharpen this one")
    elif missed:
        what = f"is caught by {named[1]} with seed {first.seed} and not with seed {missed[0]}"
        yield Flaw(part, what, "make the check's inputs show this mistake always")
    yield from _talk(graded, part)


def _talk(graded: list[Report], part: str) -> Iterator[Flaw]:
    """Words of hidden checks that could give values away, or that tell the learner nothing."""
    for check in graded[0].checks:
        each = [one for report in graded for one in report.checks if one.name == check.name]
        said = {SHAPES.sub("", one.message) for one in each if one.status is Verdict.FAILED}
        if not check.sample and len(said) > 1:
            yield Flaw(
                "checks.py",
                f"what {check.name} says to {part} changes with the seed, so it gives values away",
                "say what to think about, without the values",
            )
        if any(words.startswith(UNFORESEEN) for words in said):
            yield Flaw("checks.py", f"{check.name} breaks over what {part} returns", "look at its form first: t.shape, t.that")
        if "" in said:
            yield Flaw("checks.py", f"{check.name} says nothing to {part}", "give it a message")
