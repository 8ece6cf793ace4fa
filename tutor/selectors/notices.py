"""What Today tells beside the plan: a lesson that is warmed up, a return, a break, and days to be ready by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet

from tutor.models import PathTarget, User
from tutor.prepared import KEY, prepared
from tutor.selectors.progress import PlanProgress


@dataclass(frozen=True, slots=True)
class Gate:
    """A lesson that today begins with what it builds on. `titles` are the concepts still to be asked."""

    lesson: str
    lesson_title: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetView:
    """`minutes` a day are what it takes by now, None where no minutes are enough; `done_on` is when it is done as things are.

    `state`: nothing left to do, on course with the learner's minutes, behind them, or past the day.
    """

    path_slug: str
    path_title: str
    day: date
    minutes: int | None
    done_on: date | None
    state: Literal["done", "on", "behind", "past"]


@dataclass(frozen=True, slots=True)
class Notices:
    """`missed` is 0 but on the day of a return. `break_until` is the last day of the break that is on."""

    gates: tuple[Gate, ...]
    missed: int
    catch_up: date | None
    break_until: date | None
    targets: tuple[TargetView, ...]


def notices_for(learner: User, progress: PlanProgress | None, now: datetime, break_until: date | None) -> Notices:
    """One query."""
    return Notices(
        gates=gates_of(progress) if progress else (),
        missed=progress.missed if progress else 0,
        catch_up=progress.catch_up if progress else None,
        break_until=break_until,
        targets=targets_of(learner, now),
    )


def targets_of(learner: User, now: datetime, path_slug: str = "") -> tuple[TargetView, ...]:
    """The learner's targets, or that of one path. One query."""
    rows = [row for row in _targets(learner=learner.pk) if not path_slug or row.path.slug == path_slug]
    return tuple(_target(row, learner.clock.day(now)) for row in rows)


@prepared(learner=KEY)
def _targets(learner: Any) -> QuerySet[PathTarget]:
    own = PathTarget.objects.filter(learner=learner, path__retired_at=None)
    return own.select_related("path").order_by("day", "pk")


def _target(row: PathTarget, today: date) -> TargetView:
    met = row.done_on is not None and row.done_on <= row.day
    ahead: Literal["past", "on", "behind"] = "past" if today > row.day else "on" if met else "behind"
    state: Literal["done", "past", "on", "behind"] = "done" if row.minutes == 0 else ahead
    return TargetView(row.path.slug, row.path.title, row.day, row.minutes, row.done_on, state)


def gates_of(progress: PlanProgress) -> tuple[Gate, ...]:
    """Lessons whose warm-up is not done yet."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    for pick, done in zip(progress.picks, progress.done, strict=True):
        if pick.get("warms") and not done:
            waiting.setdefault(pick["warms"], []).append(pick)
    titles = {pick["lesson"]: pick["subtitle"] for pick in progress.picks if pick["lesson"]}
    return tuple(
        Gate(lesson, titles.get(lesson, lesson), tuple(pick["title"] for pick in picks)) for lesson, picks in waiting.items()
    )
