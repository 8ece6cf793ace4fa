"""Lets virtual learners live a year with the real services and says whether the plans kept their promises. docs/benchmarks.md
tells how the figures are meant."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from benchmarks.bars import Bar
from lessons.models import Path as LearningPath
from tutor.catalogue.bundle import load_bundle
from tutor.catalogue.publishing import publish
from tutor.celery import broker_at
from tutor.management.progress import tracked
from tutor.simulation import measures
from tutor.simulation.course import Course
from tutor.simulation.database import in_memory
from tutor.simulation.living import Life, live
from tutor.simulation.measures import Year
from tutor.simulation.people import Person, population
from tutor.simulation.planners import BASELINES, Follower, Kept
from tutor.simulation.publishing import course_of, repeat

OURS = "Loci"
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
# The path's steps take a learner of few minutes some five weeks.
DAYS_OF_A_PATH = 30


class Command(BaseCommand):
    help = "Let virtual learners live through days with the real services, in a database of their own, and judge the plans."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--learners", type=int, default=6, help="How many, in turns of both kinds of memory.")
        parser.add_argument("--days", type=int, default=365, help="How many days they live.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same year.")
        parser.add_argument("--catalogue", type=Path, default=settings.CATALOGUE_DIR, help="The lessons that they take.")
        parser.add_argument("--plots", type=Path, help="A folder for plots, as SVG.")

    def handle(self, *args: Any, learners: int, days: int, plots: Path | None, **options: Any) -> None:
        if learners < 1 or days < 1:
            raise CommandError("Nobody would live: give at least one learner and one day.")
        logging.disable(logging.WARNING)
        try:
            with broker_at("memory://"), in_memory():
                year = self._year(population(learners, days, options["seed"]), days, options["catalogue"])
        finally:
            logging.disable(logging.NOTSET)
        console = Console(file=self.stdout._out, highlight=False, width=110)
        console.print(_table(year), _returns(year))
        found = bars(year)
        self.stdout.writelines(f"{bar}\n" for bar in found)
        if plots is not None:
            self._draw(year, plots)
        if not all(bar.reached for bar in found):
            raise CommandError("Not every bar is reached.")

    def _year(self, people: tuple[Person, ...], days: int, catalogue: Path) -> Year:
        path, course = _course(catalogue, days, max(person.minutes for person in people))
        lives, began = [Life(person, course, path) for person in people], time.monotonic()
        for day in tracked(range(days), "Living", self.stderr):
            live(lives, day)
        took = time.monotonic() - began
        self.stdout.write(f"{len(people)} learners lived {days} days: {len(people) * days / took:.1f} days a second.")
        kept: dict[str, dict[str, Kept]] = {OURS: {life.person.name: life.kept(days) for life in lives}}
        for name, schedule in BASELINES.items():
            kept[name] = {one.name: Follower(one, course, schedule()).live(days) for one in people}
        lived = [day for life in lives for day in life.lived]
        return Year(days, lived, [one for life in lives for one in life.returns], kept)

    def _draw(self, year: Year, folder: Path) -> None:
        try:
            from tutor.simulation import plots
        except ImportError:
            raise CommandError("There is no matplotlib to draw with: pip install -r requirements/test.lock") from None
        folder.mkdir(parents=True, exist_ok=True)
        for name in plots.draw(year, OURS, folder):
            self.stdout.write(str(name))


def _course(catalogue: Path, days: int, minutes: int) -> tuple[LearningPath, Course]:
    """The catalogue's longest path, and its lessons again and again, so that nobody comes to their end."""
    publish(load_bundle(catalogue), now=PUBLISHED)
    paths = LearningPath.objects.filter(retired_at=None)
    path = max(paths, key=lambda one: one.lessons.filter(current__isnull=False).count(), default=None)
    if path is None:
        raise CommandError(f"There is no path in {catalogue}: name a catalogue with one by --catalogue.")
    length = sum(step.seconds for step in course_of(path).steps) / 60
    repeat(path, int(days * minutes / length), PUBLISHED)
    return path, course_of(path)


def bars(year: Year) -> list[Bar]:
    """The promises, as figures."""
    whole = year.whole_days
    back, in_time = measures.first_days_back(whole), measures.caught_up_in_time(year.returns)
    found = [
        Bar("% of days within the minutes promised", 100 * measures.within_minutes(whole), least=95),
        Bar("% by which the day's estimate is off, median", 100 * measures.error_of_estimate(whole), most=20),
        Bar("% of the first days back within the minutes", 100 * measures.within_minutes(back), least=95),
        Bar("backlogs for which no day was named", measures.unnamed(year.returns), most=0),
        Bar("% of backlogs gone by the day that was named", 100 * in_time, least=90),
        Bar("backlogs that grew", 0 if measures.never_grows(year.returns) else 1, most=0),
    ]
    for name in BASELINES:
        at_end, on_average = measures.advantage(year.kept, OURS, name)
        found.append(Bar(f"times the concepts per minute of {name}, at the end", at_end, least=1.0))
        found.append(Bar(f"times the concepts per minute of {name}, on average", on_average, least=1.0))
    return found


def _returns(year: Year) -> Table:
    table = Table("learner", title="Coming back after a week or more", title_justify="left")
    for column in ("days away", "overdue", "day named, in days", "gone, in days", "in sessions"):
        table.add_column(column, justify="right")
    for one in year.returns:
        days = ("" if day is None else str(day - one.day) for day in (one.until, one.gone_on))
        table.add_row(one.person, str(one.away), str(len(one.backlog)), *days, "" if one.sessions is None else str(one.sessions))
    return table


def _table(year: Year) -> Table:
    table = Table("planner", title=f"What {year.days} days left, all learners together", title_justify="left")
    for column in ("hours", "remembered at the end", "on average", "an hour, at the end", "an hour, on average", "longest day"):
        table.add_column(column, justify="right")
    for name, kept in year.kept.items():
        hours = sum(one.minutes for one in kept.values()) / 60
        at_end, on_average = (sum(getattr(one, part) for one in kept.values()) for part in ("at_end", "on_average"))
        longest = max(max(one.minutes_by_day, default=0) for one in kept.values())
        cells = (hours, at_end, on_average, at_end / hours, on_average / hours, longest)
        table.add_row(name, *(f"{cell:.1f}" for cell in cells))
    return table
