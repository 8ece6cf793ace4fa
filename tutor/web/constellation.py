"""A path as a constellation: each lesson a point, each concept a star around it, as bright as it is remembered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from tutor.selectors import PathMap

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))  # spreads points around a centre without lines of sight


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
    x: float
    y: float
    number: str
    title: str
    state: str
    url: str
    glow: float
    label_x: float
    label_y: float
    anchor: str
    lines: tuple[str, ...]
    stars: tuple[Star, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    x1: float
    y1: float
    x2: float
    y2: float
    ahead: bool


@dataclass(frozen=True, slots=True)
class Sky:
    width: int
    height: int
    tall: bool
    lessons: tuple[LessonPoint, ...]
    threads: tuple[Thread, ...]


def constellation(path: PathMap, *, tall: bool) -> Sky:
    """The layout for a wide screen, or for a tall one. Only the brightness depends on the learner."""
    lessons = [lesson for phase in path.phases for lesson in phase.lessons]
    count = max(1, len(lessons))
    width, height = (390, 90 + 128 * count) if tall else (max(900, 190 * count), 350)
    points = []
    for index, lesson in enumerate(lessons):
        sway = math.sin(1.9 * index + 0.6)
        if tall:
            x, y = width * 0.30 + 42 * sway, 84 + 128 * index
            label_x, label_y, anchor = x + 62, y - 4, "start"
        else:
            x, y = (index + 0.5) * width / count, height * 0.40 + 52 * sway
            label_x, label_y, anchor = x, y + 84, "middle"
        stars = tuple(
            _star(x, y, 34 + 5 * (order % 3), order * GOLDEN_ANGLE + index, concept.recall, concept.title)
            for order, concept in enumerate(lesson.concepts)
        )
        points.append(
            LessonPoint(
                round(x, 1),
                round(y, 1),
                lesson.number,
                lesson.title,
                lesson.state,
                lesson.url,
                round(18 + 26 * (lesson.recall or 0), 1),
                round(label_x, 1),
                round(label_y, 1),
                anchor,
                _wrapped(lesson.title, 24),
                stars,
            )
        )
    threads = tuple(Thread(a.x, a.y, b.x, b.y, ahead=b.state == "open") for a, b in pairwise(points))
    return Sky(width, height, tall, tuple(points), threads)


def sketch() -> tuple[tuple[float, float, float, float], ...]:
    """Stars (x, y, radius, brightness) of the landing page's picture: a spiral of points, brighter to one side."""
    stars = []
    for index in range(90):
        distance = 15 * math.sqrt(index)
        x, y = 200 + distance * math.cos(index * GOLDEN_ANGLE), 170 + distance * math.sin(index * GOLDEN_ANGLE)
        brightness = 0.18 + 0.82 * max(0.0, math.cos(0.9 * index * GOLDEN_ANGLE + distance / 60)) ** 3
        stars.append((round(x, 1), round(y, 1), round(1.2 + 2.6 * brightness, 1), round(brightness, 2)))
    return tuple(stars)


def _star(x: float, y: float, distance: float, angle: float, recall: float | None, title: str) -> Star:
    brightness = None if recall is None else round(0.25 + 0.75 * recall**3, 2)
    radius = 2.6 if recall is None else round(2.6 + 2.6 * recall, 1)
    return Star(round(x + distance * math.cos(angle), 1), round(y + distance * math.sin(angle), 1), radius, brightness, title)


def _wrapped(title: str, width: int) -> tuple[str, ...]:
    """A title in at most three short lines."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines[:3])
