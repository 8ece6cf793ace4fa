"""What a check may tell beside its verdict, for a page to draw: figures, curves, and the mistakes with their texts.

Findings are the author's words about a learner's work. They are made in the checks' box, where the learner's code never runs, and
what comes from there is read strictly: each field of its kind, each number within its range, all of it small.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Self

# Of one check, as JSON: they travel with the report and are kept with the submission.
MOST_BYTES = 96 << 10
MOST_FIGURES, MOST_CURVES, MOST_POINTS = 8, 4, 120
MOST_MISTAKES, MOST_TEXTS, MOST_TEXT, MOST_NAME = 1000, 1500, 240, 40
KINDS = ("wrong", "missed")


class BadFindings(ValueError):
    """Findings whose form is not that of this module; the message names the field."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A pair of two texts, by their places: found and `wrong`, or right and `missed`. `likeness` is from -1 to 1; a few have a
    `note` that says what is to be learned from them.
    """

    kind: str
    first: int
    second: int
    likeness: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """`score` and `shares` are from 0 to 1; `counts` are whole numbers; `curves` are points (recall, precision) by name."""

    score: float
    shares: tuple[tuple[str, float], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    curves: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()
    texts: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    mistakes_in_all: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "score": self.score,
            "shares": [list(one) for one in self.shares],
            "counts": [list(one) for one in self.counts],
            "curves": [[name, [list(point) for point in points]] for name, points in self.curves],
            "texts": list(self.texts),
            "mistakes": [[one.kind, one.first, one.second, one.likeness, one.note] for one in self.mistakes],
            "mistakes_in_all": self.mistakes_in_all,
        }

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        """Raises BadFindings."""
        if type(given) is not dict or set(given) != set(cls.__slots__):
            raise BadFindings("the findings have not the fields that they should have")
        texts = tuple(_text(one, "texts", MOST_TEXT) for one in _list(given["texts"], "texts", MOST_TEXTS))
        mistakes = tuple(_mistake(one, len(texts)) for one in _list(given["mistakes"], "mistakes", MOST_MISTAKES))
        in_all = _whole(given["mistakes_in_all"], "mistakes_in_all")
        if in_all < len(mistakes):
            raise BadFindings("mistakes_in_all: there are more than that")
        found = cls(
            _share(given["score"], "score"),
            tuple((_name(name, "shares"), _share(share, "shares")) for name, share in _named(given["shares"], "shares")),
            tuple((_name(name, "counts"), _whole(count, "counts")) for name, count in _named(given["counts"], "counts")),
            tuple((_name(name, "curves"), _points(points)) for name, points in _named(given["curves"], "curves", MOST_CURVES)),
            texts,
            mistakes,
            in_all,
        )
        if len(json.dumps(found.as_dict(), ensure_ascii=False).encode()) > MOST_BYTES:
            raise BadFindings(f"the findings have more than {MOST_BYTES} bytes")
        return found


def _list(value: Any, field: str, most: int) -> list[Any]:
    if type(value) not in {list, tuple}:
        raise BadFindings(f"{field}: {type(value).__name__} is no list")
    if len(value) > most:
        raise BadFindings(f"{field}: more than {most}")
    return list(value)


def _named(value: Any, field: str, most: int = MOST_FIGURES) -> list[tuple[Any, Any]]:
    rows = [_list(one, field, 2) for one in _list(value, field, most)]
    if any(len(row) != 2 for row in rows) or len({str(row[0]) for row in rows}) < len(rows):
        raise BadFindings(f"{field}: names with values are wanted, each name once")
    return [(name, one) for name, one in rows]


def _text(value: Any, field: str, most: int) -> str:
    if type(value) is not str:
        raise BadFindings(f"{field}: {type(value).__name__} is no text")
    if len(value) > most or not all(character.isprintable() for character in value):
        raise BadFindings(f"{field}: a text is too long, or has characters that cannot be shown")
    return value


def _name(value: Any, field: str) -> str:
    text = _text(value, field, MOST_NAME)
    if not text.strip():
        raise BadFindings(f"{field}: a name is empty")
    return text


def _number(value: Any, field: str, least: float, most: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or not least <= value <= most:
        raise BadFindings(f"{field}: not a number from {least:g} to {most:g}")
    return float(value)


def _share(value: Any, field: str) -> float:
    return _number(value, field, 0, 1)


def _whole(value: Any, field: str) -> int:
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise BadFindings(f"{field}: no whole number from 0 on")
    return int(value)


def _points(value: Any) -> tuple[tuple[float, float], ...]:
    points = [_list(one, "curves", 2) for one in _list(value, "curves", MOST_POINTS)]
    if any(len(point) != 2 for point in points):
        raise BadFindings("curves: a point has two numbers")
    return tuple((_share(x, "curves"), _share(y, "curves")) for x, y in points)


def _mistake(value: Any, texts: int) -> Mistake:
    row = _list(value, "mistakes", 5)
    if len(row) != 5 or type(row[0]) is not str or row[0] not in KINDS:
        raise BadFindings("mistakes: each is wrong or missed, two places of texts, a likeness and a note")
    first, second = _whole(row[1], "mistakes"), _whole(row[2], "mistakes")
    if max(first, second) >= texts or first == second:
        raise BadFindings("mistakes: the two places are not of two texts")
    return Mistake(row[0], first, second, _number(row[3], "mistakes", -1.001, 1.001), _text(row[4], "mistakes", MOST_TEXT))
