"""Draws how long it took: a bar for each stretch of time, the median with its interval, and the time that was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.rules.intervals import Estimate

WIDTH, HEIGHT = 600, 170
LEFT, RIGHT, TOP, BOTTOM = 14, 14, 30, 26
MOST_BARS = 24
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
# The slowest of a hundred go into the last bar, or all others would be squeezed by them.
SHOWN_SHARE = 0.97


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    y: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """In user units of the SVG. `declared` and `median` are places on the axis; `band` that of the median's interval."""

    width: int
    height: int
    foot: int
    left: int
    right: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    declared: float | None
    median: float | None
    band: tuple[float, float]
    unit: str
    n: int


def histogram(
    counts: Mapping[int, int], *, unit: str, declared: float | None = None, middle: Estimate | None = None
) -> Histogram:
    """Of whole values and how often each was seen; `unit` is theirs, such as s."""
    n = sum(counts.values())
    longest = _ranked(counts, SHOWN_SHARE * n) if n else 1
    longest = max(longest, round(declared or 0), round(middle.high) if middle else 0, 1)
    step = next((one for one in STEPS if (longest + one) / one <= MOST_BARS), longest // MOST_BARS + 1)
    places = longest // step + 2  # one more for all that is longer
    heights = [0] * places
    for value, count in counts.items():
        heights[min(value // step, places - 1)] += count
    most, wide, foot = max(heights) or 1, (WIDTH - LEFT - RIGHT) / places, HEIGHT - BOTTOM

    def x(value: float) -> float:
        return round(LEFT + min(value / step, places) * wide, 1)

    bars = []
    for place, height in enumerate(heights):
        if height:
            tall = round((foot - TOP) * height / most, 1)
            upto = f"{place * step} {unit} or more" if place == places - 1 else _span(place * step, step, unit)
            left = x((place + 0.08) * step)
            bars.append(Bar(left, round(0.84 * wide, 1), round(foot - tall, 1), tall, f"{upto}: {height}"))
    every = max(1, -(-places // 8))
    ticks = tuple((x(place * step), f"{place * step}") for place in range(0, places, every))
    return Histogram(
        width=WIDTH,
        height=HEIGHT,
        foot=foot,
        left=LEFT,
        right=WIDTH - RIGHT,
        bars=tuple(bars),
        ticks=ticks,
        declared=x(declared) if declared else None,
        median=x(middle.value + 0.5) if middle else None,
        band=(x(middle.low), round(max(2.0, x(middle.high + 1) - x(middle.low)), 1)) if middle else (0.0, 0.0),
        unit=unit,
        n=n,
    )


def _span(first: int, step: int, unit: str) -> str:
    return f"{first} {unit}" if step == 1 else f"{first} to {first + step - 1} {unit}"


def _ranked(counts: Mapping[int, int], rank: float) -> int:
    for value in sorted(counts):
        rank -= counts[value]
        if rank <= 0:
            return value
    return max(counts)
