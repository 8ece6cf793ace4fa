"""What a simulated year is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tutor.simulation.planners import Kept

# Of the days after a long absence, so many are the first ones back.
FIRST_BACK = 3


@dataclass(frozen=True, slots=True)
class DayLived:
    """A day on which a plan was worked through as it was first made. Seconds; `day` counts from the beginning.

    Args:
        promised: the learner's daily minutes.
        estimated: what the plan said that it would take.
        taken: what it took.
        overdue: concepts that were due before this day when it began.
        back: how many days the learner has been there since a long absence, this one included; 0 before the first.
        whole: whether it was worked through to its end.
    """

    person: str
    day: int
    promised: int
    estimated: int
    taken: int
    overdue: int
    back: int
    whole: bool


@dataclass(slots=True)
class Return:
    """A learner who comes back: what had become overdue, and how much of it was left on each day there.

    Args:
        away: days of the absence.
        left_out: concepts for which the day of the return had no time.
        until: the day by which the plan said that it would be caught up, if that was not a matter of a day.
        left: concepts of the backlog that are still overdue, neither asked nor shown to be known by harder work, at the beginning
            of each day there.
        days: those days, counted from the beginning of the simulation.
    """

    person: str
    day: int
    away: int
    backlog: frozenset[int] = frozenset()
    left_out: int = 0
    until: int | None = None
    left: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)

    @property
    def sessions(self) -> int | None:
        """Days there, the first back included, until nothing of the backlog is left; None if that was not seen."""
        return next((n for n, left in enumerate(self.left) if not left), None)

    @property
    def gone_on(self) -> int | None:
        """The day on which the last of the backlog was asked; None if that was not seen."""
        return self.days[self.sessions - 1] if self.sessions else None

    @property
    def in_time(self) -> bool | None:
        """Whether it was gone when the day that was named was over; None where no day was, or it was not seen."""
        if self.until is None or not self.backlog:
            return None
        if self.gone_on is None:
            return False if self.days[-1] > self.until else None
        return self.gone_on <= self.until


@dataclass(frozen=True, slots=True)
class Year:
    """All of a simulation. `kept` has, for Loci and for each baseline, what came of every person, by name."""

    days: int
    lived: Sequence[DayLived]
    returns: Sequence[Return]
    kept: Mapping[str, Mapping[str, Kept]]

    @property
    def whole_days(self) -> list[DayLived]:
        """Those that were not broken off; on an empty day there was nothing to promise."""
        return [day for day in self.lived if day.whole and day.estimated]


def within_minutes(days: Iterable[DayLived]) -> float:
    """Share of the days that took no longer than promised, 1 where there is none."""
    kept = [day.taken <= day.promised for day in days]
    return sum(kept) / len(kept) if kept else 1.0


def error_of_estimate(days: Iterable[DayLived]) -> float:
    """Median of |taken − estimated| ÷ estimated."""
    return median([abs(day.taken - day.estimated) / day.estimated for day in days] or [0.0])


def first_days_back(days: Iterable[DayLived]) -> list[DayLived]:
    return [day for day in days if 0 < day.back <= FIRST_BACK]


def caught_up_in_time(returns: Iterable[Return]) -> float:
    """Share of the returns whose backlog was gone by the day that was named, 1 where none was. Days off count, too."""
    judged = [one.in_time for one in returns if one.in_time is not None]
    return sum(judged) / len(judged) if judged else 1.0


def unnamed(returns: Iterable[Return]) -> int:
    """How many returns left something out and named no day for it."""
    return sum(one.left_out > 0 and one.until is None for one in returns)


def never_grows(returns: Iterable[Return]) -> bool:
    """Whether no backlog ever became longer from one day to the next."""
    return all(after <= before for one in returns for before, after in zip(one.left, one.left[1:], strict=False))


def advantage(kept: Mapping[str, Mapping[str, Kept]], ours: str, other: str) -> tuple[float, float]:
    """How many times as many remembered concepts per minute, all people together: at the end, and on the average week."""
    mine, theirs = _together(kept[ours].values()), _together(kept[other].values())
    return _ratio(mine.per_hour_at_end, theirs.per_hour_at_end), _ratio(mine.per_hour_on_average, theirs.per_hour_on_average)


def _together(all_kept: Iterable[Kept]) -> Kept:
    everybody = list(all_kept)
    return Kept(
        sum(one.minutes for one in everybody), sum(one.at_end for one in everybody), sum(one.on_average for one in everybody)
    )


def _ratio(mine: float, theirs: float) -> float:
    return mine / theirs if theirs else 1.0
