"""Leagues: joining, leaving, choosing a name, and closing the weeks that are over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, F, Sum

from tutor.errors import BadInput, NotFound
from tutor.models import LeagueGroup, LeagueMember, LeagueResult, LeagueSeat, LearnerDay, User, XpEntry
from tutor.rules.leagues import Week, offered_names, ranked
from tutor.services.learning import lock
from tutor.services.seating import take_seat

NAMES_OFFERED = 6
GROUPS_AT_ONCE = 200


def join_league(*, learner: User, now: datetime) -> LeagueMember:
    """Opts in. Who has finished a day of this week has a seat at once. Joining again changes nothing.

    Raises:
        BadInput: guests cannot be told apart from one another, so a league takes accounts only.
    """
    if learner.is_guest:
        raise BadInput("A league needs an account.", "Make one; it keeps what you learned.", field="league")
    with transaction.atomic():
        learner = lock(learner)
        given = {"name": offered_names(str(learner.pk), count=1)[0], "joined_at": now}
        member, _ = LeagueMember.objects.get_or_create(learner=learner, defaults=given)
        if member.left_at is not None:
            member.left_at, member.joined_at = None, now
            member.save(update_fields=["left_at", "joined_at"])
        day = learner.clock.day(now)
        monday = day - timedelta(days=day.weekday())
        if LearnerDay.objects.filter(learner=learner, day__gte=monday).exists():
            take_seat(learner=learner, day=day, now=now)
    return member


def leave_league(*, learner: User, now: datetime) -> None:
    """Opts out at once: the seat of a week that is not closed is given up. Who comes back goes on in the same league."""
    with transaction.atomic():
        learner = lock(learner)
        LeagueMember.objects.filter(learner=learner, left_at=None).update(left_at=now)
        for seat in LeagueSeat.objects.filter(learner=learner, group__closed_at=None):
            seat.delete()
            LeagueGroup.objects.filter(pk=seat.group_id, size__gt=0).update(size=F("size") - 1)


def names_for(learner: User) -> tuple[str, ...]:
    """The names that a learner may choose from, always the same."""
    return offered_names(str(learner.pk), count=NAMES_OFFERED)


def rename_in_league(*, learner: User, name: str) -> LeagueMember:
    """Wears another of the generated names, in the league of this week, too.

    Raises:
        NotFound: the learner is in no league.
        BadInput: the name was not offered, or somebody wears it in this week's league.
    """
    if name not in names_for(learner):
        raise BadInput("This name was not offered.", "Choose one of the list.", field="name")
    with transaction.atomic():
        learner = lock(learner)
        member = LeagueMember.objects.filter(learner=learner, left_at=None).first()
        if member is None:
            raise NotFound("You are in no league.", "Join one first.", field="league")
        for seat in LeagueSeat.objects.filter(learner=learner, group__closed_at=None):
            if LeagueSeat.objects.filter(group=seat.group_id, name=name).exclude(pk=seat.pk).exists():
                raise BadInput("Somebody wears this name in your league.", "Choose another of the list.", field="name")
            seat.name = name
            seat.save(update_fields=["name"])
        member.name = name
        member.save(update_fields=["name"])
    return member


def close_leagues(*, now: datetime, at_once: int = GROUPS_AT_ONCE) -> int:
    """Closes every league whose week is over for all in it, some at a time; returns how many.

    Each batch is one transaction that writes results and closes its groups together, so it may be run again, or by two at once,
    at any time. It reads the seats of its groups and their days and effort of that week, and nobody else's.
    """
    closed = 0
    while True:
        with transaction.atomic():
            groups = _due(now, at_once)
            if not groups:
                return closed
            for week in sorted({group.week for group in groups}):
                _close([group for group in groups if group.week == week], week)
            LeagueGroup.objects.filter(pk__in=[group.pk for group in groups]).update(closed_at=now)
        closed += len(groups)


def _due(now: datetime, at_once: int) -> list[LeagueGroup]:
    skip = connection.features.has_select_for_update_skip_locked
    due = LeagueGroup.objects.select_for_update(skip_locked=skip).filter(closed_at=None, closes_at__lte=now)
    return list(due.order_by("closes_at", "pk")[:at_once])


def _close(groups: list[LeagueGroup], week: date) -> None:
    tiers = {group.pk: group.tier for group in groups}
    seats = list(LeagueSeat.objects.filter(group__in=tiers).order_by().values_list("pk", "group_id", "learner_id"))
    sums = week_sums(list(tiers), week)
    weeks: dict[int, list[Week]] = defaultdict(list)
    for seat, group, learner in seats:
        weeks[group].append(Week(seat, *sums.get(learner, (0, 0))))
    LeagueResult.objects.bulk_create(
        (
            LeagueResult(
                seat_id=one.week.who,
                place=one.place,
                days=one.week.days,
                effort_seconds=one.week.effort_seconds,
                outcome=one.outcome,
            )
            for group, members in weeks.items()
            for one in ranked(members, tiers[group])
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


def week_sums(groups: list[int], week: date) -> dict[int, tuple[int, int]]:
    """Finished days and effort seconds of a week, by learner, of those with a seat in one of the groups. Two queries."""
    of_week = {"day__range": (week, week + timedelta(days=6)), "learner__league_seats__group__in": groups}
    days = dict(LearnerDay.objects.filter(**of_week).order_by().values_list("learner").annotate(Count("pk")))
    effort = dict(XpEntry.objects.filter(**of_week).order_by().values_list("learner").annotate(Sum("effort_seconds")))
    return {learner: (days.get(learner, 0), effort.get(learner, 0)) for learner in days.keys() | effort.keys()}
