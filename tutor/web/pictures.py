"""Lays out the picture of a point item: data coordinates to the SVG's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SIZE, MARGIN = 400, 34


@dataclass(frozen=True, slots=True)
class PicturePoint:
    id: str
    label: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in user units of a SIZE × SIZE drawing; `zero` is where the origin lies."""

    size: int
    x_label: str
    y_label: str
    zero: tuple[float, float]
    points: tuple[PicturePoint, ...]
    arrows: tuple[tuple[float, float, float, float], ...]


def picture(public: dict[str, Any]) -> Picture:
    """One scale for both axes, so that angles and lengths are true."""
    places = [point["at"] for point in public["points"]]
    low_x, high_x = min(0.0, *(x for x, _ in places)), max(0.0, *(x for x, _ in places))
    low_y, high_y = min(0.0, *(y for _, y in places)), max(0.0, *(y for _, y in places))
    span = max(high_x - low_x, high_y - low_y, 1e-9)
    scale = (SIZE - 2 * MARGIN) / span
    left = (SIZE - scale * (high_x - low_x)) / 2
    top = (SIZE - scale * (high_y - low_y)) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return round(left + scale * (x - low_x), 1), round(top + scale * (high_y - y), 1)

    at = {"origin": place(0, 0)}
    points = []
    for point in public["points"]:
        x, y = at[point["id"]] = place(*point["at"])
        shift, anchor = (-13, "end") if x > SIZE * 0.62 else (13, "start")
        points.append(PicturePoint(point["id"], point["label"], x, y, x + shift, y - 9, anchor))
    arrows = tuple((*at[arrow["from"]], *at[arrow["to"]]) for arrow in public["arrows"])
    return Picture(SIZE, public["x"], public["y"], at["origin"], tuple(points), arrows)
