"""The owner's command after an exercise was mended: grade again what learners handed in. docs/operating.md tells the rules."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from exercises.models import Exercise
from grading.contract import Verdict
from tutor import services
from tutor.errors import NotFound
from tutor.management.progress import tracked
from tutor.selectors.regrading import Regradable, Regraded, regradable, regraded
from tutor.selectors.workers import grading_workers

LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Grade the last and best submissions to an exercise again, by the checks that are published now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The exercise's slug.")
        parser.add_argument("--dry-run", action="store_true", help="Show what would be graded, and send nothing.")
        parser.add_argument("--since", type=_day, help="Only what was handed in from this day on (UTC), such as 2026-03-02.")
        parser.add_argument("--verdict", type=_verdicts, default=(), help="Only what has one of these now: failed,timeout")
        parser.add_argument("--yes", action="store_true", help="Begin without asking.")

    def handle(self, *args: Any, slug: str, dry_run: bool, since: datetime | None, yes: bool, **options: Any) -> None:
        exercise = Exercise.objects.filter(slug=slug, current__isnull=False).select_related("current").first()
        if exercise is None:
            known = Exercise.objects.filter(current__isnull=False).values_list("slug", flat=True)
            raise CommandError(f"There is no exercise {slug}; there are {', '.join(known) or 'none'}.")
        found = regradable(exercise, since=since, verdicts=options["verdict"])
        self._console = Console(file=self.stdout._out, highlight=False)
        begun = regraded(exercise)
        if begun.settled or begun.waiting:
            self.stdout.write(f"Of an earlier run {begun.settled} have their new verdict and {begun.waiting} wait for it.")
        if found:
            self._console.print(_plan(found))
        else:
            self.stdout.write(f"Nothing more to grade: {slug} has no other submission that these checks have not judged.")
        if dry_run:
            self.stdout.write("Nothing was sent.")
            return
        if found:
            self._agree(len(found), yes=yes)
            self._queue(exercise, found)
        elif not begun.waiting:
            return
        self._follow(exercise)

    def _agree(self, count: int, *, yes: bool) -> None:
        if yes:
            return
        if not sys.stdin.isatty():
            raise CommandError("Nobody can be asked here: say --yes, or --dry-run to only look.")
        if input(f"Grade {count} submissions again? [y/N] ").strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was sent.")

    def _queue(self, exercise: Exercise, found: list[Regradable]) -> None:
        assert exercise.current is not None
        services.drop_outdated_regradings(exercise=exercise)
        learners = [(learner, list(group)) for learner, group in groupby(found, lambda one: one.learner_id)]
        for learner, group in tracked(learners, "Writing down", self.stderr):
            chosen = [one.submission_id for one in group]
            try:
                services.regrade(learner_id=learner, submissions=chosen, revision=exercise.current, now=timezone.now())
            except NotFound:
                continue  # deleted, or a guest who has become part of an account, since they were read
        services.feed_regradings(now=timezone.now())

    def _follow(self, exercise: Exercise) -> None:
        """Shows how verdicts come in. The work is the workers': to stop watching stops nothing."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        seen = regraded(exercise)
        try:
            with Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal) as bar:
                task = bar.add_task("Grading", total=seen.settled + seen.waiting)
                while seen.waiting:
                    if trouble := _trouble():
                        self._leave(seen, trouble)
                        return
                    time.sleep(LOOK_SECONDS)
                    seen = regraded(exercise)
                    said = f"Grading, {seen.changed} changed"
                    bar.update(task, completed=seen.settled, total=seen.settled + seen.waiting, description=said)
        except KeyboardInterrupt:
            self._leave(seen, "You stopped watching.")
            return
        self._console.print(_outcome(seen))

    def _leave(self, seen: Regraded, why: str) -> None:
        counted = f"{seen.waiting} wait to be graded, {seen.settled} have been"
        self.stdout.write(f"{why} {counted}: the same command shows how it goes on.")


def _trouble() -> str:
    """Why no verdict is to be expected now, if so."""
    workers = grading_workers(timezone.now())
    if not workers:
        return "No grading worker is running (or no default worker, through which it would be heard of)."
    paused = [worker.paused for worker in workers]
    return f"Grading is paused: {paused[0]}" if all(paused) else ""


def _plan(found: Iterable[Regradable]) -> Table:
    table = Table("verdict now", title="To be graded again", title_justify="left")
    for column in ("submissions", "learners", "minutes"):
        table.add_column(column, justify="right")
    everything = sorted(found, key=lambda one: one.verdict)
    measured = [one.wall_ms for one in everything if one.wall_ms is not None]
    usual = sum(measured) / len(measured) if measured else None
    for verdict, group in groupby(everything, lambda one: one.verdict):
        table.add_row(verdict, *_cells(list(group), usual))
    table.add_section()
    table.add_row("together", *_cells(everything, usual))
    return table


def _cells(group: list[Regradable], usual_ms: float | None) -> tuple[str, str, str]:
    """The minutes are what their gradings took, one after another; what was not measured counts as the average of the rest."""
    learners = len({one.learner_id for one in group})
    if usual_ms is None:
        return str(len(group)), str(learners), "unknown"
    spent = sum(usual_ms if one.wall_ms is None else one.wall_ms for one in group)
    return str(len(group)), str(learners), f"{spent / 60_000:.1f}"


def _outcome(seen: Regraded) -> Table:
    title = f"{seen.changed} of {seen.settled} verdicts changed"
    table = Table("verdict before", "verdict now", title=title, title_justify="left")
    table.add_column("submissions", justify="right")
    for (before, now), count in sorted(seen.changes.items()):
        table.add_row(before, now, str(count))
    return table


def _day(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)


def _verdicts(text: str) -> tuple[str, ...]:
    return tuple(Verdict(name.strip()).value for name in text.split(","))
