"""A forgetting curve, and a concept among its neighbours, as places in a box that the template draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.rules.memory import DESIRED_RECALL
from tutor.selectors.concepts import ConceptPage, Curve, Neighbour

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 18, 38
TICKS = (1.0, 0.75, 0.5, 0.25, 0.0)
LABELS = 4
# Neighbours in the constellation, on each side; the list beside it has all.
MOST_STARS = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """All places are in the units of `box`. `gone` is the part of the curve that has passed, `ahead` what is foretold."""

    box: str
    left: int
    right: int
    bottom: int
    gone: str
    ahead: str
    area: str
    today: tuple[float, float]
    due_x: float
    due_anchor: str
    wanted_y: float
    x_ticks: tuple[tuple[float, date], ...]
    y_ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A neighbour in the constellation: `brightness` from 0 to 1, None for what was not met."""

    x: float
    y: float
    title: str
    slug: str
    brightness: float | None
    anchor: str
    label_x: float
    way: str


@dataclass(frozen=True, slots=True)
class Constellation:
    width: int
    height: int
    x: float
    y: float
    brightness: float | None
    points: tuple[Point, ...]


def picture(curve: Curve) -> Picture:
    """The curve from the last review on, with today and the day on which the concept comes back."""
    last = max(1, len(curve.recalls) - 1)
    passed = (curve.today - curve.first).days

    def at(day: int) -> tuple[float, float]:
        return _x(day / last), _y(curve.recalls[day])

    gone = [at(day) for day in range(passed + 1)]
    ahead = [at(day) for day in range(passed, last + 1)]
    due = min(last, max(0, (curve.due - curve.first).days))
    ticks = sorted({round(last * part / LABELS) for part in range(LABELS + 1)})
    return Picture(
        box=f"0 0 {WIDTH} {HEIGHT}",
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        gone=_way(gone),
        ahead=_way(ahead),
        area=f"{_way([*gone, *ahead])}L{WIDTH - RIGHT} {HEIGHT - BOTTOM}L{LEFT} {HEIGHT - BOTTOM}Z",
        today=at(passed),
        due_x=_x(due / last),
        due_anchor="end" if due > 0.7 * last else "start",
        wanted_y=_y(DESIRED_RECALL),
        x_ticks=tuple((_x(day / last), date.fromordinal(curve.first.toordinal() + day)) for day in ticks),
        y_ticks=tuple((_y(tick), f"{tick:.0%}") for tick in TICKS),
    )


def constellation(page: ConceptPage) -> Constellation | None:
    """The concept in the middle, what it builds on to the left, what builds on it to the right; None if it stands alone."""
    if not page.needs and not page.needed_by:
        return None
    below, above = page.needs[:MOST_STARS], page.needed_by[:MOST_STARS]
    width, height = 760, max(150, 50 * max(len(below), len(above)) + 30)
    x, y = width / 2, height / 2
    points = [
        *_side(below, 270, "end", x, y, height),
        *_side(above, width - 270, "start", x, y, height),
    ]
    return Constellation(width, height, x, y, _brightness(page.recall), tuple(points))


def _side(neighbours: tuple[Neighbour, ...], x: float, anchor: str, to_x: float, to_y: float, height: int) -> list[Point]:
    points = []
    for number, one in enumerate(neighbours):
        y = round(height * (number + 0.5) / len(neighbours), 1)
        way = f"M{x:g} {y:g}Q{(x + to_x) / 2:g} {y:g} {to_x:g} {to_y:g}"
        label_x = x - 16 if anchor == "end" else x + 16
        points.append(Point(x, y, one.title, one.slug, _brightness(one.recall), anchor, label_x, way))
    return points


def _brightness(recall: float | None) -> float | None:
    return None if recall is None else round(0.25 + 0.75 * recall**3, 2)


def _way(places: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(recall: float) -> float:
    return round(HEIGHT - BOTTOM - recall * (HEIGHT - TOP - BOTTOM), 1)
