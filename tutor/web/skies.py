"""The small skies: the words of the landing page, a day as a row of points, and the faint stars behind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from tutor.selectors import PickView

# Word, place in a drawing of 520 × 420, and the word among these whose meaning is nearest by the cosine of their GloVe 6B
# vectors. The places are those vectors, laid out by t-SNE from fifty dimensions to two and moved apart so that each can be read.
WORDS = (
    ("wolf", 133, 172, "bear"),
    ("tiger", 102, 104, "bear"),
    ("bear", 96, 138, "lion"),
    ("lion", 72, 172, "bear"),
    ("king", 65, 377, "prince"),
    ("queen", 75, 309, "king"),
    ("prince", 109, 343, "king"),
    ("throne", 40, 343, "king"),
    ("bread", 480, 343, "cheese"),
    ("cheese", 452, 309, "bread"),
    ("wine", 458, 377, "cheese"),
    ("honey", 415, 343, "cheese"),
    ("river", 221, 282, "lake"),
    ("lake", 202, 249, "river"),
    ("sea", 220, 184, "island"),
    ("island", 231, 216, "sea"),
    ("moon", 208, 151, "sun"),
    ("sun", 211, 85, "sky"),
    ("stars", 286, 128, "sky"),
    ("sky", 224, 118, "sun"),
    ("piano", 440, 216, "violin"),
    ("violin", 462, 183, "piano"),
    ("guitar", 432, 150, "piano"),
    ("seven", 313, 62, "nine"),
    ("eight", 338, 95, "seven"),
    ("nine", 336, 30, "seven"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the point whose meaning is nearest to its own."""

    text: str
    x: float
    y: float
    near_x: float
    near_y: float


@dataclass(frozen=True, slots=True)
class DayPoint:
    """A thing of the day's plan; the longer it takes, the larger. `state` is done, next or ahead."""

    x: float
    y: float
    radius: float
    state: str


@dataclass(frozen=True, slots=True)
class DaySky:
    width: int
    height: int
    points: tuple[DayPoint, ...]
    threads: tuple[tuple[DayPoint, DayPoint], ...]
    faint: tuple[tuple[float, float, float, float], ...]


def words() -> tuple[Word, ...]:
    places = {text: (x, y) for text, x, y, _ in WORDS}
    return tuple(Word(text, x, y, *places[near]) for text, x, y, near in WORDS)


def day_sky(picks: Sequence[PickView]) -> DaySky:
    """The plan as an arc of points that light up one after another."""
    width, height = 560, 230
    ahead = next((index for index, pick in enumerate(picks) if not pick.done), None)
    points = []
    for index, pick in enumerate(picks):
        along = (index + 0.5) / len(picks)
        y = height * (0.72 - 0.44 * math.sin(math.pi * along)) + 20 * math.sin(2.4 * index + 1)
        state = "done" if pick.done else "next" if index == ahead else "ahead"
        radius = 3.5 + math.sqrt(pick.seconds) / 2.6
        points.append(DayPoint(round(30 + (width - 60) * along, 1), round(y, 1), round(radius, 1), state))
    return DaySky(width, height, tuple(points), tuple(pairwise(points)), faint_stars(width, height, 44))


def faint_stars(width: int, height: int, count: int) -> tuple[tuple[float, float, float, float], ...]:
    """Stars (x, y, radius, brightness) that mean nothing: the night behind those that do. Always the same ones."""
    chance = Random(count)
    return tuple(
        (
            round(chance.uniform(0, width), 1),
            round(chance.uniform(0, height), 1),
            round(chance.uniform(0.5, 1.3), 1),
            round(chance.uniform(0.15, 0.5), 2),
        )
        for _ in range(count)
    )
