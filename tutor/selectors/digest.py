"""A learner's week, for many learners at once: what grew brighter, the row of days, and what comes back in the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from tutor.models import ConceptMemory, Review, User
from tutor.rules.reminding import brightened
from tutor.selectors.recalled import asked_for, foreseen, recall_of
from tutor.selectors.streaks import DayDot, dots_until

WEEK = timedelta(days=7)
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Brighter:
    """A concept, how likely it is recalled today (0 to 1), and by how much that grew in the week."""

    title: str
    recall: float
    growth: float


@dataclass(frozen=True, slots=True)
class Coming:
    """How many concepts come back on a day, and one of them."""

    day: date
    count: int
    title: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The week that ends with `day`. `brighter` are the most grown of `brighter_count`."""

    day: date
    days: tuple[DayDot, ...]
    brighter: tuple[Brighter, ...]
    brighter_count: int
    coming: tuple[Coming, ...]

    @property
    def days_done(self) -> int:
        return sum(dot.state == "done" for dot in self.days)

    @property
    def frozen(self) -> tuple[date, ...]:
        """The days that a freeze has kept."""
        return tuple(dot.date for dot in self.days if dot.state == "frozen")

    @property
    def coming_count(self) -> int:
        return sum(one.count for one in self.coming)

    @property
    def empty(self) -> bool:
        return not (self.days_done or self.brighter or self.coming)


def digests_for(learners: Collection[User], days: Mapping[int, date]) -> dict[int, Digest]:
    """By learner, for the local day of each. Five queries, of the rows of two weeks and of what a streak is read from."""
    dots, before, memories = dots_until(learners, days), _before(days), _memories(days)
    return {learner: _digest(day, dots[learner], before[learner], memories[learner]) for learner, day in days.items()}


def _digest(day: date, dots: tuple[DayDot, ...], before: dict[int, float | None], memories: list[ConceptMemory]) -> Digest:
    recalls = [(row.concept.title, recall_of(row, day), before[row.concept_id]) for row in memories if row.concept_id in before]
    grown = [Brighter(title, recall, brightened(first, recall)) for title, recall, first in recalls]
    brighter = sorted((one for one in grown if one.growth > 0), key=lambda one: (-one.growth, one.title))
    back = sorted((row.due_on, row.concept.title) for row in memories if day < row.due_on <= day + WEEK)
    counts, first = Counter(due for due, _ in back), dict(reversed(back))
    return Digest(
        day=day,
        days=dots,
        brighter=tuple(brighter[:MOST_TOLD]),
        brighter_count=len(brighter),
        coming=tuple(Coming(due, count, first[due]) for due, count in counts.items()),
    )


def _before(days: Mapping[int, date]) -> dict[int, dict[int, float | None]]:
    """The recall that was expected of each concept before the week's first review of it."""
    found: dict[int, dict[int, float | None]] = defaultdict(dict)
    rows = Review.objects.filter(learner__in=days, day__gt=min(days.values()) - WEEK, day__lte=max(days.values()))
    rows = rows.order_by("at", "event__uuid")  # as folds take them
    for learner, concept, predicted, intercept in rows.values_list("learner_id", "concept_id", "predicted_recall", "intercept"):
        found[learner].setdefault(concept, foreseen(predicted, intercept))
    return found


def _memories(days: Mapping[int, date]) -> dict[int, list[ConceptMemory]]:
    """Of what was reviewed in the week or comes back in the next: it does not grow with what was learned before."""
    first, last = min(days.values()), max(days.values())
    told = Q(reviewed_on__gt=first - WEEK) | Q(credited_on__gt=first - WEEK) | Q(due_on__gt=first, due_on__lte=last + WEEK)
    found: dict[int, list[ConceptMemory]] = defaultdict(list)
    for row in asked_for(learner__in=days).filter(told).select_related("concept").defer("concept__summary"):
        found[row.learner_id].append(row)
    return found
