"""Fuzzes exercises of the catalogue: which mutants of a solution get past the checks, and are not argued to be as right as it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from exercises.content.equivalents import NAME
from exercises.content.exercises import ExerciseFile
from grading.fuzzing import Mutant, Trial, mutants, tried, unified
from lessons.content.problems import Problem
from tutor.catalogue.proving import bench_of


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that nobody argued for, as a problem of the checks and as a diff of the solution."""

    problem: Problem
    diff: str


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of an exercise. `unfounded` are arguments for mutants that are noticed, or that there are not."""

    caught: int
    argued: int
    survivors: tuple[Survivor, ...]
    unfounded: tuple[Problem, ...]


def mutants_of(exercise: ExerciseFile) -> list[Mutant]:
    return mutants(exercise.solution)


def trials(exercise: ExerciseFile, made: list[Mutant]) -> Iterator[Trial]:
    """Tries each mutant in the sandbox. Raises SandboxDown, BrokenExercise."""
    return tried(bench_of(exercise), made)


def summed_up(root: FilePath, exercise: ExerciseFile, results: list[Trial]) -> Fuzzed:
    """Holds what got through against what the author argues."""
    folder = exercise.folder.relative_to(root).as_posix()
    argued = {(one.before, one.after) for one in exercise.equivalents}
    through = [one for one in results if one.passed_with is not None]
    open_ones = [one for one in through if _reading(one.mutant) not in argued]
    return Fuzzed(
        caught=len(results) - len(through),
        argued=len(through) - len(open_ones),
        survivors=tuple(_survivor(folder, exercise.solution, one) for one in open_ones),
        unfounded=tuple(_unfounded(folder, exercise, results)),
    )


def _reading(mutant: Mutant) -> tuple[str, str]:
    return mutant.before.strip(), mutant.after.strip()


def _survivor(folder: str, solution: str, trial: Trial) -> Survivor:
    file = f"{folder}/solution.py"
    what = f"a mutant ({trial.mutant.what}) passes all checks with seed {trial.passed_with}"
    problem = Problem(file, trial.mutant.line, what, f"sharpen a check, or argue in {NAME} that it is as right")
    return Survivor(problem, unified(trial.mutant, solution, file))


def _unfounded(folder: str, exercise: ExerciseFile, results: list[Trial]) -> Iterator[Problem]:
    known = {_reading(one.mutant) for one in results}
    through = {_reading(one.mutant) for one in results if one.passed_with is not None}
    for one in exercise.equivalents:
        reading = one.before, one.after
        if reading in through:
            continue
        if reading in known:
            what, mend = "this mutant is noticed by the checks", "take this out, or mend the check"
        else:
            what, mend = "there is no mutant that reads like this", "copy its lines from the diff, or take this out"
        yield Problem(f"{folder}/{NAME}", one.line, what, mend)
