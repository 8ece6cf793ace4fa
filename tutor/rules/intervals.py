"""Intervals around shares, correlations and medians, in closed form: nothing is simulated, so the same counts give the same ends.

All are for 95 % unless `z`, the quantile of the normal distribution, says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the ends between which it may well lie, and of how many observations it is."""

    value: float
    low: float
    high: float
    n: int


def share(successes: float, n: int, z: float = Z95) -> Estimate:
    """A share with Wilson's score interval, which stays within 0 and 1 and is sound at both ends (Wilson 1927, JASA 22).

    >>> seen = share(8, 10)
    >>> round(seen.low, 3), round(seen.high, 3)
    (0.49, 0.943)
    """
    if not 0 <= successes <= n or n < 1:
        raise ValueError(f"{successes} of {n} is no share")
    p, zz = successes / n, z * z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = z / (1 + zz / n) * math.sqrt(p * (1 - p) / n + zz / (4 * n * n))
    # At 0 and at 1 the formula's own end is p but for the last places of floating arithmetic.
    return Estimate(p, min(p, max(0.0, middle - half)), max(p, min(1.0, middle + half)), n)


def difference(one: Estimate, other: Estimate) -> Estimate:
    """`one` less `other`, two independent shares, with ends from those of both (Newcombe 1998, Statist. Med. 17, method 10)."""
    gap = one.value - other.value
    below = math.hypot(one.value - one.low, other.high - other.value)
    above = math.hypot(one.high - one.value, other.value - other.low)
    return Estimate(gap, max(-1.0, gap - below), min(1.0, gap + above), min(one.n, other.n))


def correlation(r: float, n: int, z: float = Z95) -> Estimate:
    """A correlation with the interval of Fisher's z: artanh r ± z / √(n − 3) (Fisher 1921, Metron 1).

    >>> seen = correlation(0.5, 28)
    >>> round(seen.low, 2), round(seen.high, 2)
    (0.16, 0.74)
    """
    if n < 4 or not -1 <= r <= 1:
        raise ValueError(f"a correlation of {r} over {n} pairs has no interval")
    if abs(r) == 1:
        return Estimate(r, r, r, n)
    half = z / math.sqrt(n - 3)
    return Estimate(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), n)


def median(counts: Mapping[int, int], z: float = Z95) -> Estimate:
    """The median of whole values, given how often each was seen, between two of the values in their order.

    The ranks of the ends are n/2 ∓ z·√n/2, outward to whole ones: how many of n values lie below the true median is binomial
    with a half (Conover 1999, Practical Nonparametric Statistics, 3.2).

    >>> median({1: 2, 2: 1, 10: 2})
    Estimate(value=2.0, low=1.0, high=10.0, n=5)
    """
    n = sum(counts.values())
    if n < 1:
        raise ValueError("nothing has no median")
    reach = z * math.sqrt(n) / 2
    ranks = (math.floor(n / 2 - reach), (n + 1) // 2, n // 2 + 1, math.ceil(n / 2 + reach) + 1)
    low, below, above, high = (_ranked(counts, min(max(rank, 1), n)) for rank in ranks)
    return Estimate((below + above) / 2, float(low), float(high), n)


def _ranked(counts: Mapping[int, int], rank: int) -> int:
    """The value of a rank, from 1."""
    for value in sorted(counts):
        rank -= counts[value]
        if rank <= 0:
            return value
    raise ValueError("there are fewer values")
