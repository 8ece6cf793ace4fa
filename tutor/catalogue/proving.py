"""What only running shows: exercises whose solution fails or whose mistakes pass, and programs that print something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from exercises.content.exercises import ExerciseFile
from exercises.content.items import ItemFile
from exercises.marking import output
from grading.engine import run_program
from grading.validate import SEEDS, WRONG_SEEDS, Bench, validate_exercise
from lessons.content.problems import Problem
from tutor.catalogue.bundle import Bundle

SEEDS_OF_A_PROGRAM = 3


def proofs(bundle: Bundle) -> list[tuple[str, ExerciseFile | ItemFile]]:
    """What there is to run, each with a name to show."""
    exercises = [(f"exercise {one.slug}", one) for one in bundle.exercises.values()]
    items = [one for group in bundle.items.values() for one in group if one.kind == "output" and one.sound]
    return [*exercises, *((f"item {one.slug}", one) for one in items)]


def prove(bundle: Bundle, subject: ExerciseFile | ItemFile) -> Iterator[Problem]:
    """Runs one exercise or program in the sandbox. Raises SandboxDown where there is none."""
    if isinstance(subject, ItemFile):
        yield from _prove_program(subject)
    else:
        yield from prove_exercise(bundle.root, subject)


def prove_exercise(
    root: FilePath, subject: ExerciseFile, *, seeds: int = SEEDS, wrong_seeds: int = WRONG_SEEDS
) -> Iterator[Problem]:
    """Proves an exercise with so many seeds for its solution, and for what is wrong. Raises SandboxDown."""
    folder = subject.folder.relative_to(root).as_posix()
    for flaw in validate_exercise(bench_of(subject), seeds=seeds, wrong_seeds=wrong_seeds):
        yield Problem(f"{folder}/{flaw.part}", 1, flaw.what, flaw.mend)


def bench_of(subject: ExerciseFile) -> Bench:
    """An exercise as the grading room takes it."""
    return Bench(
        solution=subject.solution,
        starter=subject.starter,
        checks=subject.checks,
        mutants=subject.mutants,
        entry=tuple(one["name"] for one in subject.entry),
        limits=subject.limits,
        data=subject.data,
        runtime=subject.runtime,
        own_cpu_seconds={one["name"]: one["cpu_seconds"] for one in subject.check_list if "cpu_seconds" in one},
    )


def _prove_program(item: ItemFile) -> Iterator[Problem]:
    for seed in range(SEEDS_OF_A_PROGRAM if item.document.get("parameters") else 1):
        code, answer = output.program(item.document, seed)
        printed, error = run_program(code)
        if error:
            yield Problem(item.file, item.line, f"“{item.slug}” ends with {error}", "mend its code")
        elif not output.same(printed, answer):
            what = f"“{item.slug}” prints {printed.strip()!r}, not {answer!r}"
            yield Problem(item.file, item.line, what, "mend code or answer")
