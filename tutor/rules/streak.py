"""A streak is a ledger of local days, each finished with the zone and the instant in which it was.

Two finished days follow each other when their dates do. Travel can make the calendar skip a date (flying west over the date
line) or hand the same date out twice (flying east); neither is the learner's doing, so a skipped date costs nothing when the
zone changed and no more than two days of real time passed, and a repeated date counts once.

It cannot be inflated by changing zones either: what counts are different dates, and the dates of two moments differ by at
most the days between them, one for the boundary, and the 26 hours that lie between the world's first zone and its last.

A date that was missed need not end a run. It is covered when an outage was granted, when the learner was on vacation, or when a
later session made up for it; else a freeze is used for it, if one is held. Freezes are free, earned by finishing days, and
derived like all the rest, so that they also apply afterwards and come back when a late day arrives after all. Because a pause
begins everything anew (the run, the freezes, the count towards the next), one more finished or covered date never makes a
streak shorter, whenever it becomes known; a test holds that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

# From the first hour of a day to the last of the next one that was lived, when the date line took the date in between: the
# second begins in the new zone at the latest when the first ends in the old one.
TRAVEL_GAP = timedelta(hours=48)
# Five days are a week with a weekend off. With three or more in hand the habit suffers (docs/learning.md).
DAYS_PER_FREEZE = 5
MOST_FREEZES = 2
# So long a missed day can be made up for: to the same day of the next week.
MAKE_UP_WITHIN = timedelta(days=7)
# A longer pause is no slip to be mended; who comes back from one should begin anew, without a debt.
MOST_MADE_UP = 2
# Of the learner's minutes, as effort beyond the day's plan. Reading is paid by half, so one more helping is always enough.
MAKE_UP_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class FinishedDay:
    """A local day, and the instant and IANA zone in which the learner finished it."""

    day: date
    finished_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Run:
    """What is carried from finished day to finished day: the whole past, as far as a streak needs it.

    Attributes:
        length: finished days of the run that `last` belongs to.
        longest: the longest that any run has been.
        days: finished days in all.
        freezes: held, from 0 to `MOST_FREEZES`.
        towards: finished days since the last freeze was earned, from 0 to `DAYS_PER_FREEZE` - 1.
        longest_return: the longest pause, in days without any, that a finished day has ended.
        before: the length of the run before this one.
        lost: the dates between the two that nothing covered.
        last: the last finished day, as it was left.
    """

    length: int = 0
    longest: int = 0
    days: int = 0
    freezes: int = 0
    towards: int = 0
    longest_return: int = 0
    before: int = 0
    lost: tuple[date, ...] = ()
    last: FinishedDay | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """How the dates between two days were crossed: `frozen` by a freeze each; with any of them `lost` the run has ended."""

    frozen: tuple[date, ...] = ()
    lost: tuple[date, ...] = ()


NO_GAP = Bridge()


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A run, and how it came about: its length after each finished day, and the dates on which a freeze was used."""

    run: Run
    lengths: dict[date, int]
    frozen: frozenset[date]


@dataclass(frozen=True, slots=True)
class Streak:
    """Lengths in days. `current` still holds yesterday's while today can continue it.

    Attributes:
        freezes: in hand at this moment.
        days_to_freeze: finished days until the next is earned; 0 while `MOST_FREEZES` are held.
        to_make_up: one or two missed dates that keep the run before them from going on, oldest first; none when it is too late.
        regained: what the streak would be if those were made up for.
    """

    current: int
    longest: int
    today_done: bool
    freezes: int = 0
    days_to_freeze: int = DAYS_PER_FREEZE
    to_make_up: tuple[date, ...] = ()
    regained: int = 0

    @property
    def paused(self) -> bool:
        """Days were missed: what was reached stays as `longest`, and the next finished day begins anew."""
        return self.current == 0 and self.longest > 0


def make_up_seconds(daily_minutes: int) -> int:
    """Effort that makes up for a missed day, beyond that of a finished plan, for somebody of so many minutes a day."""
    return round(MAKE_UP_SHARE * daily_minutes * 60)


