"""The author's command for one exercise: begin it, run code against it, prove it, and look for what its checks do not see."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.content.exercises import ExerciseFile
from grading.contract import BrokenExercise, CheckReport, GradingFault, Report
from grading.logs import tell_authors
from grading.validate import grade
from lessons.content.problems import Problem
from tutor.catalogue.bundle import Bundle, load_bundle
from tutor.catalogue.fuzzing import Fuzzed, mutants_of, summed_up, trials
from tutor.catalogue.proving import bench_of, prove_exercise
from tutor.catalogue.scaffold import CannotBegin, begin
from tutor.management.progress import tracked

# More than `content validate` takes: this is run for one exercise, before it is shown to anybody.
SEEDS = 20


class Command(BaseCommand):
    help = "Begin, run, prove and fuzz an exercise of the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        new = actions.add_parser("new", help="Write a small whole exercise into a lesson's folder.")
        new.add_argument("lesson", type=Path, help="The lesson's folder, such as embeddings/03-cosine.")
        new.add_argument("slug", help="The exercise's slug, which is for good.")
        run = actions.add_parser("run", help="Grade a file as if a learner had submitted it.")
        run.add_argument("slug")
        run.add_argument("file", type=Path, nargs="?", help="What to grade; without it the solution.")
        run.add_argument("--seed", type=int, default=1, help="Decides the inputs of all checks.")
        validate = actions.add_parser("validate", help=f"Prove solution, starter and known mistakes with {SEEDS} seeds.")
        fuzz = actions.add_parser("fuzz", help="List the small changes of the solution that no check notices.")
        for action in (validate, fuzz):
            action.add_argument("slug", help="An exercise's slug, or all.")
        for action in (new, run, validate, fuzz):
            action.add_argument("--path", type=Path, default=settings.CATALOGUE_DIR, help="The catalogue's folder.")

    def handle(self, *args: Any, action: str, path: Path, slug: str, **options: Any) -> None:
        tell_authors()
        bundle = load_bundle(path.resolve())
        try:
            if action == "new":
                self._new(bundle, options["lesson"], slug)
            elif action == "run":
                self._run(_chosen(bundle, slug)[0], options["file"], options["seed"])
            elif action == "validate":
                self._validate(bundle, _chosen(bundle, slug, several=True), whole=slug == "all")
            else:
                self._fuzz(bundle, _chosen(bundle, slug, several=True))
        except BrokenExercise as problem:
            raise CommandError(f"The checks are broken: {problem}") from problem
        except GradingFault as problem:
            raise CommandError(f"This needs a sandbox: {problem}") from problem

    def _new(self, bundle: Bundle, folder: Path, slug: str) -> None:
        try:
            written = begin(bundle, folder, slug)
        except CannotBegin as problem:
            raise CommandError(str(problem)) from problem
        for file in written:
            self.stdout.write(file.relative_to(bundle.root).as_posix())
        self.stdout.write(f"It is whole: make it yours, and see with exercise validate {slug} that it still is.")

    def _run(self, exercise: ExerciseFile, file: Path | None, seed: int) -> None:
        try:
            source = file.read_text(encoding="utf-8") if file else exercise.solution
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{file} cannot be read: {problem}") from problem
        report = grade(bench_of(exercise), source, seed)
        for check in report.checks:
            self._tell(check)
        if report.output:
            self.stdout.write(f"It printed:\n{textwrap.indent(report.output.rstrip(), '    ')}")
        self.stdout.write(_verdict(report))
        if any(not check.passed for check in report.checks):
            raise CommandError(f"{report.verdict}.")

    def _tell(self, check: CheckReport) -> None:
        cost = f"{check.cpu_ms} ms, {check.peak_kib / 1024:.0f} MiB"
        if check.findings is not None:
            cost += "; " + ", ".join(f"{name} {share:.2f}" for name, share in check.findings.shares)
        self.stdout.write(f"{'✓' if check.passed else '✗'} {check.title} ({check.name}): {check.status}, {cost}")
        if check.passed:
            return
        values = (f"{name}: {value}" for name, value in (check.sample_io or {}).items() if value)
        for one in filter(None, [check.message, *values, *check.traceback]):
            self.stdout.write(textwrap.indent(one, "    "))

    def _validate(self, bundle: Bundle, exercises: list[ExerciseFile], *, whole: bool) -> None:
        homes = {one.folder.relative_to(bundle.root).as_posix() for one in exercises}
        # Where an exercise cannot be read it is none that could be chosen, so that “all” tells of every folder.
        problems = [one for one in bundle.problems if "/exercise/" in one.file and (whole or _home(one) in homes)]
        for one in tracked(exercises, f"Proving with {SEEDS} seeds", self.stderr):
            problems += prove_exercise(bundle.root, one, seeds=SEEDS, wrong_seeds=SEEDS)
        self._refuse(problems)
        for one in exercises:
            self.stdout.write(f"{one.slug} is sound: solution, starter and {len(one.mutants)} mistakes, {SEEDS} seeds.")

    def _fuzz(self, bundle: Bundle, exercises: list[ExerciseFile]) -> None:
        problems: list[Problem] = []
        for exercise in exercises:
            made = mutants_of(exercise)
            results = list(tracked(trials(exercise, made), f"Fuzzing {exercise.slug}", self.stderr, total=len(made)))
            fuzzed = summed_up(bundle.root, exercise, results)
            for survivor in fuzzed.survivors:
                self.stdout.write(f"{survivor.diff}\n")
            problems += [*(one.problem for one in fuzzed.survivors), *fuzzed.unfounded]
            self.stdout.write(_tally(exercise.slug, fuzzed))
        self._refuse(problems)

    def _refuse(self, problems: list[Problem]) -> None:
        for one in problems:
            self.stderr.write(str(one))
        if problems:
            raise CommandError(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.")


def _chosen(bundle: Bundle, slug: str, *, several: bool = False) -> list[ExerciseFile]:
    known = {one.slug: one for one in bundle.exercises.values()}
    if several and slug == "all":
        return list(known.values())
    if slug not in known:
        unreadable = [str(one) for one in bundle.problems if "/exercise" in one.file]
        reasons = "".join(f"\n{one}" for one in unreadable)
        raise CommandError(f"There is no exercise {slug} that can be read; there are {', '.join(known) or 'none'}.{reasons}")
    return [known[slug]]


def _home(problem: Problem) -> str:
    return problem.file[: problem.file.index("/exercise/")] + "/exercise"


def _verdict(report: Report) -> str:
    passed = sum(check.passed for check in report.checks)
    counted = f"{passed} of {len(report.checks)} checks, score {report.score:.2f}"
    return f"{report.verdict}: {counted}, seed {report.seed}, {report.wall_ms} ms"


def _tally(slug: str, fuzzed: Fuzzed) -> str:
    survive = len(fuzzed.survivors)
    total = fuzzed.caught + fuzzed.argued + survive
    return f"{slug}: {total} mutants, {fuzzed.caught} caught, {fuzzed.argued} argued equivalent, {survive} survive."
