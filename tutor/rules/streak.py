"""A streak is derived from the days that were finished, each with the zone and the instant in which it was.

Two finished days follow each other when their dates do. Travel can make the calendar skip a date (flying west to east over
the date line) or hand the same date out twice; neither is the learner's doing, so a skipped date costs nothing when the zone
changed and less than two days of real time passed, and a repeated date counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# Between a morning and the evening of the next lived day, with the date line's full day in between.
TRAVEL_GAP = timedelta(hours=44)


@dataclass(frozen=True, slots=True)
class FinishedDay:
    day: date
    finished_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Streak:
    """Lengths in days. `alive` says whether today or yesterday continues it; if not, it is paused, and `current` is 0."""

    current: int
    longest: int
    today_done: bool

    @property
    def alive(self) -> bool:
        return self.current > 0


def follows(earlier: FinishedDay, later: FinishedDay) -> bool:
    """Whether no day was missed between two finished days."""
    gap = (later.day - earlier.day).days
    if gap <= 1:
        return True
    return gap == 2 and earlier.zone != later.zone and later.finished_at - earlier.finished_at <= TRAVEL_GAP


def streak(days: Iterable[FinishedDay], today: date) -> Streak:
    """The streak as of `today`. A day that is not over yet cannot be missed, so yesterday keeps a streak alive."""
    ordered = sorted({entry.day: entry for entry in days}.values(), key=lambda entry: entry.day)
    longest = run = 0
    for index, entry in enumerate(ordered):
        run = run + 1 if index and follows(ordered[index - 1], entry) else 1
        longest = max(longest, run)
    alive = bool(ordered) and (today - ordered[-1].day).days <= 1
    return Streak(run if alive else 0, longest, bool(ordered) and ordered[-1].day >= today)
