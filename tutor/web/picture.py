"""A picture of points and arrows for a point item, laid out in the units of its SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

SIZE = 420
MARGIN = 44


@dataclass(frozen=True, slots=True)
class Dot:
    id: str
    label: str
    x: float
    y: float
    anchor: str
    label_x: float
    at: str


@dataclass(frozen=True, slots=True)
class Arrow:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Tick:
    place: float
    text: str
    axis: bool


@dataclass(frozen=True, slots=True)
class Picture:
    x_label: str
    y_label: str
    dots: tuple[Dot, ...]
    arrows: tuple[Arrow, ...]
    columns: tuple[Tick, ...]
    rows: tuple[Tick, ...]


def lay_out(picture: dict[str, Any]) -> Picture:
    """Both axes have the same scale, so that lengths and angles look as they are, and the origin is always in view."""
    points = picture["points"]
    xs, ys = [0.0, *(p["at"][0] for p in points)], [0.0, *(p["at"][1] for p in points)]
    span = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    step = _step(span)
    left, bottom = math.floor(min(xs) / step) * step, math.floor(min(ys) / step) * step
    cells = max(math.ceil((max(xs) - left) / step), math.ceil((max(ys) - bottom) / step), 1)
    unit = (SIZE - 2 * MARGIN) / (cells * step)

    def place(at: list[float] | tuple[float, float]) -> tuple[float, float]:
        return MARGIN + (at[0] - left) * unit, SIZE - MARGIN - (at[1] - bottom) * unit

    where = {p["id"]: place(p["at"]) for p in points} | {"origin": place((0, 0))}
    values = [index * step for index in range(cells + 1)]
    return Picture(
        picture["x"],
        picture["y"],
        tuple(_dot(point, *where[point["id"]]) for point in points),
        tuple(_arrow(where[arrow["from"]], where[arrow["to"]]) for arrow in picture["arrows"]),
        tuple(Tick(round(place((left + v, 0))[0], 1), _number(left + v), abs(left + v) < step / 9) for v in values),
        tuple(Tick(round(place((0, bottom + v))[1], 1), _number(bottom + v), abs(bottom + v) < step / 9) for v in values),
    )


def _step(span: float) -> float:
    """A round distance of grid lines, of which four to eight fit into the span."""
    rough = span / 6
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)


def _dot(point: dict[str, Any], x: float, y: float) -> Dot:
    to_left = x > SIZE * 0.72
    at = ", ".join(_number(value) for value in point["at"])
    side = ("end", -13) if to_left else ("start", 13)
    return Dot(point["id"], point["label"], round(x, 1), round(y, 1), side[0], round(x + side[1], 1), at)


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> Arrow:
    """From point to point, stopping short of the dot that it leads to."""
    length = math.dist(start, end) or 1.0
    share = max(0.0, 1 - 10 / length)
    return Arrow(*(round(v, 1) for v in (*start, start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)))


def _number(value: float) -> str:
    return f"{round(value, 4):g}".replace("-", "−")
