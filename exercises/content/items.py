"""items.yaml: the questions of a lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from exercises import marking
from lessons.content import yamlfile
from lessons.content.fields import SLUG
from lessons.content.load import read_text
from lessons.content.markdown import BadMarkdown, render
from lessons.content.problems import Problem
from lessons.content.schema import Lesson

LEAST_PER_CONCEPT = 3
LONGEST_IS_RIGHT_AT_MOST = 0.45
ENOUGH_TO_MEASURE = 8


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


def load_items(root: FilePath, lesson: Lesson) -> tuple[list[ItemFile], list[Problem]]:
    """The items of a lesson that are sound, and every problem of the others."""
    found: list[Problem] = []
    file = lesson.folder / "items.yaml"
    name = file.relative_to(root).as_posix()
    text = read_text(root, file, found)
    if text is None:
        return [], found
    try:
        given, lines = yamlfile.read(text)
    except yamlfile.BadYaml as problem:
        return [], [Problem(name, problem.line, problem.what, "mend the YAML")]
    if not isinstance(given, dict) or not isinstance(given.get("items"), list):
        return [], [Problem(name, 1, "there is no list `items`", "begin with “items:” and one entry a question")]
    items = []
    for index, document in enumerate(given["items"]):
        line = lines.of("items", index)
        flaws = marking.problems(document)
        for place, what, mend in flaws:
            parts = [int(part) if part.isdigit() else part for part in place.split(".")] if place else []
            found.append(Problem(name, lines.of("items", index, *parts), f"{place}: {what}" if place else what, mend))
        if flaws:
            continue
        slug, concept = document.get("slug"), document.get("concept")
        if not isinstance(slug, str) or not SLUG.fullmatch(slug) or len(slug) > 80:
            found.append(Problem(name, line, f"the slug “{slug}” is none", "use small letters, digits and single hyphens"))
            continue
        if concept not in {one.slug for one in lesson.concepts}:
            found.append(Problem(name, line, f"“{slug}” asks about “{concept}”, no concept of this lesson", "name one of its concepts"))
            continue
        found += [Problem(name, line, f"“{slug}”: {problem.what}", problem.mend) for problem in _unshowable(document)]
        items.append(ItemFile(slug, concept, document["kind"], document.get("seconds", 30), document, name, line))
    return items, found


def _unshowable(document: dict[str, Any]) -> Iterator[BadMarkdown]:
    """Texts of the question that cannot be rendered."""
    question = marking.generate(document, 1)
    texts = [question.ask, question.hint, question.key["why"], *_texts(question.public)]
    for text in texts:
        try:
            render(text)
        except BadMarkdown as problem:
            yield problem


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "back"} and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def check_bank(items: Iterable[ItemFile], lessons: Iterable[Lesson], root: FilePath) -> Iterator[Problem]:
    """What must hold of all items together."""
    items = list(items)
    first: dict[str, ItemFile] = {}
    for item in items:
        if item.slug in first:
            yield Problem(item.file, item.line, f"the slug “{item.slug}” is taken by {first[item.slug].file}", "choose another")
        first.setdefault(item.slug, item)
    count = Counter(item.concept for item in items)
    generated = {item.concept for item in items if item.document.get("parameters")}
    for lesson in lessons:
        file = (lesson.folder / "items.yaml").relative_to(root).as_posix()
        for concept in lesson.concepts:
            if count[concept.slug] < LEAST_PER_CONCEPT:
                yield Problem(file, 1, f"“{concept.slug}” has {count[concept.slug]} items", f"ask it in {LEAST_PER_CONCEPT} ways")
            if concept.slug not in generated:
                yield Problem(file, 1, f"“{concept.slug}” has no generated item", "give one of its items parameters")
        for step in lesson.steps:
            if step.item is not None and step.item not in first:
                name = (lesson.folder / "lesson.md").relative_to(root).as_posix()
                yield Problem(name, step.line, f"there is no item “{step.item}”", "mend the slug")
    yield from _longest_gives_away(items)


def _longest_gives_away(items: list[ItemFile]) -> Iterator[Problem]:
    """Whether always taking the longest option would be a good plan."""
    choices = [item for item in items if item.kind == "choice"]
    longest_right = [
        item for item in choices if max(item.document["options"], key=lambda option: len(option["text"])).get("right") is True
    ]
    if len(choices) >= ENOUGH_TO_MEASURE and len(longest_right) > LONGEST_IS_RIGHT_AT_MOST * len(choices):
        worst = longest_right[0]
        yield Problem(
            worst.file,
            worst.line,
            f"in {len(longest_right)} of {len(choices)} single choices the longest option is the right one",
            "shorten right options or lengthen wrong ones, beginning with " + ", ".join(item.slug for item in longest_right[:6]),
        )
