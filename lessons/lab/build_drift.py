"""Data of the drift monitor: four courses that sixteen days may take, and what four statistics say of each day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lessons.lab import drift, helpdesk
from lessons.lab.counts import Matrix

COURSES = {"quiet": "own", "topics": "own", "pooling": "pooling", "model": "other"}  # and the model of queries from CHANGE on
RATE = 0.01  # of quiet days that may raise an alarm
TIMES = 1000
SURE = 0.999  # length and canaries are 1 but for rounding
SHOWN = 4  # questions of a day


@dataclass(frozen=True, slots=True)
class Vectors:
    """Every question under every model, and the stored ones under the desk's own."""

    of: dict[str, Matrix]

    @property
    def stored(self) -> Matrix:
        return self.of["own"][helpdesk.stored()]

    @property
    def reference(self) -> Matrix:
        return self.of["own"][helpdesk.stream().calm]

    def nearest(self, queries: Matrix) -> Matrix:
        """The cosine of each query with the stored question nearest to it."""
        return np.asarray((queries @ self.stored.T).max(axis=1))

    def canaries(self, model: str) -> float:
        """The mean cosine of a canary embedded by this model with its stored vector."""
        places = helpdesk.canaries()
        return float((self.of[model][places] * self.of["own"][places]).sum(axis=1).mean())


@cache
def vectors() -> Vectors:
    texts = [text for _, text in helpdesk.questions()]
    return Vectors({name: model(texts) for name, model in helpdesk.MODELS.items()})


def asked(course: str, day: int) -> tuple[helpdesk.Places, str]:
    """The questions of a day (counted from 1) in a course, and the model that embeds them."""
    stream = helpdesk.stream()
    places, new = stream.days[day - 1], stream.new_topic[day - 1]
    if course == "topics":
        places = np.concatenate([new, places[len(new) :]])
    return places, COURSES[course] if day >= helpdesk.CHANGE else "own"


def limits(given: Vectors) -> dict[str, float]:
    """From where on each statistic is an alarm: length and canaries by what they must be, the others by what chance does."""
    drawn = {"size": helpdesk.A_DAY, "times": TIMES, "seed": helpdesk.SEED}
    nearest = drift.chance(given.nearest(given.reference), statistic=lambda _, some: float(some.mean()), **drawn)
    score = drift.chance(given.reference, statistic=drift.score, **drawn)
    return {
        "length": SURE,
        "nearest": float(np.quantile(nearest, RATE)),
        "score": float(np.quantile(score, 1 - RATE)),
        "canaries": SURE,
    }


def told(given: Vectors, course: str, day: int) -> dict[str, float]:
    """The statistics of a day, and the share of its questions whose nearest stored question has the same intent."""
    places, model = asked(course, day)
    queries = given.of[model][places]
    return {
        "length": float(np.linalg.norm(queries, axis=1).mean()),
        "nearest": float(given.nearest(queries).mean()),
        "score": drift.score(given.reference, queries),
        "canaries": given.canaries(model),
        "right": float(found(given, course, day)[0].mean()),
    }


def found(given: Vectors, course: str, day: int) -> tuple[NDArray[np.bool_], helpdesk.Places, Matrix]:
    """For each question of a day: whether the nearest stored one has its intent, which one that is, and their cosine."""
    places, model = asked(course, day)
    right, nearest = helpdesk.answered(places, given.of[model][places], given.stored)
    return right, nearest, (given.of[model][places] * given.of["own"][nearest]).sum(axis=1)


def monitor() -> dict[str, object]:
    given = vectors()
    days = range(1, helpdesk.DAYS + 1)
    examples = {course: [_examples(given, course, day) for day in days] for course in COURSES}
    shown = [example for course in examples.values() for day in course for example in day]
    used = sorted({place for one, other, *_ in shown for place in (one, other)})
    number = {place: at for at, place in enumerate(used)}
    return {
        "stored": len(given.stored),
        "reference": len(given.reference),
        "asked": helpdesk.A_DAY,
        "change": helpdesk.CHANGE,
        "size": helpdesk.SIZE,
        "canaries": len(helpdesk.canaries()),
        "limits": {name: round(limit, 4) for name, limit in limits(given).items()},
        "courses": {course: _series([told(given, course, day) for day in days]) for course in COURSES},
        "texts": [helpdesk.questions()[place][1] for place in used],
        "examples": {
            course: [[[number[one], number[other], cosine, right] for one, other, cosine, right in day] for day in rows]
            for course, rows in examples.items()
        },
    }


def _series(days: list[dict[str, float]]) -> dict[str, list[float]]:
    """Each statistic over the days; no zero has a sign."""
    return {name: [round(one[name], 4) + 0.0 for one in days] for name in days[0]}


def _examples(given: Vectors, course: str, day: int) -> list[tuple[int, int, float, int]]:
    """Some questions of a day, what was found for them, the cosine, and whether it is right. A new topic comes first."""
    places, _ = asked(course, day)
    right, nearest, cosine = found(given, course, day)
    chosen = np.linspace(0, len(places) - 1, SHOWN).round().astype(int)
    return [(int(places[at]), int(nearest[at]), round(float(cosine[at]), 3), int(right[at])) for at in chosen]


BUILDERS = {"embeddings/13-drift/data/drift-monitor.json": monitor}
