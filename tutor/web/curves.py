"""Precision over recall as a picture: paths in a box that the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 300
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 40
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """`series` counts from 1 and decides colour and dashes; `end` is where its last point lies."""

    name: str
    series: int
    path: str
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """All places are in the units of `box`; `x_ticks` and `y_ticks` are (place, label)."""

    box: str
    left: int
    right: int
    top: int
    bottom: int
    middle: float
    curves: tuple[Curve, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    said: str


def picture(curves: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> Picture | None:
    """Curves of points (recall, precision), both from 0 to 1; None without any."""
    drawn = [(name, points) for name, points in curves if points]
    if not drawn:
        return None
    return Picture(
        f"0 0 {WIDTH} {HEIGHT}",
        LEFT,
        WIDTH - RIGHT,
        TOP,
        HEIGHT - BOTTOM,
        (LEFT + WIDTH - RIGHT) / 2,
        tuple(_curve(name, number, points) for number, (name, points) in enumerate(drawn, 1)),
        tuple((_x(tick), f"{tick:g}") for tick in TICKS),
        tuple((_y(tick), f"{tick:g}") for tick in TICKS),
        ". ".join(f"{name}: ends at recall {points[-1][0]:.2f}, precision {points[-1][1]:.2f}" for name, points in drawn) + ".",
    )


def _curve(name: str, number: int, points: Sequence[tuple[float, float]]) -> Curve:
    places = [(_x(recall), _y(precision)) for recall, precision in points]
    return Curve(name, number, "M" + "L".join(f"{x:g} {y:g}" for x, y in places), places[-1])


def _x(recall: float) -> float:
    return round(LEFT + recall * (WIDTH - LEFT - RIGHT), 1)


def _y(precision: float) -> float:
    return round(HEIGHT - BOTTOM - precision * (HEIGHT - TOP - BOTTOM), 1)
