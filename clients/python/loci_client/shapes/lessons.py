"""Paths, lessons and their steps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Predict:
    """A question to be answered before a widget is touched. `answer` is the place of the right option, from 0."""

    ask_html: str
    options_html: tuple[str, ...]
    answer: int | None


@dataclass(frozen=True, slots=True)
class Widget:
    """Something to touch; `after_html` says what there is to see."""

    name: str
    data_url: str
    source_html: str
    predict: Predict | None
    after_html: str


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of a lesson: read, explore, check, code, report or recap."""

    key: str
    kind: str
    title: str
    seconds: int
    stage: str
    markdown: str
    html: str
    item: str
    exercise: str
    goal: str
    widget: Widget | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with all its steps, in the revision that this learner takes."""

    slug: str
    path: str
    number: str
    revision: str
    title: str
    summary: str
    minutes: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What finishing a step brought."""

    lesson_finished: bool
    day_finished: bool
    next_step: str | None


@dataclass(frozen=True, slots=True)
class PathOffer:
    """A path, in short."""

    slug: str
    title: str
    emoji: str
    promise: str


@dataclass(frozen=True, slots=True)
class LessonOfPath:
    """A lesson on the map of its path. `recall` is the mean chance that its concepts are remembered today."""

    slug: str
    number: str
    title: str
    minutes: int
    state: str
    recall: float | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a path."""

    slug: str
    title: str
    lessons: tuple[LessonOfPath, ...]


@dataclass(frozen=True, slots=True)
class PathMap:
    """A path with its phases and lessons, as the learner stands in it."""

    slug: str
    title: str
    emoji: str
    promise: str
    enrolled: bool
    lessons_done: int
    lessons_total: int
    minutes_left: int
    phases: tuple[Phase, ...]
