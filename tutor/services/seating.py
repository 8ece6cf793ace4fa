"""A seat in the league of a week, taken with the first day that a member finishes in it.

Nobody is placed before they learn, so no batch has to look at all members, and leagues are full of those who take part.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Greatest

from tutor.models import LeagueGroup, LeagueMember, LeagueResult, LeagueSeat, User
from tutor.rules.goal import monday_of
from tutor.rules.leagues import SIZE, closes_at, offered_names, tier_after


def take_seat(*, learner: User, day: date, now: datetime) -> LeagueSeat | None:
    """The seat of the week of a local day, for a member. None for others, and while last week's league is not closed yet."""
    member = LeagueMember.objects.filter(learner=learner, left_at=None).first()
    if member is None:
        return None
    week = monday_of(day)
    last = LeagueSeat.objects.filter(learner=learner).select_related("group").order_by("-week").first()
    if last is not None and last.week >= week:
        return last
    if last is not None and last.group.closed_at is None:
        return None
    group = _place_in(week, _tier_of(last), max(closes_at(week, learner.clock), now))
    worn = set(group.seats.values_list("name", flat=True))
    name = member.name if member.name not in worn else offered_names(str(learner.pk), count=1, without=worn)[0]
    return LeagueSeat.objects.create(group=group, learner=learner, week=week, name=name, at=now)


def _tier_of(last: LeagueSeat | None) -> int:
    result = LeagueResult.objects.filter(seat=last).first() if last else None
    return tier_after(last.group.tier, result.outcome) if last and result else 0


def _place_in(week: date, tier: int, closes: datetime) -> LeagueGroup:
    """Takes a place in a group that has room: best in one that closes at the same hour, then in any, else in a new one."""
    free = LeagueGroup.objects.filter(week=week, tier=tier, size__lt=SIZE, closed_at=None)
    while True:
        group = free.filter(closes_at=closes).order_by("pk").first() or free.order_by("pk").first()
        if group is None:
            return LeagueGroup.objects.create(week=week, tier=tier, size=1, closes_at=closes)
        # Someone else may have taken the last place, or closed the group, since it was read.
        taken = free.filter(pk=group.pk).update(size=F("size") + 1, closes_at=Greatest("closes_at", closes))
        if taken:
            return group
