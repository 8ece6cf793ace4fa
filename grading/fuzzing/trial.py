"""Tries mutants: which are let through by all checks?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from grading.contract import CheckReport
from grading.fuzzing.edits import Mutant
from grading.validate import AT_ONCE, Bench, grade

# A mutant must be caught with each of these: one that is caught by luck is a mistake that some learner gets away with.
SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a mutant: `passed_with` is the first seed with which no check noticed it, None if each time one did."""

    mutant: Mutant
    passed_with: int | None


class _Caught(Exception):
    """Ends a grading at the first check that is not passed."""


def tried(bench: Bench, mutants: Sequence[Mutant]) -> Iterator[Trial]:
    """Tries mutants of a solution, two at a time, in their order. Raises SandboxDown, BrokenExercise."""
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        yield from pool.map(lambda mutant: Trial(mutant, _slips_through(bench, mutant.source)), mutants)
    finally:
        pool.shutdown(cancel_futures=True)


def _slips_through(bench: Bench, source: str) -> int | None:
    catcher: str | None = None
    for seed in SEEDS:
        # The check that noticed it before will notice it again, most likely, and is much less to run than all.
        if catcher is None or not _noticed(bench, source, seed, {catcher}):
            catcher = _noticed(bench, source, seed, None)
        if catcher is None:
            return seed
    return None


def _noticed(bench: Bench, source: str, seed: int, only: set[str] | None) -> str | None:
    """The name of the first check that a source does not pass."""

    def stop(position: int, report: CheckReport) -> None:
        if not report.passed:
            raise _Caught(report.name)

    try:
        grade(bench, source, seed, only=only, on_check=stop)
    except _Caught as caught:
        return str(caught)
    return None
