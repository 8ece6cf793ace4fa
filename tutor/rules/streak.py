"""A streak is derived from the days that were finished, each with the zone and the instant in which it was.

Two finished days follow each other when their dates do. Travel can make the calendar skip a date (flying west over the date
line) or hand the same date out twice (flying east); neither is the learner's doing, so a skipped date costs nothing when the
zone changed and no more than two days of real time passed, and a repeated date counts once.

It cannot be inflated by changing zones either: what counts are different dates, and the dates of two moments differ by at
most the days between them, one for the boundary, and the 26 hours that lie between the world's first zone and its last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# From the first hour of a day to the last of the next one that was lived, when the date line took the date in between: the
# second begins in the new zone at the latest when the first ends in the old one.
TRAVEL_GAP = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class FinishedDay:
    """A local day, and the instant and IANA zone in which the learner finished it."""

    day: date
    finished_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Streak:
    """Lengths in days. `current` still holds yesterday's while today can continue it."""

    current: int
    longest: int
    today_done: bool

    @property
    def paused(self) -> bool:
        """Days were missed: what was reached stays as `longest`, and the next finished day begins anew."""
        return self.current == 0 and self.longest > 0


def follows(earlier: FinishedDay, later: FinishedDay) -> bool:
    """Whether no day was missed between two finished days."""
    if (later.day - earlier.day).days <= 1:
        return True
    return earlier.zone != later.zone and later.finished_at - earlier.finished_at <= TRAVEL_GAP


def streak(days: Iterable[FinishedDay], *, today: date, zone: str, now: datetime) -> Streak:
    """The streak at `now`, which is on the local day `today` in `zone`. A day that is not over cannot have been missed."""
    by_moment = sorted(days, key=lambda entry: entry.finished_at)
    # A date that came twice is reached with its first finish, and left with its last.
    reached = {entry.day: entry for entry in reversed(by_moment)}
    left = {entry.day: entry for entry in by_moment}
    dates = sorted(reached)
    longest = run = 0
    for index, date_ in enumerate(dates):
        run = run + 1 if index and follows(left[dates[index - 1]], reached[date_]) else 1
        longest = max(longest, run)
    if not dates:
        return Streak(0, 0, False)
    alive = follows(left[dates[-1]], FinishedDay(today, now, zone))
    return Streak(run if alive else 0, longest, today in reached)
