"""The pictures of achievements: a small constellation each, whose stars light up one after another on the way there."""

from __future__ import annotations

import math
from dataclasses import dataclass

SIZE = 64
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Badge:
    """Stars (x, y, lit) and the lines between them (x, y, x, y, lit), in a square of `SIZE`."""

    stars: tuple[tuple[float, float, bool], ...]
    lines: tuple[tuple[float, float, float, float, bool], ...]


def _ring(count: int, radius: float = 22, *, turn: float = -0.25, of: int | None = None) -> list[Point]:
    """Points on a circle, or the first `count` of those, from the top."""
    angles = (2 * math.pi * (n / (of or count) + turn) for n in range(count))
    return [(round(32 + radius * math.cos(a), 1), round(32 + radius * math.sin(a), 1)) for a in angles]


def _spiral() -> list[Point]:
    return [
        (round(32 + (3 + 2.4 * n) * math.cos(0.9 * n), 1), round(32 + (3 + 2.4 * n) * math.sin(0.9 * n), 1)) for n in range(10)
    ]


# Points, and ways through them by their numbers; each way is a line from star to star.
SHAPES: dict[str, tuple[list[Point], tuple[str, ...]]] = {
    "first-light": ([(32, 32)], ()),
    "seven-nights": ([(6, 22), (18, 18), (27, 25), (37, 30), (39, 45), (56, 46), (58, 30)], ("0 1 2 3 4 5 6 3",)),
    "full-moon": (_ring(10), ("0 1 2 3 4 5 6 7 8 9 0",)),
    "four-weeks": ([(32, 32), (32, 10), (54, 32), (32, 54), (10, 32)], ("1 2 3 4 1",)),
    "half-year": ([*_ring(7, 24, turn=-0.5, of=12), (32, 32)], ("0 1 2 3 4 5 6 7 0",)),
    "year-of-days": ([*_ring(12, 24), (32, 32)], ("0 1 2 3 4 5 6 7 8 9 10 11 0",)),
    "comet": ([(50, 14), (38, 20), (44, 28), (10, 32), (16, 46), (30, 56)], ("0 1 3", "0 4", "0 2 5")),
    "mended": ([(6, 22), (20, 34), (28, 24), (36, 40), (44, 30), (58, 42)], ("0 1 2", "2 3", "3 4 5")),
    "after-a-month": ([(42, 10), (24, 16), (16, 32), (24, 48), (42, 54), (33, 42), (30, 32), (33, 22)], ("0 1 2 3 4 5 6 7 0",)),
    "after-a-season": ([(12, 52), (20, 32), (34, 16), (54, 10), (48, 30), (32, 44), (34, 30)], ("0 1 2 3 4 5 0 6 3",)),
    "after-a-year": (_spiral(), ("0 1 2 3 4 5 6 7 8 9",)),
    "long-shots": ([(8, 56), (24, 40), (40, 24), (56, 8), (42, 10), (54, 22)], ("0 1 2 3", "4 3 5")),
    "turned-around": ([(12, 50), (12, 26), (22, 12), (42, 12), (52, 26), (52, 50), (44, 42), (60, 42)], ("0 1 2 3 4 5", "6 5 7")),
    "true-instrument": (
        [(32, 8), (32, 54), (20, 56), (44, 56), (10, 18), (54, 18), (4, 36), (16, 36), (48, 36), (60, 36)],
        ("0 1", "2 1 3", "4 0 5", "6 4 7 6", "8 5 9 8"),
    ),
    "ten-lasting": (
        [(32, 8), (25, 22), (39, 22), (18, 36), (32, 36), (46, 36), (11, 50), (25, 50), (39, 50), (53, 50)],
        ("0 1 3 6 7 8 9 5 2 0", "1 2 4 1", "3 4 5"),
    ),
    "thirty-lasting": (
        [(6, 50), (10, 30), (22, 15), (32, 10), (42, 15), (54, 30), (58, 50), (32, 50), (21, 34), (43, 34)],
        ("0 1 2 3 4 5 6 7 0", "7 8 2", "7 9 4"),
    ),
    "lasts-a-year": (
        [(32, 4), (37, 27), (60, 32), (37, 37), (32, 60), (27, 37), (4, 32), (27, 27)],
        ("0 1 2 3 4 5 6 7 0",),
    ),
    "wide-sky": ([(5, 22), (20, 42), (32, 24), (45, 44), (59, 18)], ("0 1 2 3 4",)),
    "first-lesson": ([(8, 16), (24, 10), (40, 16), (56, 10), (56, 48), (40, 54), (24, 48), (8, 54)],
                     ("0 1 2 3 4 5 6 7 0", "1 6", "2 5")),
    "five-lessons": (_ring(5, 25), ("0 1 2 3 4 0",)),
    "phase": ([(32, 16), (18, 10), (6, 14), (6, 48), (18, 44), (32, 50), (46, 44), (58, 48), (58, 14), (46, 10)],
              ("0 1 2 3 4 5 6 7 8 9 0 5",)),
    "path": ([(8, 56), (26, 54), (38, 46), (28, 36), (18, 28), (30, 18), (46, 16), (56, 8)], ("0 1 2 3 4 5 6 7",)),
    "one-hour": ([(14, 8), (50, 8), (32, 32), (14, 56), (50, 56), (32, 46)], ("0 1 2 4 3 2 0", "2 5")),
    "ten-hours": ([*_ring(10, 25), (32, 32), (32, 18), (42, 38)], ("0 1 2 3 4 5 6 7 8 9 0", "11 10 12")),
    "first-code": ([(22, 14), (6, 32), (22, 50), (42, 14), (58, 32), (42, 50)], ("0 1 2", "3 4 5")),
    "first-try": ([(8, 34), (16, 42), (24, 50), (40, 30), (56, 12)], ("0 1 2 3 4",)),
    "sixth-draft": ([(8, 56), (12, 42), (42, 12), (52, 22), (22, 52), (34, 32)], ("0 1 2 3 4 0", "1 4")),
    "five-exercises": ([(6, 56), (6, 46), (18, 46), (18, 36), (30, 36), (30, 26), (42, 26), (42, 16), (56, 16)],
                       ("0 1 2 3 4 5 6 7 8",)),
    "capstone": ([(8, 56), (8, 30), (16, 16), (32, 8), (48, 16), (56, 30), (56, 56), (32, 22)],
                 ("0 1 2 3 4 5 6", "2 7 4", "3 7")),
    "bettered": ([(4, 54), (20, 26), (28, 38), (42, 12), (60, 54), (42, 4), (52, 8)], ("0 1 2 3 4 0", "3 5 6 3")),
}  # fmt: skip


def badge(slug: str, done: int, needed: int) -> Badge:
    """The constellation of an achievement, as much of it lit as is done. What is begun shows a first star."""
    points, ways = SHAPES[slug]
    share = min(1.0, done / needed)
    lit = len(points) if share == 1 else min(len(points) - 1, max(int(share > 0), int(share * len(points))))
    pairs = [tuple(map(int, pair)) for way in ways for pair in zip(way.split(), way.split()[1:], strict=False)]
    return Badge(
        stars=tuple((x, y, n < lit) for n, (x, y) in enumerate(points)),
        lines=tuple((*points[a], *points[b], max(a, b) < lit) for a, b in pairs),
    )
