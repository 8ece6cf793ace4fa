"""The league's page: the table of this week, or how to get into one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Sum

from tutor.models import LeagueMember, LeagueResult, LeagueSeat, LearnerDay, User, XpEntry
from tutor.rules.goal import monday_of
from tutor.rules.leagues import TIERS, Week, moving, ranked, tier_after

RESULTS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class RowView:
    """`outcome` is where the place leads if nothing changes: up, stay or down."""

    place: int
    name: str
    days: int
    effort_seconds: int
    own: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class ResultView:
    week: date
    tier: str
    place: int
    size: int
    days: int
    effort_seconds: int
    outcome: str


@dataclass(frozen=True, slots=True)
class LeagueView:
    """`rows` are empty while there is no seat; `moving` is how many go up or down at most; `results` are past weeks.

    `ends_at` is what the learner's clocks show when the week is over for all of the league.
    """

    joined: bool
    name: str
    tier: int
    tier_name: str
    tiers: tuple[str, ...]
    week: date
    ends_at: datetime | None
    rows: tuple[RowView, ...]
    moving: int
    results: tuple[ResultView, ...]


def league_for(learner: User, now: datetime) -> LeagueView:
    """Five queries, whoever and however many there are."""
    member = LeagueMember.objects.filter(learner=learner, left_at=None).first()
    results = _results(learner)
    tier = tier_after(TIERS.index(results[0].tier), results[0].outcome) if results else 0
    seat = LeagueSeat.objects.filter(learner=learner, group__closed_at=None).select_related("group").first() if member else None
    rows = _rows(seat) if seat else ()
    tier = seat.group.tier if seat else tier
    return LeagueView(
        joined=member is not None,
        name=seat.name if seat else member.name if member else "",
        tier=tier,
        tier_name=TIERS[tier],
        tiers=TIERS,
        week=seat.week if seat else monday_of(learner.clock.day(now)),
        ends_at=seat.group.closes_at.astimezone(learner.clock.zone).replace(tzinfo=None) if seat else None,
        rows=rows,
        moving=moving(len(rows)),
        results=results,
    )


def _rows(own: LeagueSeat) -> tuple[RowView, ...]:
    """Three queries."""
    names = {seat.learner_id: seat.name for seat in LeagueSeat.objects.filter(group=own.group_id)}
    of_week = {"day__range": (own.week, own.week + timedelta(days=6)), "learner__in": names}
    days = dict(LearnerDay.objects.filter(**of_week).order_by().values_list("learner").annotate(Count("pk")))
    effort = dict(XpEntry.objects.filter(**of_week).order_by().values_list("learner").annotate(Sum("effort_seconds")))
    weeks = [Week(who, days.get(who, 0), effort.get(who, 0)) for who in names]
    return tuple(
        RowView(
            one.place, names[one.week.who], one.week.days, one.week.effort_seconds, one.week.who == own.learner_id, one.outcome
        )
        for one in ranked(weeks, own.group.tier)
    )


def _results(learner: User) -> tuple[ResultView, ...]:
    rows = LeagueResult.objects.filter(seat__learner=learner).select_related("seat__group").order_by("-seat__week")
    return tuple(
        ResultView(
            row.seat.week,
            TIERS[row.seat.group.tier],
            row.place,
            row.seat.group.size,
            row.days,
            row.effort_seconds,
            row.outcome,
        )
        for row in rows[:RESULTS_SHOWN]
    )
