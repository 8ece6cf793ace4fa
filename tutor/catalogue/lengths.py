"""How long the lessons are: their words and estimated minutes, beside the minutes that they declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lessons.content.markdown import count_words
from lessons.content.schema import Lesson
from tutor.catalogue.bundle import Bundle

DOCUMENT = """# How long the lessons are

Words are those of the steps and of what a widget says afterwards; questions have words of their own. Minutes are estimated as
[authoring.md](authoring.md#steps) tells. What is declared may be 20 % away from their sum.

{table}
This page is written by `python3 manage.py content minutes --write`, and a test holds it to the catalogue.
"""
# Kinds of steps by what a learner does in them.
PARTS = {"reading": ("read", "recap"), "widget": ("explore",), "questions": ("check",), "code": ("code", "report")}


@dataclass(frozen=True, slots=True)
class Length:
    number: str
    title: str
    words: int
    seconds: dict[str, int]  # by part
    declared: int  # minutes

    @property
    def minutes(self) -> float:
        return sum(self.seconds.values()) / 60

    @property
    def away(self) -> float:
        """By which share of the declared minutes the estimate is more (or, negative, less)."""
        return self.minutes / self.declared - 1


def lengths(bundle: Bundle) -> Iterator[Length]:
    """Of all lessons, in the order of their paths."""
    for lesson in (lesson for path in bundle.paths for lesson in path.lessons):
        seconds = Counter[str]()
        for step in bundle.rendered[lesson.slug].document["steps"]:
            seconds[step["kind"]] += step["seconds"]
        parts = {part: sum(seconds[kind] for kind in kinds) for part, kinds in PARTS.items()}
        yield Length(lesson.number, lesson.title, _words(lesson), parts, lesson.minutes)


def _words(lesson: Lesson) -> int:
    return sum(count_words(step.text) + (count_words(step.widget.after) if step.widget else 0) for step in lesson.steps)


def table(bundle: Bundle) -> str:
    """A table in Markdown, a line for each lesson."""
    names = ["", "lesson", "words", *PARTS, "minutes", "declared", "away"]
    lines = [f"| {' | '.join(names)} |", f"| --- | --- |{' ---: |' * (len(names) - 2)}"]
    for one in lengths(bundle):
        minutes = [f"{seconds / 60:.1f}" for seconds in (*one.seconds.values(), 60 * one.minutes)]
        away = f"{round(100 * one.away):+} %".replace("-", "−") if round(100 * one.away) else "0 %"
        cells = [one.number, one.title, str(one.words), *minutes, str(one.declared), away]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def document(bundle: Bundle) -> str:
    """The page docs/lessons.md."""
    return DOCUMENT.format(table=table(bundle))
