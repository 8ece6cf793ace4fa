"""The learner's past as far as it is folded, and the ledgers since: what streaks, levels and achievements are read from.

However long the history, no more than about nine weeks of it are read: the newest valid mark, and the rows after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models import CharField, Exists, F, OuterRef, Value

from tutor.models import Break, LearnerDay, MadeUpDay, OutageGrant, RewardMark, User, WeeklyGoal
from tutor.rules.achievements import Seen
from tutor.rules.goal import WeekRun
from tutor.rules.streak import Chronicle, FinishedDay, Run, chronicle

Cover = Literal["granted", "vacation", "made-up"]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything up to and including `through`, folded; of a beginner nothing, and `through` is the beginning of time."""

    through: date = date.min
    run: Run = field(default_factory=Run)
    weeks: WeekRun = field(default_factory=WeekRun)
    seen: Seen = field(default_factory=Seen)


@dataclass(frozen=True, slots=True)
class Days:
    """Finished days after the past, and which dates are covered and why."""

    past: Past
    finished: tuple[FinishedDay, ...]
    covered: Mapping[date, Cover]

    @property
    def chronicle(self) -> Chronicle:
        return chronicle(self.finished, covered=self.covered, begin=self.past.run)


def past_of(learner: User) -> Past:
    """The newest mark that no later grant or vacation of earlier days has made untrue. One query."""
    granted = OutageGrant.objects.filter(first_day__lte=OuterRef("day"), granted_at__gt=OuterRef("made_at"))
    away = Break.objects.filter(learner=learner, starts_on__lte=OuterRef("day"), made_at__gt=OuterRef("made_at"))
    mark = RewardMark.objects.filter(~Exists(granted), ~Exists(away), learner=learner).order_by("-day").first()
    return read(mark.day, mark.document) if mark else Past()


def days_of(learner: User) -> Days:
    """Three queries."""
    past = past_of(learner)
    rows = LearnerDay.objects.filter(learner=learner, day__gt=past.through).values_list("day", "finished_at", "zone")
    return Days(past, tuple(FinishedDay(*row) for row in rows), covered_after(learner, past.through))


def covered_after(learner: User, since: date) -> dict[date, Cover]:
    """Dates after `since` that are asked of nobody, or not of this learner. One query."""

    def named(rows: Any, cover: Cover, first: str, last: str) -> Any:
        named = rows.order_by().annotate(cover=Value(cover, CharField()), first=F(first), last=F(last))
        return named.values_list("cover", "first", "last")

    grants = named(OutageGrant.objects.filter(last_day__gt=since), "granted", "first_day", "last_day")
    made_up = named(MadeUpDay.objects.filter(learner=learner, day__gt=since), "made-up", "day", "day")
    away = named(Break.objects.filter(learner=learner, ends_on__gt=since), "vacation", "starts_on", "ends_on")
    found: dict[date, Cover] = {}
    for cover, first, last in grants.union(made_up, away, all=True):
        first = max(first, since + timedelta(days=1))
        found |= {first + timedelta(days=n): cover for n in range((last - first).days + 1)}
    return found


def goals_of(learner: User, since: date) -> dict[date, int]:
    """Weekly goals by the Monday from which they hold: those set since, and the one before. One query."""
    rows = WeeklyGoal.objects.filter(learner=learner).order_by("-week").values_list("week", "days")
    goals: dict[date, int] = {}
    for week, days in rows.iterator():
        goals[week] = days
        if week <= since:
            break
    return goals


def read(through: date, document: dict[str, Any]) -> Past:
    run = document["run"]
    last = run["last"] and FinishedDay(
        date.fromisoformat(run["last"]["day"]), datetime.fromisoformat(run["last"]["finished_at"]), run["last"]["zone"]
    )
    folded = Run(**run | {"last": last, "lost": tuple(map(date.fromisoformat, run["lost"]))})
    return Past(through, folded, WeekRun(**document["weeks"]), Seen(**document["seen"]))


def written(past: Past) -> dict[str, Any]:
    """What `read` reads, for JSON."""
    document = asdict(past)
    del document["through"]
    run = document["run"]
    run["lost"] = [day.isoformat() for day in run["lost"]]
    if run["last"]:
        run["last"] |= {name: run["last"][name].isoformat() for name in ("day", "finished_at")}
    return document
