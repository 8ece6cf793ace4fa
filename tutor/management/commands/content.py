"""The author's command: check the catalogue's files, publish them, tell how long they take and how they do, build widget data."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from grading.contract import SandboxDown
from grading.logs import tell_authors
from lessons.content.problems import Problem
from lessons.lab import build
from lessons.models import Lesson
from tutor import services
from tutor.catalogue import lengths
from tutor.catalogue.bundle import Bundle, load_bundle
from tutor.catalogue.proving import proofs, prove
from tutor.catalogue.publishing import publish
from tutor.catalogue.quality import review
from tutor.management.analysing import as_json, print_tables
from tutor.management.progress import tracked
from tutor.selectors.analysis import item_rows
from tutor.selectors.code_analysis import exercise_rows


class Command(BaseCommand):
    help = "Validate and publish the catalogue, tell how long its lessons take and how its questions do, build widget data."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        validate = actions.add_parser("validate", help="Report every problem as file:line: what is wrong; how to mend it.")
        validate.add_argument("--fast", action="store_true", help="Leave out the proofs in the sandbox.")
        publishing = actions.add_parser("publish", help="Make the site show what the files say.")
        publishing.add_argument("--validate", action="store_true", help="Only if it is good and proved, too.")
        data = actions.add_parser("build-data", help="Compute the data that widgets show.")
        data.add_argument("parts", nargs="*", help="Only files with one of these in their path; without any, all.")
        data.add_argument("--check", action="store_true", help="Compare with the files instead of writing them.")
        minutes = actions.add_parser("minutes", help="Tell words, estimated and declared minutes of each lesson.")
        minutes.add_argument("--write", action="store_true", help="Write them into docs/lessons.md instead.")
        analyse = actions.add_parser("analyse", help="Tell what learners' answers say of the questions and exercises.")
        analyse.add_argument("--lesson", default="", help="Only of this lesson, by its slug.")
        analyse.add_argument("--json", action="store_true", help="Every figure, for programs.")
        analyse.add_argument("--anew", action="store_true", help="Add the whole log up again first.")
        for action in (validate, publishing, minutes):
            action.add_argument("--path", type=Path, default=settings.CATALOGUE_DIR, help="The catalogue's folder.")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        tell_authors()
        if action == "build-data":
            self._build(options["parts"], check=options["check"])
        elif action == "minutes":
            self._minutes(options["path"], write=options["write"])
        elif action == "analyse":
            self._analyse(options["lesson"], json=options["json"], anew=options["anew"])
        elif action == "validate":
            self._sound(options["path"], good=True, run=not options["fast"], otherwise="")
            self.stdout.write("The catalogue is sound.")
        else:
            self._publish(options["path"], run=options["validate"])

    def _sound(self, path: Path, *, good: bool, run: bool, otherwise: str) -> Bundle:
        """The catalogue, if there is nothing wrong with it; `otherwise` says what that leads to.

        Args:
            good: whether it must be well written, too.
            run: whether its exercises and programs are proved in the sandbox.
        """
        bundle = load_bundle(path.resolve())
        problems = list(bundle.problems)
        if good:
            problems += review(bundle, settings.DATA_DIR / "cache" / "wordings.npz")
        if run:
            try:
                for _, subject in tracked(proofs(bundle), "Proving in the sandbox", self.stderr):
                    problems += prove(bundle, subject)
            except SandboxDown as problem:
                raise CommandError(f"The proofs need a sandbox: {problem} Or validate --fast.") from problem
        if problems:
            for one in sorted(set[Problem](problems)):
                self.stderr.write(str(one))
            raise CommandError(f"{len(set(problems))} problem{'s' if len(set(problems)) > 1 else ''}{otherwise}.")
        return bundle

    def _publish(self, path: Path, *, run: bool) -> None:
        bundle = self._sound(path, good=run, run=run, otherwise="; nothing was published")
        published = publish(bundle, now=timezone.now())
        for verb, slugs in asdict(published).items():
            if slugs:
                self.stdout.write(f"{len(slugs)} {verb}: {', '.join(slugs[:8])}{' …' if len(slugs) > 8 else ''}")
        if not published:
            self.stdout.write("Everything is published already.")

    def _minutes(self, path: Path, *, write: bool) -> None:
        bundle = self._sound(path, good=False, run=False, otherwise="")
        if write:
            (settings.ROOT / "docs" / "lessons.md").write_text(lengths.document(bundle), encoding="utf-8")
        else:
            self.stdout.write(lengths.table(bundle), ending="")

    def _analyse(self, lesson: str, *, json: bool, anew: bool) -> None:
        if lesson and not Lesson.objects.filter(slug=lesson).exists():
            raise CommandError(f"There is no lesson “{lesson}”. Name its slug.")
        now = timezone.now()
        if anew:
            services.fold_anew(now=now)
            services.fold_code_anew(now=now)
        else:
            services.fold_answers(now=now)
            services.fold_code(now=now)
        items, exercises = item_rows(lesson=lesson), exercise_rows(lesson=lesson)
        if json:
            self.stdout.write(as_json(items, exercises))
        else:
            print_tables(items, exercises, self.stdout)

    def _build(self, parts: list[str], *, check: bool) -> None:
        known = sorted(build.builders().items())
        chosen = [(relative, builder) for relative, builder in known if not parts or any(part in relative for part in parts)]
        if not chosen:
            raise CommandError(f"No file is like that. There are {', '.join(relative for relative, _ in known)}.")
        stale = []
        for relative, builder in tracked(chosen, "Building widget data", self.stderr):
            if not check:
                build.write(relative, settings.CATALOGUE_DIR)
                continue
            file = settings.CATALOGUE_DIR / relative
            if not file.exists() or file.read_bytes() != build.bytes_of(relative, builder()):
                stale.append(relative)
        if stale:
            raise CommandError(f"Not as computed: {', '.join(stale)}. Run content build-data.")
