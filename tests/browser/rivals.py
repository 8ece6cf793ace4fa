"""The others of a league: two dozen who learn on more or fewer days, for more or less effort, week after week."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tutor import services
from tutor.models import LearnerDay, User, XpEntry
from tutor.services.seating import take_seat

MANY = 24
WEEKS = 4


def gather(now: datetime) -> list[User]:
    """Rivals who have been there for four weeks; `seat` gives them their places."""
    chance, rivals = Random(5), []
    days, entries = [], []
    for number in range(MANY):
        rival = services.begin_as_guest(zone="UTC", now=now - timedelta(weeks=WEEKS))
        rival.username, rival.is_guest = f"rival-{number}", False
        rival.save()
        services.join_league(learner=rival, now=now - timedelta(weeks=WEEKS))
        rivals.append(rival)
        share, minutes = chance.uniform(0.15, 1), chance.uniform(2, 9)
        for back in range(7 * WEEKS):
            at = now - timedelta(days=back)
            if chance.random() < share:
                given = {"learner": rival, "day": rival.clock.day(at)}
                days.append(LearnerDay(**given, finished_at=at, zone="UTC"))
                seconds = round(60 * minutes * chance.uniform(0.7, 1.3))
                entries.append(XpEntry(**given, cause=f"step:{back}", effort_seconds=seconds, at=at))
    LearnerDay.objects.bulk_create(days)
    XpEntry.objects.bulk_create(entries)
    return rivals


def seat(rivals: list[User], now: datetime) -> None:
    """A seat in the week's league for each who has finished this day."""
    done = set(LearnerDay.objects.filter(learner__in=rivals, day=now.date()).values_list("learner_id", flat=True))
    for rival in rivals:
        if rival.pk in done:
            take_seat(learner=rival, day=rival.clock.day(now), now=now)
