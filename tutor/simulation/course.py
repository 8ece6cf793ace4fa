"""A course as those who live through it see it: steps in their order, and the questions of each concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """`seconds` are the author's guess of the time it takes; `options` how many there are to guess from, 0 for free answers."""

    slug: str
    concept: str
    kind: str
    seconds: int
    options: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a lesson. A check asks `item`; code is evidence of `concepts`, and done when its samples pass if `samples`."""

    lesson: str
    key: str
    kind: str
    seconds: int
    item: str = ""
    exercise: str = ""
    concepts: tuple[str, ...] = ()
    samples: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """`questions` by slug, `asking` by concept in the order of their slugs, `lesson_of` by concept."""

    steps: tuple[Step, ...]
    questions: Mapping[str, Question]
    asking: Mapping[str, tuple[str, ...]]
    lesson_of: Mapping[str, str]
