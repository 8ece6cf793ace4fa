"""The learner's breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tutor.models import Break, User

SHOWN = 12


@dataclass(frozen=True, slots=True)
class BreakView:
    """From the first to the last day of it, both included."""

    starts_on: date
    ends_on: date
    days: int
    state: Literal["ahead", "on", "over"]


def breaks_for(learner: User, now: datetime) -> tuple[BreakView, ...]:
    """The latest breaks, those ahead first. One query."""
    today = learner.clock.day(now)
    return tuple(
        BreakView(
            one.starts_on,
            one.ends_on,
            (one.ends_on - one.starts_on).days + 1,
            "ahead" if one.starts_on > today else "over" if one.ends_on < today else "on",
        )
        for one in Break.objects.filter(learner=learner).order_by("-starts_on")[:SHOWN]
    )
