"""Chance that belongs to a name: whoever asks, in whichever order, the same thing turns out the same."""

from __future__ import annotations

import random


def chance(*names: object) -> random.Random:
    """A generator of its own for what the names say; so planners are compared on the same luck."""
    return random.Random(":".join(map(str, names)))


def around(median: float, spread: float, *names: object) -> float:
    """Log-normal: `spread` is the standard deviation of the logarithm, so most draws lie within a factor of e^spread."""
    return median * chance(*names).lognormvariate(0, spread)
