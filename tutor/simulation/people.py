"""Who lives in a simulation: traits drawn by a seed, and the days on which they are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tutor.simulation.chance import chance

ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Lagos")
MINUTES = (6, 6, 6, 10, 5, 15)
LONG_AWAY = 7


@dataclass(frozen=True, slots=True)
class Person:
    """Traits of a learner, all hidden from the site but minutes and zone.

    Args:
        mind: the model by which this one forgets: `fsrs` or `traces`.
        minutes: the daily minutes that are set.
        hour: the local hour at which the day's plan is usually begun.
        presence: the share of ordinary days on which anything is done.
        breaks: first day and length in days of each long absence.
        pace: times the usual seconds, for `quiz`, `read` and `code`.
        noise: the standard deviation of the logarithm of a time, from one to the next.
        take_in: the chance to know a concept right after it was taught.
        slip: the chance to give a wrong answer to what is known.
    """

    name: str
    mind: str
    minutes: int
    zone: str
    hour: int
    presence: float
    breaks: tuple[tuple[int, int], ...]
    pace: Mapping[str, float]
    noise: float
    take_in: float
    slip: float

    def is_there(self, day: int) -> bool:
        away = any(first <= day < first + length for first, length in self.breaks)
        return not away and (day == 0 or chance(self.name, "there", day).random() < self.presence)

    def wants_more(self, day: int) -> bool:
        return chance(self.name, "more", day).random() < 0.03

    def is_called_away(self, day: int) -> bool:
        """Whether the day ends halfway."""
        return chance(self.name, "called away", day).random() < 0.02


def population(count: int, days: int, seed: int) -> tuple[Person, ...]:
    """People in turns of both kinds of mind; each is away for a week or more once in about 120 days."""
    return tuple(_person(n, days, seed) for n in range(count))


@lru_cache(maxsize=1024)
def _person(number: int, days: int, seed: int) -> Person:
    name = f"{seed}-{number}"
    draw = chance(name, "traits")
    return Person(
        name=name,
        mind=("fsrs", "traces")[number % 2],
        minutes=MINUTES[number // 2 % len(MINUTES)],
        zone=draw.choice(ZONES),
        hour=draw.randrange(6, 23),
        presence=draw.uniform(0.75, 0.98),
        breaks=tuple(_breaks(name, days)),
        pace={kind: draw.lognormvariate(0, 0.25) for kind in ("quiz", "read", "code")},
        noise=draw.uniform(0.25, 0.45),
        take_in=draw.uniform(0.75, 0.95),
        slip=draw.uniform(0.01, 0.06),
    )


def _breaks(name: str, days: int) -> list[tuple[int, int]]:
    draw, found, day = chance(name, "breaks"), list[tuple[int, int]](), 0
    while (day := day + draw.randrange(60, 140)) < days - 3 * LONG_AWAY:
        length = draw.randrange(LONG_AWAY, 4 * LONG_AWAY + 1)
        found.append((day, length))
        day += length
    return found
