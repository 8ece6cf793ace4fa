"""The door of the event log: what a learner does is written down here, once, before it has any effect."""

from __future__ import annotations

import secrets
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, UUIDField

from exercises.models import ItemRevision
from lessons.models import Concept
from tutor.errors import BadInput, NotYet, TooOld
from tutor.models import DayPlan, Event, Kind, User
from tutor.prepared import KEY, prepared
from tutor.prepared_writes import insert
from tutor.rules.day import Clock, UnknownZone
from tutor.rules.day import zone as zone_named
from tutor.rules.history import day_of
from tutor.selectors.history import History
from tutor.services.marks import note_act

# Clocks of devices differ a little; what they date later than this was not done yet.
CLOCKS_DIFFER = timedelta(minutes=5)
# Who was without a connection for longer starts anew: what is older would change days that were closed long ago.
OLDEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and where an act was done. `late` says that it was told later.

    `told` is the learner's local day at `at` in `zone`, which the log keeps; `day` is the one that it counts for, by whichever
    corrections of the zone there are.
    """

    uuid: uuid.UUID
    at: datetime
    zone: str
    day: date
    late: bool
    told: date


def stamp(
    learner: User,
    *,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
    imported: bool = False,
) -> Stamp:
    """The stamp of an act as a client tells it, or as the server sees it at `now`.

    Args:
        event_id: made by the client, so that telling twice is one act; without it each call is an act of its own.
        at: when it was done, by the client's clock; a clock that is a little fast is set back to `now`.
        zone: where it was done, an IANA name; else where the learner's settings say.
        imported: the act is part of a history that is taken over, and may be as old as it likes.

    Raises:
        BadInput: the moment has no zone, lies in the future or too far back, or the zone is unknown.
    """
    at = now if at is None else at
    if at.tzinfo is None:
        raise BadInput("This moment has no time zone.", "Send it in UTC, as in 2026-03-02T09:00:00Z.", field="at")
    if at > now + CLOCKS_DIFFER:
        raise NotYet("This moment has not come yet.", "Set the clock of your device.", field="at")
    if at < now - OLDEST and not imported:
        raise TooOld(f"This was done more than {OLDEST.days} days ago.", "It is too old to count.", field="at")
    try:
        clock = learner.clock if zone is None else Clock(zone_named(zone), learner.day_turns_at)
    except UnknownZone as problem:
        raise BadInput(str(problem), "Send an IANA name, such as Europe/Berlin.", field="zone") from problem
    late, at = at < now, min(at, now).astimezone(UTC)
    day = clock.day(at)
    counts = day_of(at, day, History(learner).corrections) if late else day
    return Stamp(event_id or new_id(), at, clock.zone.key, counts, late, told=day)


def new_id() -> uuid.UUID:
    """A UUID that comes after those made before (version 7 of RFC 9562, to a quarter of a microsecond): by these, acts of the
    site within one moment keep their order.
    """
    milliseconds, rest = divmod(time.time_ns(), 10**6)
    fraction = rest * 4096 // 10**6
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62))


def told(learner: User, event_id: uuid.UUID | None, kind: Kind) -> Event | None:
    """The act that this id was given to before.

    Raises:
        BadInput: it was given to an act of another kind.
    """
    event = _events.first(learner=learner.pk, uuid=event_id) if event_id else None
    if event is not None and event.kind != kind:
        raise BadInput("This id is that of another act.", "Make a new UUID for each act.", field="event_id")
    return event


@prepared(learner=KEY, uuid=UUIDField())
def _events(learner: Any, uuid: Any) -> QuerySet[Event]:
    return Event.objects.filter(learner=learner, uuid=uuid)


def write(
    learner: User,
    kind: Kind,
    stamped: Stamp,
    *,
    now: datetime,
    day: date | None = None,
    concept: Concept | None = None,
    item_revision: ItemRevision | None = None,
    document: dict[str, Any] | None = None,
) -> Event:
    """Writes down an act that was stamped already; `day` where it is not that of the stamp."""
    note_act(learner, day or stamped.day, now)
    return insert(
        Event,
        learner=learner,
        uuid=stamped.uuid,
        kind=kind.value,
        at=stamped.at,
        received_at=now,
        zone=stamped.zone,
        day=day or stamped.told,
        concept=concept,
        item_revision=item_revision,
        document=document or {},
    )


def record(
    *,
    learner: User,
    kind: Kind,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
    day: date | None = None,
    concept: Concept | None = None,
    item_revision: ItemRevision | None = None,
    document: dict[str, Any] | None = None,
    imported: bool = False,
) -> tuple[Event, bool]:
    """Writes an act down and says whether it is new: the same learner and `event_id` again find what was written.

    The caller holds the lock on the learner and draws the consequences only of what is new. Arguments are those of `stamp`;
    `day` is given where the server knows better than the clock, as for a verdict that came after the day had turned.

    Raises:
        BadInput: as `stamp` does, and if this id was given to an act of another kind.
    """
    before = told(learner, event_id, kind)
    if before is not None:
        return before, False
    stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone, imported=imported)
    return write(
        learner, kind, stamped, now=now, day=day, concept=concept, item_revision=item_revision, document=document
    ), True


def note_plan(learner: User, plan: DayPlan, now: datetime) -> None:
    """Writes down what a day's plan holds, whenever it was composed, grew or was composed anew: which acts finish the day."""
    document = {"minutes": plan.minutes, "picks": [pick_named(pick) for pick in plan.document["picks"]], "planner": learner.pk}
    record(learner=learner, kind=Kind.DAY_OPENED, now=now, day=plan.day, document=document)


def note_unplanned(learner: User, day: date, now: datetime) -> None:
    """Writes down, once, what a day of the past takes that had no plan when something that was done on it was told."""
    if Event.objects.filter(learner=learner, kind=Kind.DAY_OPENED, day=day).exists():
        return
    begins = learner.clock.bounds(day)[0]
    stamped = Stamp(uuid.uuid4(), begins.astimezone(UTC), learner.zone, day, late=True, told=day)
    write(learner, Kind.DAY_OPENED, stamped, now=now, document={"minutes": learner.daily_minutes, "picks": None})


def pick_named(pick: dict[str, Any]) -> list[str]:
    """A pick of a plan as events name it: a question by its slug, a step by lesson and key."""
    return ["step", pick["lesson"], pick["key"]] if pick["kind"] == "step" else ["review", pick["item"]]
