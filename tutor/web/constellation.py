"""A path as a constellation: each lesson a point, each concept a star around it, as bright as it is remembered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from tutor.selectors import PathMap
from tutor.selectors.paths import ConceptView, LessonView
from tutor.web.skies import faint_stars

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))  # spreads points around a centre without lines of sight
WIDE = 1040  # units across on a wide screen
BOW = 150  # of a thread that turns to the next row, which is out by three quarters of it at most
IN_A_ROW = 4  # lessons side by side on a wide screen; the next row comes back the other way


@dataclass(frozen=True, slots=True)
class Star:
    """A concept. `brightness` from 0 to 1; None for one that was never met."""

    x: float
    y: float
    radius: float
    brightness: float | None
    title: str


@dataclass(frozen=True, slots=True)
class LessonPoint:
    """`glow` is the mean recall of its concepts, `lines` the title in short lines; `here` marks the one to go on with."""

    x: float
    y: float
    number: str
    title: str
    state: str
    here: bool
    url: str
    glow: float
    label_x: float
    label_y: float
    anchor: str
    lines: tuple[str, ...]
    stars: tuple[Star, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """The way from one lesson to the next, as an SVG path."""

    way: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Sky:
    width: int
    height: int
    tall: bool
    lessons: tuple[LessonPoint, ...]
    threads: tuple[Thread, ...]
    faint: tuple[tuple[float, float, float, float], ...]


def constellation(path: PathMap, *, tall: bool) -> Sky:
    """The layout for a wide screen, or for a tall one. Only the brightness depends on the learner."""
    lessons = [lesson for phase in path.phases for lesson in phase.lessons]
    if tall:
        width, height = 390, 40 + 150 * len(lessons)
    else:
        width, height = WIDE, 50 + 280 * math.ceil(len(lessons) / IN_A_ROW)
    columns = 1 if tall else max(1, min(IN_A_ROW, len(lessons)))
    points = [_point(lesson, index, path, columns, tall=tall) for index, lesson in enumerate(lessons)]
    threads = tuple(Thread(_way(a, b, tall=tall), ahead=b.state == "open") for a, b in pairwise(points))
    return Sky(width, height, tall, tuple(points), threads, faint_stars(width, height, height // 4))


def _point(lesson: LessonView, index: int, path: PathMap, columns: int, *, tall: bool) -> LessonPoint:
    sway = math.sin(1.9 * index + 0.6)
    if tall:
        x, y = 104 + 36 * sway, 92 + 150 * index
        label_x, label_y, anchor = x + 66, y - 10, "start"
    else:
        row, place = divmod(index, columns)
        column = place if row % 2 == 0 else columns - 1 - place
        x, y = WIDE / columns * (column + 0.5), 120 + 280 * row + 34 * sway
        label_x, label_y, anchor = x, y + 92, "middle"
    return LessonPoint(
        x=round(x, 1),
        y=round(y, 1),
        number=lesson.number,
        title=lesson.title,
        state=lesson.state,
        here=lesson.url == path.next_url,
        url=lesson.url,
        glow=round(lesson.recall or 0, 2),
        label_x=round(label_x, 1),
        label_y=round(label_y, 1),
        anchor=anchor,
        lines=_wrapped(lesson.title, 22 if tall else 26),
        stars=tuple(_star(x, y, order, index, concept) for order, concept in enumerate(lesson.concepts)),
    )


def _star(x: float, y: float, order: int, turn: int, concept: ConceptView) -> Star:
    distance, angle = 38 + 6 * (order % 3), order * GOLDEN_ANGLE + turn
    recall = concept.recall
    return Star(
        x=round(x + distance * math.cos(angle), 1),
        y=round(y + distance * math.sin(angle), 1),
        radius=2.6 if recall is None else round(3 + 3 * recall, 1),
        brightness=None if recall is None else round(0.25 + 0.75 * recall**3, 2),
        title=concept.title,
    )


def _way(a: LessonPoint, b: LessonPoint, *, tall: bool) -> str:
    """A soft curve that leaves and arrives in the direction of reading; from one row to the next around the lesson's name."""
    if a.x == b.x:
        turn = round(a.x + (BOW if a.x > WIDE / 2 else -BOW), 1)
        return f"M{a.x} {a.y}C{turn} {a.y} {turn} {b.y} {b.x} {b.y}"
    if tall:
        middle = round((a.y + b.y) / 2, 1)
        return f"M{a.x} {a.y}C{a.x} {middle} {b.x} {middle} {b.x} {b.y}"
    middle = round((a.x + b.x) / 2, 1)
    return f"M{a.x} {a.y}C{middle} {a.y} {middle} {b.y} {b.x} {b.y}"


def _wrapped(title: str, width: int) -> tuple[str, ...]:
    """A title in at most three short lines."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines[:3])
