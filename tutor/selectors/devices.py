"""The devices that are signed in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tutor.models import Device, User


@dataclass(frozen=True, slots=True)
class DeviceView:
    """`seen_by` is the family of the address it last asked from, IPv4 or IPv6: nothing nearer is known of where it is."""

    public_id: uuid.UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    seen_on: date
    seen_by: str


def devices_for(learner: User, now: datetime) -> list[DeviceView]:
    """Those whose tokens hold, the one used last first."""
    living = Device.objects.filter(learner=learner, ends_at__gt=now, password_mark=learner.get_session_auth_hash())
    return [
        DeviceView(one.public_id, one.name, tuple(one.scopes.split()), one.created_at, one.seen_on, one.seen_by) for one in living
    ]
