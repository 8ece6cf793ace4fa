"""Levels: a calm way to say how much effort there has been. Each asks for a quarter of an hour more than the one before.

Level n begins at 15 · (1 + 2 + … + (n - 1)) minutes: the second after a few days, the fifth after 150 minutes, the tenth after
eleven hours. Steps that grow evenly keep the early ones near and the late ones meaningful, and effort only ever adds up, so no
level is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

STEP_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Level:
    """`done` of the `needed` effort seconds that lie between this level and the next."""

    number: int
    done: int
    needed: int

    @property
    def left(self) -> int:
        return self.needed - self.done


def begins_at(number: int) -> int:
    """Effort seconds at which a level begins; the first at none."""
    return STEP_SECONDS * number * (number - 1) // 2


def level(effort_seconds: int) -> Level:
    """The level of so much effort in all. The largest n with n (n - 1) / 2 ≤ effort / step, solved for n."""
    number = (1 + isqrt(1 + 8 * (max(0, effort_seconds) // STEP_SECONDS))) // 2
    return Level(number, effort_seconds - begins_at(number), STEP_SECONDS * number)
