"""The learner's corrections of the zone that their device told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tutor.models import Event, Kind, User
from tutor.rules.day import Clock, zone
from tutor.selectors.history import standing

# As far back as acts may be told: what lies before was closed long ago.
TAKEN_BACK_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ZoneCorrection:
    """From `since` on, which began the local day `day`, the learner was in `zone`; coming days went by `before` until then."""

    uuid: UUID
    zone: str
    before: str
    since: datetime
    day: date

    @property
    def zone_name(self) -> str:
        return self.zone.replace("_", " ")

    @property
    def before_name(self) -> str:
        return self.before.replace("_", " ")


def newest_correction(learner: User, now: datetime) -> ZoneCorrection | None:
    """The one that can be taken back, if there is one. One query."""
    kinds = (Kind.ZONE_SET, Kind.UNDONE)
    events = Event.objects.filter(learner=learner, kind__in=kinds, at__gte=now - TAKEN_BACK_WITHIN, document__has_key="zone")
    corrections = [event for event in standing(events.order_by("at", "pk")) if "before" in event.document]
    if not corrections:
        return None
    newest = corrections[-1]
    told, since = newest.document, datetime.fromisoformat(newest.document["since"])
    if since < now - TAKEN_BACK_WITHIN:
        return None
    day = Clock(zone(told["zone"]), told["turns_at"]).day(since)
    return ZoneCorrection(newest.uuid, told["zone"], told["before"], since, day)
