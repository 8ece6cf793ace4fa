"""A path as a constellation: lessons are its stars, concepts the small stars around them, as bright as they are remembered."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor.selectors.paths import LessonView, PathMap


@dataclass(frozen=True, slots=True)
class Star:
    x: float
    y: float
    size: float
    light: float
    met: bool
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson in the sky. `light` (0 to 1) is how bright, `lines` its label."""

    x: float
    y: float
    light: float
    glow: float
    state: str
    number: str
    lines: tuple[tuple[str, float], ...]
    url: str
    stars: tuple[Star, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    d: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Sky:
    width: int
    height: int
    places: tuple[Place, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a sky is filled: rows of `columns` lessons, read like a snake; sizes in the SVG's units."""

    width: int
    columns: int
    row: int
    label: int


WIDE = Shape(width=1000, columns=4, row=270, label=17)
TALL = Shape(width=390, columns=2, row=225, label=15)


def lay_out(path: PathMap, shape: Shape) -> Sky:
    lessons = [lesson for phase in path.phases for lesson in phase.lessons]
    columns = max(1, min(shape.columns, len(lessons)))
    places = tuple(_place(lesson, *_spot(index, columns, shape), shape) for index, lesson in enumerate(lessons))
    threads = tuple(
        Thread(_curve(a, b), ahead=lessons[index].state != "done") for index, (a, b) in enumerate(zip(places, places[1:], strict=False))
    )
    return Sky(shape.width, shape.row * math.ceil(len(lessons) / columns), places, threads)


def _spot(index: int, columns: int, shape: Shape) -> tuple[float, float]:
    row, column = divmod(index, columns)
    if row % 2:
        column = columns - 1 - column
    cell = shape.width / columns
    x = cell * (column + 0.5) + cell * 0.07 * math.cos(2.3 * index)
    y = shape.row * (row + 0.42) + shape.row * 0.13 * math.sin(1.9 * index + 0.8)
    return round(x, 1), round(y, 1)


def _place(lesson: LessonView, x: float, y: float, shape: Shape) -> Place:
    light = 0.0 if lesson.recall is None else lesson.recall
    return Place(
        x=x,
        y=y,
        light=round(0.35 + 0.65 * light**2, 2),
        glow=round(13 + 15 * light**2, 1),
        state=lesson.state,
        number=lesson.number,
        lines=tuple((line, round(y + 52 + 19 * n, 1)) for n, line in enumerate(_wrapped(lesson.title, shape.label))),
        url=lesson.url,
        stars=_stars(lesson, x, y),
    )


def _stars(lesson: LessonView, x: float, y: float) -> tuple[Star, ...]:
    """The concepts on an arc over their lesson, where no label is."""
    count = len(lesson.concepts)
    stars = []
    for index, concept in enumerate(lesson.concepts):
        angle = math.radians(-190 + 200 * (index + 0.5) / count)
        reach = 46 + 12 * (index % 2)
        light = 0.0 if concept.recall is None else concept.recall
        stars.append(
            Star(
                x=round(x + reach * math.cos(angle), 1),
                y=round(y + reach * math.sin(angle), 1),
                size=round(5.5 + 6 * light**2, 1),
                light=round(0.25 + 0.75 * light**2, 2),
                met=concept.recall is not None,
                title=concept.title,
            )
        )
    return tuple(stars)


def _wrapped(title: str, most: int) -> list[str]:
    """The title in at most three short lines."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2]}…"]


def _curve(a: Place, b: Place) -> str:
    """A gentle bow between two lessons, ending short of both."""
    length = math.dist((a.x, a.y), (b.x, b.y)) or 1.0
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    start, end = (a.x + 24 * ux, a.y + 24 * uy), (b.x - 24 * ux, b.y - 24 * uy)
    bend = (a.x + b.x) / 2 - uy * length * 0.08, (a.y + b.y) / 2 + ux * length * 0.08
    return f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
