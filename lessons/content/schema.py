"""A catalogue as values: paths of phases of lessons of steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from lessons.content.yamlfile import Lines

STEP_KINDS = ("read", "explore", "check", "code", "report", "recap")
# What a code step is finished by, where not by passing all checks; and whose findings a report step shows.
GOALS = ("samples",)
FINDINGS = ("samples", "submission")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a lesson shows, named by what is in it."""

    digest: str
    name: str
    media_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Concept:
    slug: str
    title: str
    summary: str
    needs: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """Asked before a widget is touched; `answer` counts from 0."""

    ask: str
    options: tuple[str, ...]
    answer: int


@dataclass(frozen=True, slots=True)
class Widget:
    name: str
    data: str
    source: str
    predict: Prediction | None
    after: str
    lines: Lines = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """`text` is Markdown. `line` is where the step begins in lesson.md, `text_line` where its text does, and `block_line` where
    what stands in its block does. `goal` is of a code step, `findings` of a report step.
    """

    kind: str
    key: str
    title: str
    text: str
    line: int
    text_line: int
    block_line: int = 0
    widget: Widget | None = None
    item: str | None = None
    goal: str = ""
    findings: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a long lesson that fits into a day; it goes from the step with the key `begins` to where the next begins."""

    title: str
    begins: str
    line: int


@dataclass(frozen=True, slots=True)
class Lesson:
    folder: FilePath
    slug: str
    number: str
    title: str
    minutes: int
    summary: str
    concepts: tuple[Concept, ...]
    steps: tuple[Step, ...]
    front_lines: dict[str, int]
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    slug: str
    title: str
    summary: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """To a question that people have before they begin; `text` is Markdown, and begins at `line` of faq.md."""

    question: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A path that is not written yet, by the slug that it will have."""

    slug: str
    title: str
    emoji: str
    promise: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What a path's page tells beside its lessons; each text of `before` begins at its line of path.yaml."""

    before: tuple[str, ...] = ()
    before_lines: tuple[int, ...] = ()
    answers: tuple[Answer, ...] = ()
    related: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class LearningPath:
    folder: FilePath
    slug: str
    title: str
    emoji: str
    promise: str
    phases: tuple[Phase, ...]
    guide: Guide = field(default_factory=Guide)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for phase in self.phases for lesson in phase.lessons)


@dataclass(frozen=True, slots=True)
class RenderedLesson:
    """A lesson ready to be published: the document of its revision and the assets that it refers to."""

    lesson: Lesson
    document: dict[str, Any]
    assets: tuple[Asset, ...]
    digest: str
