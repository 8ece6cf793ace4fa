"""The learner's past as far as it is folded, and the ledgers since: what streaks, levels and achievements are read from.

However long the history, no more than about nine weeks of it are read: the newest valid mark, and the rows after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, reduce
from operator import attrgetter, or_
from typing import Any, Literal

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    Expression,
    F,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
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


BEGINNING = Past()


@dataclass(frozen=True)
class Days:
    """Finished days after the past, and which dates are covered and why."""

    past: Past
    finished: tuple[FinishedDay, ...]
    covered: Mapping[date, Cover]

    @cached_property
    def chronicle(self) -> Chronicle:
        return chronicle(self.finished, covered=self.covered, begin=self.past.run)


def days_of(learner: User) -> Days:
    """One query."""
    past, finished, covers = BEGINNING, list[FinishedDay](), list[tuple[Cover, date, date]]()
    for why, first, last, at, zone, document in _since_mark(learner=learner.pk):
        if why == "mark":
            past = read(first, document)
        elif why == "finished":
            finished.append(FinishedDay(first, at, zone))
        else:
            covers.append((why, first, last))
    finished.sort(key=attrgetter("day"), reverse=True)
    return Days(past, tuple(finished), _dates(covers, past.through))


@prepared(learner=KEY)
def _since_mark(learner: Any) -> QuerySet:
    """The newest valid mark of a learner, if there is one, and after it the days that were finished and what covers days: why,
    the first and the last day, when and where a day was finished, and what the mark says.
    """
    newest = _valid(RewardMark.objects.filter(learner=learner))
    through = Coalesce(Subquery(newest.values("day")[:1]), Value(date.min, DateField()))
    marked = RewardMark.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    finished = LearnerDay.objects.filter(learner=learner, day__gt=through)
    at, zone, said = (Cast(Value(None), kind) for kind in (DateTimeField(), CharField(), JSONField()))
    parts = [
        _told(marked, "mark", "day", "day", at, zone, F("document")),
        _told(finished, "finished", "day", "day", F("finished_at"), F("zone"), said),
        *(_told(rows, why, first, last, at, zone, said) for rows, why, first, last, _ in _covers(Q(learner=learner), through)),
    ]
    return parts[0].union(*parts[1:], all=True)


def _valid(marks: QuerySet[RewardMark]) -> QuerySet[RewardMark]:
    """Newest first."""
    granted = OutageGrant.objects.filter(first_day__lte=OuterRef("day"), granted_at__gt=OuterRef("made_at"))
    away = Break.objects.filter(learner=OuterRef("learner"), starts_on__lte=OuterRef("day"), made_at__gt=OuterRef("made_at"))
    return marks.filter(~Exists(granted), ~Exists(away)).order_by("-day")


def days_of_many(learners: Collection[int]) -> dict[int, Days]:
    """`days_of` of each. Three queries."""
    newest = _valid(RewardMark.objects.filter(learner=OuterRef("pk"))).values("pk")[:1]
    known = User.objects.filter(pk__in=learners).annotate(newest=Subquery(newest)).values("newest")
    marks = RewardMark.objects.filter(pk__in=known)
    pasts = dict.fromkeys(learners, BEGINNING) | {mark.learner_id: read(mark.day, mark.document) for mark in marks}
    groups: dict[date, list[int]] = defaultdict(list)  # marks are of Sundays, so these are few
    for learner, past in pasts.items():
        groups[past.through].append(learner)
    unread = reduce(or_, (Q(learner__in=group, day__gt=through) for through, group in groups.items()))
    finished: dict[int, list[FinishedDay]] = defaultdict(list)
    for learner, *row in LearnerDay.objects.filter(unread).values_list("learner_id", "day", "finished_at", "zone"):
        finished[learner].append(FinishedDay(*row))
    covered = _covered({learner: past.through for learner, past in pasts.items()})
    return {learner: Days(past, tuple(finished[learner]), covered[learner]) for learner, past in pasts.items()}


def _covered(since: Mapping[int, date]) -> dict[int, dict[date, Cover]]:
    """By learner, dates after that of each. One query."""
    found: dict[int, list[tuple[Cover, date, date]]] = {learner: [] for learner in since}
    parts = [_told(rows, *named, whose) for rows, *named, whose in _covers(Q(learner__in=since), min(since.values()))]
    for cover, first, last, whose in parts[0].union(*parts[1:], all=True):
        for learner in since if whose is None else (whose,):
            found[learner].append((cover, first, last))
    return {learner: _dates(covers, since[learner]) for learner, covers in found.items()}


def _covers(own: Q, after: Any) -> list[tuple[QuerySet, Cover, str, str, Expression | F]]:
    """What covers days after one: the rows, why, the fields of the first and the last of these days, and whose they are, None
    for everybody's.
    """
    everybody = Cast(Value(None), BigIntegerField())
    return [
        (OutageGrant.objects.filter(last_day__gt=after), "granted", "first_day", "last_day", everybody),
        (MadeUpDay.objects.filter(own, day__gt=after), "made-up", "day", "day", F("learner")),
        (Break.objects.filter(own, ends_on__gt=after), "vacation", "starts_on", "ends_on", F("learner")),
    ]


def _told(rows: QuerySet, why: str, first: str, last: str, *more: Expression | F) -> QuerySet:
    """Tuples of why, the first and the last day, and more, such as those of other rows can be joined to."""
    named = {f"told_{number}": one for number, one in enumerate((Value(why, CharField()), F(first), F(last), *more))}
    return rows.order_by().annotate(**named).values_list(*named)


def _dates(covers: Iterable[tuple[Cover, date, date]], after: date) -> dict[date, Cover]:
    """Each covered date after one, and why it is."""
    found: dict[date, Cover] = {}
    for cover, first, last in covers:
        begin = max(first, after + timedelta(days=1))
        found |= {begin + timedelta(days=number): cover for number in range((last - begin).days + 1)}
    return found


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
