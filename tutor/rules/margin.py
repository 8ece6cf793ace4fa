"""What a learner's days say of their plans: how much longer they take than expected, and how much room that needs.

Expected seconds are medians, so a plan as long as the day is passed on every other day; and they know nothing of second tries, of
reading why, of a slow day. How long days take, as a multiple of what was expected, is log-normal with a mean and a spread of the
learner's own: both begin at what is usual and follow the days that were lived. The mean corrects what a plan says that it takes;
by the spread it leaves as much room as 19 of 20 days need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log

# Days that the usual is worth.
PRIOR_DAYS = 7
# Of the logarithm of taken ÷ expected: no correction, and about as many days at 3/4 as at 4/3.
USUAL_MEAN, USUAL_SPREAD = 0.0, 0.3
# The 95th percentile of a normal distribution.
NINETEEN_OF_TWENTY = 1.645
# Beyond these a day says more of an interruption than of its plan.
LONGEST, SHORTEST = 3.0, 1 / 3
LEAST_FILLED = 0.4


@dataclass(frozen=True, slots=True)
class Margin:
    """`scale`: times the expected seconds that things take; `filled`: the share of the minutes that a plan may take, 0.4 to 1."""

    scale: float
    filled: float


def learned(days: Iterable[tuple[float, float]]) -> Margin:
    """What to make of the finished days of late.

    Args:
        days: of each, the seconds that were expected before any correction, and those that it took; empty plans are passed over.
    """
    seen = [log(max(SHORTEST, min(LONGEST, taken / expected))) for expected, taken in days if expected > 0 and taken > 0]
    weight = len(seen) + PRIOR_DAYS
    mean = (sum(seen) + PRIOR_DAYS * USUAL_MEAN) / weight
    off = sum((one - mean) ** 2 for one in seen) + PRIOR_DAYS * (USUAL_SPREAD**2 + (USUAL_MEAN - mean) ** 2)
    return Margin(exp(mean), max(LEAST_FILLED, min(1.0, exp(-NINETEEN_OF_TWENTY * (off / weight) ** 0.5))))
