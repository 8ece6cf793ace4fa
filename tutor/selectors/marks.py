"""The learner's past as far as it is folded, and the ledgers since: what streaks, levels and achievements are read from.

However long the history, no more than about nine weeks of it are read: the newest valid mark, and the rows after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import Any, Literal

from django.db.models import BigIntegerField, CharField, Exists, Expression, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from tutor.models import Break, LearnerDay, MadeUpDay, OutageGrant, RewardMark, User, WeeklyGoal
from tutor.prepared import DAY, KEY, prepared
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


@dataclass(frozen=True)
class Days:
    """Finished days after the past, and which dates are covered and why."""

    past: Past
    finished: tuple[FinishedDay, ...]
    covered: Mapping[date, Cover]

    @cached_property
    def chronicle(self) -> Chronicle:
        return chronicle(self.finished, covered=self.covered, begin=self.past.run)


def past_of(learner: User) -> Past:
    """The newest mark that no later grant or vacation of earlier days has made untrue. One query."""
    mark = _newest_mark.first(learner=learner.pk)
    return read(mark.day, mark.document) if mark else Past()


@prepared(learner=KEY)
def _newest_mark(learner: Any) -> QuerySet[RewardMark]:
    return _valid(RewardMark.objects.filter(learner=learner))[:1]


def _valid(marks: QuerySet[RewardMark]) -> QuerySet[RewardMark]:
    """Newest first."""
    granted = OutageGrant.objects.filter(first_day__lte=OuterRef("day"), granted_at__gt=OuterRef("made_at"))
    away = Break.objects.filter(learner=OuterRef("learner"), starts_on__lte=OuterRef("day"), made_at__gt=OuterRef("made_at"))
    return marks.filter(~Exists(granted), ~Exists(away)).order_by("-day")


def days_of(learner: User) -> Days:
    """Three queries."""
    past = past_of(learner)
    rows = _finished(learner=learner.pk, after=past.through)
    return Days(past, tuple(FinishedDay(*row) for row in rows), covered_after(learner, past.through))


@prepared(learner=KEY, after=DAY)
def _finished(learner: Any, after: Any) -> QuerySet[LearnerDay]:
    return LearnerDay.objects.filter(learner=learner, day__gt=after).values_list("day", "finished_at", "zone")


def days_of_many(learners: Collection[int]) -> dict[int, Days]:
    """`days_of` of each. Three queries."""
    newest = _valid(RewardMark.objects.filter(learner=OuterRef("pk"))).values("pk")[:1]
    known = User.objects.filter(pk__in=learners).annotate(newest=Subquery(newest)).values("newest")
    marks = RewardMark.objects.filter(pk__in=known)
    pasts = dict.fromkeys(learners, Past()) | {mark.learner_id: read(mark.day, mark.document) for mark in marks}
    groups: dict[date, list[int]] = defaultdict(list)  # marks are of Sundays, so these are few
    for learner, past in pasts.items():
        groups[past.through].append(learner)
    unread = reduce(or_, (Q(learner__in=group, day__gt=through) for through, group in groups.items()))
    finished: dict[int, list[FinishedDay]] = defaultdict(list)
    for learner, *row in LearnerDay.objects.filter(unread).values_list("learner_id", "day", "finished_at", "zone"):
        finished[learner].append(FinishedDay(*row))
    covered = _covered({learner: past.through for learner, past in pasts.items()})
    return {learner: Days(past, tuple(finished[learner]), covered[learner]) for learner, past in pasts.items()}


def covered_after(learner: User, since: date) -> dict[date, Cover]:
    """Dates after `since` that are asked of nobody, or not of this learner. One query."""
    return _covered({learner.pk: since})[learner.pk]


def _covered(since: Mapping[int, date]) -> dict[int, dict[date, Cover]]:
    """By learner, dates after that of each. One query."""
    found: dict[int, dict[date, Cover]] = {learner: {} for learner in since}
    after = min(since.values())
    rows = _covers_of_one(learner=next(iter(since)), after=after) if len(since) == 1 else _covers(Q(learner__in=since), after)
    for cover, first, last, whose in rows:
        for learner in since if whose is None else (whose,):
            begin = max(first, since[learner] + timedelta(days=1))
            found[learner] |= {begin + timedelta(days=n): cover for n in range((last - begin).days + 1)}
    return found


@prepared(learner=KEY, after=DAY)
def _covers_of_one(learner: Any, after: Any) -> QuerySet:
    return _covers(Q(learner=learner), after)


def _covers(own: Q, after: Any) -> QuerySet:
    """What covers days after one: why, the first and the last of these days, and whose they are, None for everybody's."""

    def named(rows: Any, cover: Cover, first: str, last: str, whose: Expression) -> Any:
        named = rows.order_by().annotate(cover=Value(cover, CharField()), first=F(first), last=F(last), whose=whose)
        return named.values_list("cover", "first", "last", "whose")

    everybody = Cast(Value(None), BigIntegerField())
    grants = named(OutageGrant.objects.filter(last_day__gt=after), "granted", "first_day", "last_day", everybody)
    made_up = named(MadeUpDay.objects.filter(own, day__gt=after), "made-up", "day", "day", F("learner"))
    away = named(Break.objects.filter(own, ends_on__gt=after), "vacation", "starts_on", "ends_on", F("learner"))
    return grants.union(made_up, away, all=True)


def goals_of(learner: User, since: date) -> dict[date, int]:
    """Weekly goals by the Monday from which they hold: those set since, and the one before. One query."""
    return dict(_goals(learner=learner.pk, since=since))


@prepared(learner=KEY, since=DAY)
def _goals(learner: Any, since: Any) -> QuerySet[WeeklyGoal]:
    own = WeeklyGoal.objects.filter(learner=learner)
    before = own.filter(week__lte=since).order_by("-week").values("week")[:1]
    return own.filter(week__gte=Coalesce(Subquery(before), since)).order_by("-week").values_list("week", "days")


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