def follows(earlier: FinishedDay, later: FinishedDay) -> bool:
    """Whether no day was missed between two finished days."""
    if (later.day - earlier.day).days <= 1:
        return True
    return earlier.zone != later.zone and later.finished_at - earlier.finished_at <= TRAVEL_GAP


def bridge(run: Run, later: FinishedDay, covered: Collection[date]) -> Bridge:
    """What the dates between a run and a later day cost: the first are frozen as far as freezes reach, the rest are lost."""
    last = run.last
    if last is None or follows(last, later):
        return NO_GAP
    gap = (later.day - last.day).days
    missed = [day for n in range(1, gap) if (day := last.day + timedelta(n)) not in covered]
    return Bridge(tuple(missed[: run.freezes]), tuple(missed[run.freezes :]))


def advance(run: Run, reached: FinishedDay, left: FinishedDay, covered: Collection[date]) -> tuple[Run, Bridge]:
    """The run after one more finished day, and what led to it. `reached` and `left` differ for a date that came twice."""
    crossed = bridge(run, reached, covered)
    if crossed.lost:
        # A pause that was too long for the freezes in hand has ended with the run, and they with it: nothing is left to be used.
        assert run.last is not None
        length, freezes, towards, before, lost = 1, 0, 0, run.length, crossed.lost
        away = max(run.longest_return, (reached.day - run.last.day).days - 1)
    else:
        length, freezes, towards = run.length + 1, run.freezes - len(crossed.frozen), run.towards
        before, lost, away = run.before, run.lost, run.longest_return
    if freezes < MOST_FREEZES:
        earned, towards = divmod(towards + 1, DAYS_PER_FREEZE)
        freezes += earned
    return Run(length, max(run.longest, length), run.days + 1, freezes, towards, away, before, lost, left), crossed


def chronicle(days: Iterable[FinishedDay], *, covered: Collection[date] = (), begin: Run | None = None) -> Chronicle:
    """Folds finished days, in any order, into a run. `begin` is the run before all of them, for who has folded them before."""
    by_moment = sorted(days, key=attrgetter("finished_at"))
    # A date that came twice is reached with its first finish, and left with its last.
    reached = {entry.day: entry for entry in reversed(by_moment)}
    left = {entry.day: entry for entry in by_moment}
    run, lengths, frozen = begin or Run(), dict[date, int](), set[date]()
    for day in sorted(reached):
        run, crossed = advance(run, reached[day], left[day], covered)
        lengths[day] = run.length
        if not crossed.lost:
            frozen.update(crossed.frozen)
    return Chronicle(run, lengths, frozenset(frozen))


def streak(
    days: Iterable[FinishedDay],
    *,
    today: date,
    zone: str,
    now: datetime,
    covered: Collection[date] = (),
    begin: Run | None = None,
) -> Streak:
    """The streak at `now`, which is on the local day `today` in `zone`. A day that is not over cannot have been missed.

    Args:
        days: the finished days after those that are folded into `begin`.
        covered: dates that were granted to all, were vacation, or were made up for.
        begin: the run before all of `days`.
    """
    told = chronicle(days, covered=covered, begin=begin)
    return at_moment(told, today=today, zone=zone, now=now, covered=covered)


def at_moment(told: Chronicle, *, today: date, zone: str, now: datetime, covered: Collection[date] = ()) -> Streak:
    """The streak of a chronicle at `now`."""
    run, ahead = told.run, bridge(told.run, FinishedDay(today, now, zone), covered)
    today_done = today in told.lengths or (run.last is not None and run.last.day == today)
    lost, before, since = (ahead.lost, run.length, 0) if ahead.lost else (run.lost, run.before, run.length)
    repairable = 0 < len(lost) <= MOST_MADE_UP and lost[0] >= today - MAKE_UP_WITHIN
    freezes = run.freezes - len(ahead.frozen)
    return Streak(
        current=0 if ahead.lost else run.length,
        longest=run.longest,
        today_done=today_done,
        freezes=freezes,
        days_to_freeze=0 if freezes == MOST_FREEZES else DAYS_PER_FREEZE - (0 if ahead.lost else run.towards),
        to_make_up=lost if repairable else (),
        regained=before + since if repairable else 0,
    )
