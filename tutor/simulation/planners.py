"""What Loci's planner is compared with, over the same people, the same course and the same luck.

Each of them asks, on every day that its person is there, all that is due by its own reckoning, oldest due date first and whatever
time that takes, as flashcard programs do; then it goes on with the course as long as the next step, by its author's word, still
fits into the day's minutes. So every planner may spend the minutes that Loci may, only none minds them while it reviews. A second
answer on a day counts for none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from fsrs import Card, Rating, Scheduler

from tutor.simulation.course import Course, Step
from tutor.simulation.people import Person
from tutor.simulation.world import World

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
WEEK = 7


class Schedule(Protocol):
    """When a concept comes back: a state per concept, moved once a day."""

    def after(self, concept: str, day: int, *, right: bool) -> int:
        """The day on which the concept is due again."""


class FixedIntervals:
    """A ladder of days: a right answer climbs it, a wrong one begins again."""

    LADDER = (1, 3, 7, 14, 30, 60, 120)

    def __init__(self) -> None:
        self._rung: dict[str, int] = {}

    def after(self, concept: str, day: int, *, right: bool) -> int:
        self._rung[concept] = min(self._rung.get(concept, -1) + 1, len(self.LADDER) - 1) if right else 0
        return day + self.LADDER[self._rung[concept]]


@dataclass(frozen=True, slots=True)
class _Ease:
    factor: float = 2.5
    repetitions: int = 0
    interval: float = 0.0


class Sm2:
    """SuperMemo's algorithm of 1987 (super-memory.com/english/ol/sm2.htm), with quality 4 for right and 2 for wrong."""

    LEAST, RIGHT, WRONG = 1.3, 4, 2

    def __init__(self) -> None:
        self._eases: dict[str, _Ease] = {}

    def after(self, concept: str, day: int, *, right: bool) -> int:
        ease = self._eases.get(concept, _Ease())
        away = 5 - (self.RIGHT if right else self.WRONG)
        factor = max(self.LEAST, ease.factor + 0.1 - away * (0.08 + away * 0.02))
        if right:
            interval = (1.0, 6.0)[ease.repetitions] if ease.repetitions < 2 else ease.interval * factor
            ease = _Ease(factor, ease.repetitions + 1, interval)
        else:
            ease = _Ease(factor, 0, 1.0)
        self._eases[concept] = ease
        return day + round(ease.interval)


class FsrsByDueDate:
    """FSRS-6 with its defaults, at a desired recall of 90 %."""

    def __init__(self) -> None:
        self._scheduler = Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._cards: dict[str, Card] = {}

    def after(self, concept: str, day: int, *, right: bool) -> int:
        now = EPOCH + timedelta(days=day)
        rating = Rating.Good if right else Rating.Again
        self._cards[concept], _ = self._scheduler.review_card(self._cards.get(concept) or Card(card_id=0), rating, now)
        return day + (max(1, (self._cards[concept].due - now).days) if right else 1)


BASELINES: dict[str, Callable[[], Schedule]] = {
    "fixed intervals": FixedIntervals,
    "SM-2": Sm2,
    "FSRS by due date": FsrsByDueDate,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a year left: minutes spent, and concepts remembered (sums of true chances) at its end and on its average week."""

    minutes: float
    at_end: float
    on_average: float
    weeks: tuple[float, ...] = ()
    minutes_by_day: tuple[float, ...] = ()

    @property
    def per_hour_at_end(self) -> float:
        return 60 * self.at_end / self.minutes if self.minutes else 0.0

    @property
    def per_hour_on_average(self) -> float:
        return 60 * self.on_average / self.minutes if self.minutes else 0.0


def kept(world: World, weeks: Iterable[float], days: int, minutes_by_day: Iterable[float] = ()) -> Kept:
    seen = tuple(weeks)
    return Kept(world.minutes, world.remembered(days), sum(seen) / len(seen) if seen else 0.0, seen, tuple(minutes_by_day))


class Follower:
    """One person who follows a schedule through the course."""

    def __init__(self, person: Person, course: Course, schedule: Schedule) -> None:
        self.world, self._schedule, self._course = World(person, course), schedule, course
        self._due: dict[str, int] = {}
        self._noted: dict[str, int] = {}
        self._asked: dict[str, int] = {}
        self._next = 0

    def live(self, days: int) -> Kept:
        weeks, minutes = list[float](), list[float]()
        for day in range(days):
            before = self.world.minutes
            if self.world.person.is_there(day):
                self._live_day(day)
            minutes.append(self.world.minutes - before)
            if day % WEEK == WEEK - 1:
                weeks.append(self.world.remembered(day))
        return kept(self.world, weeks, days, minutes)

    def _live_day(self, day: int) -> None:
        person, before = self.world.person, self.world.minutes
        budget = person.minutes * (1 + person.wants_more(day)) * (0.5 if person.is_called_away(day) else 1.0)
        for concept in sorted((one for one, due in self._due.items() if due <= day), key=lambda one: (self._due[one], one)):
            question = min(self._course.asking[concept], key=lambda slug: (self._asked.get(slug, -1), slug))
            self._ask(question, day)
        for step in self._course.steps[self._next :]:
            spent = self.world.minutes - before
            if spent and spent + step.seconds / 60 > budget:
                break
            self._do(step, day)
            self._next += 1

    def _do(self, step: Step, day: int) -> None:
        if step.item:
            self._ask(step.item, day)
        elif step.exercise:
            tries = self.world.solve(step, day)
            for concept in step.concepts:
                self._note(concept, day, right=concept not in tries[0].failing)
        else:
            self.world.read(step)

    def _ask(self, slug: str, day: int) -> None:
        self._asked[slug] = day
        self._note(self._course.questions[slug].concept, day, right=self.world.answer(slug, day).right)

    def _note(self, concept: str, day: int, *, right: bool) -> None:
        if self._noted.get(concept) == day:
            if not right:
                self._due[concept] = day + 1
            return
        self._noted[concept], self._due[concept] = day, self._schedule.after(concept, day, right=right)
