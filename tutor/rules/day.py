"""What a day is: the learner's local day, which turns at 04:00 rather than at midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

TURNS_AT = 4
SECOND = timedelta(seconds=1)


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


def learner_day(now: datetime, where: ZoneInfo, turns_at: int = TURNS_AT) -> date:
    """The local day at an aware moment: a lesson at half past midnight still counts for the evening it ends.

    A day that has begun stays begun, so where clocks are put back over the hour at which it turned, it does not turn again.
    """
    day = now.astimezone(where).date() + timedelta(days=1)
    while now < day_starts(day, where, turns_at):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=4096)
def day_starts(day: date, where: ZoneInfo, turns_at: int = TURNS_AT) -> datetime:
    """The first moment of a local day, in UTC. An hour that the clocks skip begins when they have skipped it."""
    wall = datetime.combine(day, time(turns_at))
    start = wall.replace(tzinfo=where).astimezone(UTC)
    if _wall(start, where) == wall:
        return start
    # The hour does not exist that day. Read with the offset after the gap it lies before the gap, so the gap's end is between.
    before = wall.replace(tzinfo=where, fold=1).astimezone(UTC)
    while start - before > SECOND:
        middle = before + (start - before) // 2
        before, start = (before, middle) if _wall(middle, where) >= wall else (middle, start)
    return start.replace(microsecond=0)


def _wall(moment: datetime, where: ZoneInfo) -> datetime:
    """What the clocks there show."""
    return moment.astimezone(where).replace(tzinfo=None)


def day_bounds(day: date, where: ZoneInfo, turns_at: int = TURNS_AT) -> tuple[datetime, datetime]:
    """First moment of a local day and of the next, in UTC: 24 hours apart but for clock changes."""
    return day_starts(day, where, turns_at), day_starts(day + timedelta(days=1), where, turns_at)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and when a learner's day turns."""

    zone: ZoneInfo
    turns_at: int = TURNS_AT

    def day(self, moment: datetime) -> date:
        return learner_day(moment, self.zone, self.turns_at)

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        return day_bounds(day, self.zone, self.turns_at)
