"""Draws how long verdicts took in the last hour: for each five minutes a bar to the median, and a line to the 95th percentile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.selectors.watching import Speed

WIDTH, HEIGHT = 600, 150
LEFT, RIGHT, TOP, BOTTOM = 70, 8, 12, 26
# Upper ends that read well, in seconds.
NICE = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    middle: float
    p50_y: float
    p95_y: float
    foot: float
    says: str


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """In user units of the SVG; `ticks` from 0 up."""

    width: int
    height: int
    left: int
    right: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def drawing(bins: Sequence[Speed | None]) -> Drawing:
    longest = max((one.p95 for one in bins if one), default=0.0)
    end = next((nice for nice in NICE if nice >= longest), longest)
    foot, step = HEIGHT - BOTTOM, (WIDTH - LEFT - RIGHT) / len(bins)

    def y(seconds: float) -> float:
        return round(foot - (foot - TOP) * seconds / end, 1)

    bars = []
    for place, one in enumerate(bins):
        if one is None:
            continue
        x, ago = LEFT + place * step, (len(bins) - place) * 5
        says = f"{ago} to {ago - 5} minutes ago: {one.count} verdicts, half within {one.p50:.2f} s, 95 % within {one.p95:.2f} s"
        bars.append(
            Bar(round(x + 0.2 * step, 1), round(0.6 * step, 1), round(x + step / 2, 1), y(one.p50), y(one.p95), foot, says)
        )
    ticks = tuple(Tick(y(end * share), f"{end * share:g} s") for share in (0, 0.5, 1))
    return Drawing(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, tuple(bars), ticks)
