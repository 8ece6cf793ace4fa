"""Levels and achievements, and where a day's effort came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from tutor.models import Achievement, User, XpEntry
from tutor.rules import achievements as rules
from tutor.rules.levels import Level, level
from tutor.selectors.marks import Days, days_of
from tutor.selectors.records import effort_of, record_of

# By what stands before the colon of a cause in the ledger.
CAUSES = {"attempt": "Answering", "step": "Reading and exploring", "exercise": "Writing code"}
RECENT = 6


@dataclass(frozen=True, slots=True)
class CauseView:
    name: str
    effort_seconds: int


@dataclass(frozen=True, slots=True)
class AchievementView:
    """`done` of `needed` units are there; `day` is when it was reached, None while it is not."""

    slug: str
    family: str
    title: str
    about: str
    done: int
    needed: int
    unit: str
    day: date | None


@dataclass(frozen=True, slots=True)
class AchievementsView:
    reached: tuple[AchievementView, ...]
    ahead: tuple[AchievementView, ...]

    @property
    def total(self) -> int:
        return len(self.reached) + len(self.ahead)


def level_of(learner: User, days: Days) -> Level:
    """One query."""
    return level(effort_of(learner, days))


def effort_by_cause(learner: User, day: date) -> tuple[CauseView, ...]:
    """A day's effort by what it was for, most first. One query."""
    sums: dict[str, int] = {}
    rows = XpEntry.objects.filter(learner=learner, day=day).order_by().values_list("cause").annotate(Sum("effort_seconds"))
    for cause, seconds in rows:
        name = CAUSES.get(cause.partition(":")[0], "Other work")
        sums[name] = sums.get(name, 0) + seconds
    return tuple(CauseView(name, sums[name]) for name in sorted(sums, key=lambda name: (-sums[name], name)))


def achievements_of(learner: User, now: datetime) -> AchievementsView:
    """All that there are: those reached, latest first, and those ahead, nearest first. Sixteen queries."""
    record = record_of(learner, days_of(learner), learner.clock.day(now))
    days = dict(Achievement.objects.filter(learner=learner).values_list("slug", "day"))
    views = [_view(one, rules.progress(one, record), days.get(one.slug)) for one in rules.ACHIEVEMENTS]
    return AchievementsView(
        reached=tuple(sorted((view for view in views if view.day), key=lambda view: view.day or date.min, reverse=True)),
        ahead=tuple(sorted((view for view in views if not view.day), key=lambda view: -view.done / view.needed)),
    )


def achievements_on(learner: User, day: date) -> tuple[AchievementView, ...]:
    """Those that were reached on a day. One query."""
    return _reached(Achievement.objects.filter(learner=learner, day=day))


def latest_achievements(learner: User) -> tuple[AchievementView, ...]:
    """One query."""
    return _reached(Achievement.objects.filter(learner=learner).order_by("-at", "slug")[:RECENT])


def _reached(rows: QuerySet[Achievement]) -> tuple[AchievementView, ...]:
    known = {one.slug: one for one in rules.ACHIEVEMENTS}
    return tuple(_view(known[row.slug], known[row.slug].needed, row.day) for row in rows if row.slug in known)


def _view(one: rules.Achievement, done: int, day: date | None) -> AchievementView:
    return AchievementView(one.slug, one.family, one.title, one.about, one.needed if day else done, one.needed, one.unit, day)
