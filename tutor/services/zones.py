"""Puts right which zone a learner was in: looked at beforehand, done, and taken back by an event each; days are folded anew."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from tutor.errors import BadInput, NotFound
from tutor.models import Event, Kind, LearnerDay, User
from tutor.rules.day import UnknownZone
from tutor.rules.day import zone as zone_named
from tutor.selectors.history import DEEDS, History
from tutor.selectors.streaks import streak_at
from tutor.selectors.zones import newest_correction
from tutor.services.learning import lock
from tutor.services.log import OLDEST, record
from tutor.services.refolding import refold_since
from tutor.services.reminding import retime_reminders


@dataclass(frozen=True, slots=True)
class DaySeen:
    """How much was done on a day, and whether it was finished."""

    acts: int
    finished: bool


@dataclass(frozen=True, slots=True)
class DayChange:
    day: date
    before: DaySeen
    after: DaySeen


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """What a corrected zone changes: days as they are and as they would be, only those that differ, and the streak in days."""

    days: tuple[DayChange, ...]
    streak_before: int
    streak_after: int


@dataclass(frozen=True, slots=True)
class _Seen:
    acts: Counter[date]
    finished: frozenset[date]
    streak: int

    def day(self, day: date) -> DaySeen:
        return DaySeen(self.acts[day], day in self.finished)


def correct_zone(*, learner: User, zone: str, since: datetime, now: datetime) -> User:
    """Says that the learner has been in another zone since a moment than their device told: what was done since then belongs to
    the days of that zone, and so do coming days. Days before that stay as they are.

    Raises:
        BadInput: the zone is unknown, or the moment lies in the future or too far back.
    """
    try:
        zone_named(zone)
    except UnknownZone as problem:
        raise BadInput(str(problem), "Choose one from the list, such as Europe/Berlin.", field="zone") from problem
    if since.tzinfo is None or not now - OLDEST <= since <= now:
        raise BadInput(
            "The zone cannot be corrected from then on.", f"Choose a moment of the last {OLDEST.days} days.", field="since"
        )
    with transaction.atomic():
        learner = lock(learner)
        document = {"zone": zone, "turns_at": learner.day_turns_at, "since": since.isoformat(), "before": learner.zone}
        _change(learner, zone, since, Kind.ZONE_SET, document, now)
    return learner


def take_back_zone(*, learner: User, correction: uuid.UUID, now: datetime) -> User:
    """Takes the newest correction back: past days are as they were before it, and coming days go by the zone from before it.
    Taking the same one back again changes nothing.

    Raises:
        NotFound: the learner's newest correction is another, or what it changed lies too far back.
    """
    with transaction.atomic():
        learner = lock(learner)
        if Event.objects.filter(learner=learner, kind=Kind.UNDONE, document__event=str(correction)).exists():
            return learner
        newest = newest_correction(learner, now)
        if newest is None or newest.uuid != correction:
            raise NotFound("This correction cannot be taken back.", "Correct the zone anew.", field="correction")
        document = {"event": str(correction), "zone": newest.before}
        _change(learner, newest.before, newest.since, Kind.UNDONE, document, now)
    return learner


def preview_zone(*, learner: User, zone: str, since: datetime, now: datetime) -> ZoneChange:
    """What `correct_zone` would change. It is done, looked at and rolled back, so that what is told beforehand is what happens.

    Raises:
        BadInput: as `correct_zone` does.
    """
    with transaction.atomic():
        learner = lock(learner)
        before = _seen(learner, since, now)
        after = _seen(correct_zone(learner=learner, zone=zone, since=since, now=now), since, now)
        transaction.set_rollback(True)
    days = {*before.acts, *after.acts, *before.finished, *after.finished}
    rows = (DayChange(day, before.day(day), after.day(day)) for day in sorted(days))
    return ZoneChange(tuple(row for row in rows if row.before != row.after), before.streak, after.streak)


def _seen(learner: User, since: datetime, now: datetime) -> _Seen:
    history = History(learner)
    acts = Event.objects.filter(learner=learner, at__gte=since, kind__in=DEEDS)
    finished = LearnerDay.objects.filter(learner=learner, day__gte=since.date() - timedelta(days=2))
    days = frozenset(finished.values_list("day", flat=True))
    return _Seen(Counter(history.day(act) for act in acts), days, streak_at(learner, now).current)


def _change(learner: User, zone: str, since: datetime, kind: Kind, document: dict[str, object], now: datetime) -> None:
    """Sets the zone, writes down why, and folds anew what was done since, on the days from before and on those from now on."""
    moved = list(Event.objects.filter(learner=learner, at__gte=since).order_by("at"))
    before = History(learner)
    days = {before.day(event) for event in moved}
    learner.zone = zone
    learner.save(update_fields=["zone"])
    record(learner=learner, kind=kind, now=now, zone=zone, document=document)
    after = History(learner)
    days |= {after.day(event) for event in moved}
    touched = {event.concept_id for event in moved if event.concept_id}
    touched |= {one for concept in touched for one in after.below(concept)}
    refold_since(learner=learner, concepts=touched, days=sorted(days), since=since)
    retime_reminders(learner=learner, now=now)
