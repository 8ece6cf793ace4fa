"""The 0/1 knapsack, solved exactly: which things of whole costs are worth most within a capacity.

Bellman's recursion (1957) over every capacity up to the largest, in O(things × capacity) steps: at most 150 reviews × 3,600 s,
and usually 20 × 360. Where everything fits there is nothing to solve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Solved:
    """`best[c]` is the most value within the capacity c; `taken[i][c]` says whether thing i is part of it."""

    costs: tuple[int, ...]
    best: tuple[float, ...]
    taken: tuple[bytes, ...]

    def chosen(self, capacity: int) -> list[int]:
        """Positions of the things that are worth most together within a capacity, none if it is negative."""
        left, found = min(capacity, len(self.best) - 1), []
        for place in range(len(self.costs) - 1, -1, -1):
            if left >= 0 and self.taken[place][left]:
                found.append(place)
                left -= self.costs[place]
        return found[::-1]


def solve(costs: Sequence[int], values: Sequence[float], capacity: int) -> Solved:
    """The best choices for every capacity up to the largest that matters.

    Args:
        costs: whole and positive.
        values: positive; a thing that is worth nothing is not taken.
        capacity: in the unit of the costs.
    """
    most = max(0, min(capacity, sum(costs)))
    best = np.zeros(most + 1)
    taken = []
    for cost, value in zip(costs, values, strict=True):
        if cost > most:
            taken.append(bytes(most + 1))
            continue
        added = best[: most + 1 - cost] + value
        taken.append(bytes(cost) + (added > best[cost:]).tobytes())
        np.maximum(best[cost:], added, out=best[cost:])
    return Solved(tuple(costs), tuple(best.tolist()), tuple(taken))
