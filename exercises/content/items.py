"""items.yaml: the questions of a lesson."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from exercises import marking
from exercises.content.numbers import with_numbers
from lessons.content.fields import Fields, fields_of
from lessons.content.markdown import BadMarkdown, try_render
from lessons.content.problems import Problem
from lessons.content.schema import Lesson
from lessons.content.textfile import read_text

# Askings of a generated item whose texts are tried.
SEEDS_SHOWN = 3
# Fields of a question that are shown as Markdown, at any depth.
SHOWN = {"ask", "text", "back", "why", "solution", "left", "right"}
# Mappings whose order counts: values are drawn and computed one after another.
ORDERED = ("parameters", "let")


@dataclass(frozen=True, slots=True)
class ItemFile:
    """One item of a file: its document is what marking works with."""

    slug: str
    concept: str
    kind: str
    seconds: int
    document: dict[str, Any]
    file: str
    line: int
    sound: bool = True


def load_items(root: FilePath, lesson: Lesson) -> tuple[list[ItemFile], list[Problem]]:
    """The items of a lesson, and every problem of those that are not sound: these cannot be asked."""
    found: list[Problem] = []
    name = (lesson.folder / "items.yaml").relative_to(root).as_posix()
    text = read_text(root, lesson.folder / "items.yaml", found)
    fields = fields_of(name, text, found) if text is not None else None
    if fields is None:
        return [], found
    fields.only("items")
    concepts = {concept.slug for concept in lesson.concepts}
    entries = [
        with_numbers(root, lesson, fields.inner("items", index)) if isinstance(one, dict) else one
        for index, one in enumerate(fields.entries("items"))
    ]
    loaded = [_load(fields, index, document, concepts) for index, document in enumerate(entries)]
    return [item for item in loaded if item is not None], found


def _load(fields: Fields, index: int, document: Any, concepts: set[str]) -> ItemFile | None:
    """The item at `index`; None if there is nothing like one."""
    flaws = marking.problems(document)
    for place, what, mend in flaws:
        parts = [int(part) if part.isdecimal() else part for part in place.split(".")] if place else []
        line = fields.lines.of("items", index, *parts)
        fields.found.append(Problem(fields.file, line, f"`{place}` {what}" if place else what, mend))
    if not isinstance(document, dict):
        return None
    own = fields.inner("items", index)
    slug, concept = own.slug("slug"), own.slug("concept")
    if concept and concepts and concept not in concepts:
        own.report("concept", f"“{concept}” is no concept of this lesson", "name one of its concepts")
    if flaws:
        return ItemFile(slug, concept, str(document.get("kind")), 30, document, own.file, own.line, sound=False)
    for flaw in dict.fromkeys(_unshowable(document)):
        own.found.append(Problem(own.file, own.line, f"“{slug}”: {flaw[0]}", flaw[1]))
    ordered = {name: list(map(list, document[name].items())) for name in ORDERED if document.get(name)}
    return ItemFile(slug, concept, document["kind"], document.get("seconds", 30), {**document, **ordered}, own.file, own.line)


def _unshowable(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong (and how to mend it) with texts of the question that cannot be rendered."""
    for seed in range(SEEDS_SHOWN if document.get("parameters") else 1):
        for text in _shown(marking.generate(document, seed)):
            flaws: list[BadMarkdown] = try_render(text)[1]
            yield from ((flaw.what, flaw.mend) for flaw in flaws)


def _shown(question: marking.Question) -> Iterator[str]:
    """The Markdown texts of a question."""
    yield from (question.ask, question.hint, *_texts(question.public), *_texts(question.key))
    if question.public.get("language") == "text":  # a sentence with blanks, in pieces
        yield from (piece for piece in question.public["segments"] if isinstance(piece, str))


def _texts(value: Any) -> Iterator[str]:
    """The texts in a part of a question whose fields are shown as Markdown."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in SHOWN and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
