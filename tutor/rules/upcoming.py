"""What the next weeks ask, if each concept is reviewed on its day and recalled. What a budget of minutes makes of it, and
lessons that come on top, is `tutor.rules.forecast`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tutor.rules.memory import Grade, Memory
from tutor.rules.recalled import USUAL, Recaller


@dataclass(frozen=True, slots=True)
class Known:
    """A memory, the seed of its intervals (see `memory.review`), and the seconds that a review of it takes."""

    memory: Memory
    seed: str
    seconds: float


@dataclass(frozen=True, slots=True)
class DayAhead:
    """`reviews` that come due on the day, and the seconds they take."""

    day: date
    reviews: int
    seconds: float


def upcoming(known: Iterable[Known], *, today: date, days: int, by: Recaller = USUAL) -> tuple[DayAhead, ...]:
    """The reviews of each of the next `days` local days, from today on, where what is overdue waits.

    Each memory is followed along right answers: intervals are seeded, so those are the very days on which it will come back. A
    miss brings a concept back sooner than this says.
    """
    counts, seconds = [0] * days, [0.0] * days
    for one in known:
        memory = one.memory
        while (place := max(0, (memory.due_on - today).days)) < days:
            counts[place] += 1
            seconds[place] += one.seconds
            memory = by.reviewed(memory, Grade.GOOD, today + timedelta(days=place), seed=one.seed)
            if memory.due_on <= today + timedelta(days=place):
                break  # answered today already and still due: it comes back in the same session, not on another day
    return tuple(DayAhead(today + timedelta(days=place), counts[place], seconds[place]) for place in range(days))
