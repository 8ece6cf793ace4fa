"""What a day is: the learner's local day, which turns at 04:00 rather than at midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

TURNS_AT = 4


class UnknownZone(ValueError):
    """A name that is not an IANA time zone."""


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every zone that a learner may choose, by IANA name."""
    return frozenset(name for name in available_timezones() if name != "localtime" and not name.startswith("posix"))


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    if name not in zone_names():
        raise UnknownZone(f"“{name[:64]}” is not an IANA time zone such as Europe/Berlin.")
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and when a learner's day turns."""

    zone: ZoneInfo
    turns_at: int = TURNS_AT

    def day(self, moment: datetime) -> date:
        """The learner's day at an aware `moment`: a lesson at half past midnight still counts for the evening it ends.

        The hour on the wall decides, so on the night of a clock change the day turns at the same hour as always.
        """
        local = moment.astimezone(self.zone)
        return local.date() if local.hour >= self.turns_at else local.date() - timedelta(days=1)

    def starts(self, day: date) -> datetime:
        """The first moment of a local day, in UTC. An hour that the clocks skip begins when they have skipped it."""
        local = datetime.combine(day, time(self.turns_at), self.zone)
        return local.astimezone(UTC)
