"""What a learner's days say of their plans: how much longer they take than expected, and how much room that needs.

Expected seconds are medians, so a plan as long as the day is passed on every other day; and they know nothing of second tries, of
reading why, of a slow day. How long a day takes, as a multiple of what was expected, is log-normal. Its mean is the learner's own
and corrects what a plan says that it takes. Its spread is what is usual for the mixture of the day times a factor of the
learner's own: work on code, of which a day has one piece that goes well or does not, spreads twice as far as many short things,
whose luck evens out. Mean and factor begin at what is usual and follow the days that were lived.

The room that something takes in a plan is the time that 39 of 40 days like it stay within, because some days cannot be kept
short: a step that is longer than the day has that day for itself. A day with both kinds gets the sum of
their rooms, a little more than it needs, so that a plan stays a matter of adding up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, hypot, log, sqrt

# Days that the usual is worth.
PRIOR_DAYS = 7
# Standard deviations of the logarithm of taken ÷ expected, of days without code and of code alone.
PLAIN_SPREAD, CODE_SPREAD = 0.25, 0.4
# Of the day in twenty that may be too long, half is left to steps which nothing can shorten: the 97.5th percentile of a normal.
THIRTY_NINE_OF_FORTY = 1.96
# Beyond these a day says more of an interruption than of its plan.
LONGEST, SHORTEST = 3.0, 1 / 3
MOST_ROOM = 2.5


@dataclass(frozen=True, slots=True)
class Lived:
    """A finished day: the seconds expected of it before any correction, those of code apart, and the seconds that it took."""

    plain: float
    code: float
    taken: float


@dataclass(frozen=True, slots=True)
class Margin:
    """`scale`: times the expected seconds that things take. `plain` and `code`: the seconds of the day that a plan keeps free for
    each expected second of the kind, 1 to 2.5 times the scale.
    """

    scale: float
    plain: float
    code: float

    def of(self, step_kind: str) -> float:
        return self.code if step_kind == "code" else self.plain


def learned(days: Iterable[Lived]) -> Margin:
    """What to make of the finished days of late. Days of which nothing was expected are passed over."""
    seen = [
        (log(max(SHORTEST, min(LONGEST, day.taken / (day.plain + day.code)))), _usual_spread(day))
        for day in days
        if day.plain + day.code > 0 and day.taken > 0
    ]
    weights = [(PLAIN_SPREAD / usual) ** 2 for _, usual in seen]
    weight = sum(weights) + PRIOR_DAYS
    mean = sum(one * own for (one, _), own in zip(seen, weights, strict=True)) / weight
    off = sum(((one - mean) / usual) ** 2 for one, usual in seen) + PRIOR_DAYS * (1 + (mean / PLAIN_SPREAD) ** 2)
    reach = THIRTY_NINE_OF_FORTY * sqrt(off / (len(seen) + PRIOR_DAYS))
    scale = exp(mean)
    return Margin(scale, scale * min(MOST_ROOM, exp(reach * PLAIN_SPREAD)), scale * min(MOST_ROOM, exp(reach * CODE_SPREAD)))


def _usual_spread(day: Lived) -> float:
    """Of the sum of both kinds, as if they were independent."""
    share = day.code / (day.plain + day.code)
    return hypot(share * CODE_SPREAD, (1 - share) * PLAIN_SPREAD)
