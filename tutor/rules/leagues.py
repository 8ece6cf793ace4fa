"""Leagues: about thirty who chose to compare their weeks, ranked by days that they finished, then by effort.

Days come first because regular work is what learning needs: nobody passes a steady learner by one long night. The best sixth
goes up a league. The last sixth goes down one, but not who finished five days, which are a good week in any league. Equal weeks
share a place and its fate, so nothing hangs on chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from tutor.rules.day import Clock

TIERS = ("Ember", "Spark", "Star", "Constellation", "Galaxy")
SIZE = 30
# The share of a league that moves up, and down, at the end of a week.
MOVING = 6
# Who finished so many days of a week stays.
GOOD_WEEK = 5
Outcome = Literal["up", "stay", "down"]
MOVES: dict[Outcome, int] = {"up": 1, "stay": 0, "down": -1}

QUALITIES = (
    "Amber", "Autumn", "Bright", "Calm", "Clear", "Copper", "Curious", "Distant", "Early", "Gentle", "Golden", "Green", "Hidden",
    "Indigo", "Ivory", "Kind", "Lively", "Lucid", "Lunar", "Mellow", "Merry", "Misty", "Morning", "Nimble", "Northern", "Patient",
    "Polar", "Quiet", "Rising", "Roaming", "Silver", "Sunny", "Velvet", "Violet", "Wandering", "Warm", "Winter", "Wise",
)  # fmt: skip
BEINGS = (
    "Badger", "Beetle", "Bison", "Comet", "Crane", "Dolphin", "Falcon", "Fern", "Finch", "Fox", "Gecko", "Hare", "Hawk",
    "Heron", "Ibis", "Jackdaw", "Kestrel", "Lantern", "Lark", "Lynx", "Magpie", "Maple", "Marten", "Meadow", "Moth", "Newt",
    "Orca", "Otter", "Owl", "Panda", "Pebble", "Petrel", "Plover", "Raven", "River", "Robin", "Sparrow", "Swift", "Tern",
    "Thrush", "Vole", "Willow", "Wren", "Yak",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    """What somebody did in a week: days finished (0 to 7) and effort in seconds."""

    who: int
    days: int
    effort_seconds: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A place from 1 on, shared by equal weeks, and where it leads."""

    week: Week
    place: int
    outcome: Outcome


def ranked(weeks: Sequence[Week], tier: int) -> tuple[Placed, ...]:
    """Everybody of a league with their places, best first. A week without a finished day never leads up."""
    order = sorted(weeks, key=lambda week: (-week.days, -week.effort_seconds, week.who))
    placed: list[Placed] = []
    for index, week in enumerate(order):
        before = placed[-1] if placed else None
        same = before is not None and (before.week.days, before.week.effort_seconds) == (week.days, week.effort_seconds)
        place = before.place if before and same else index + 1
        placed.append(Placed(week, place, _outcome(week, place, len(order), tier)))
    return tuple(placed)


def moving(size: int) -> int:
    """How many of a league move up, and how many down, at most. In a league of one or two nobody does."""
    return max(1, size // MOVING) if size > 2 else 0


def _outcome(week: Week, place: int, size: int, tier: int) -> Outcome:
    if place <= moving(size) and week.days and tier < len(TIERS) - 1:
        return "up"
    if place > size - moving(size) and week.days < GOOD_WEEK and tier > 0:
        return "down"
    return "stay"


def tier_after(tier: int, outcome: Outcome) -> int:
    return min(len(TIERS) - 1, max(0, tier + MOVES[outcome]))


def closes_at(monday: date, clock: Clock) -> datetime:
    """The full hour, in UTC, by which the week that began on `monday` is over where the learner is."""
    end = clock.bounds(monday + timedelta(days=7))[0]
    hour = end.replace(minute=0, second=0, microsecond=0)
    return hour if hour == end else hour + timedelta(hours=1)


def names(seed: str) -> Iterator[str]:
    """Names for somebody, one after another without end and always the same, that tell nothing of who it is."""
    number = 0
    while True:
        chance = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest()[:8], "big")
        yield f"{QUALITIES[chance % len(QUALITIES)]} {BEINGS[chance // len(QUALITIES) % len(BEINGS)]}"
        number += 1


def offered_names(seed: str, *, count: int, without: Collection[str] = ()) -> tuple[str, ...]:
    """The first `count` different names that are not taken."""
    found: list[str] = []
    for name in names(seed):
        if name not in without and name not in found:
            found.append(name)
        if len(found) == count:
            break
    return tuple(found)
