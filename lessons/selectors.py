"""What is taught now, for who wants all of it at once."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from lessons.content.formulas import on_a_line
from lessons.models import Concept, Lesson, LessonRevision


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept or a step as it can be found; `text` is plain. A concept has no step key."""

    kind: str
    title: str
    text: str
    path_slug: str
    lesson_slug: str
    lesson_title: str
    step_key: str


def published_entries() -> list[Entry]:
    """Every concept and step that a newcomer would get, in the order in which they are taught. Two queries."""
    lessons = list(_published().select_related("path", "current"))
    concepts: dict[int, list[Concept]] = {}
    for concept in Concept.objects.filter(retired_at=None).order_by("position"):
        concepts.setdefault(concept.lesson_id, []).append(concept)
    return [
        entry
        for lesson in lessons
        for entry in (
            *(_entry(lesson, "concept", concept.title, concept.summary) for concept in concepts.get(lesson.pk, [])),
            *(_entry(lesson, step["kind"], step["title"], _text(step), step["key"]) for step in lesson.current.steps),
        )
    ]


def catalogue_stamp() -> str:
    """Changes whenever the published entries do. Two small queries."""
    lessons = list(_published().values_list("slug", "path__slug", "current__digest"))
    concepts = list(Concept.objects.filter(retired_at=None).order_by("pk").values_list("slug", "title", "summary"))
    return hashlib.sha256(repr((lessons, concepts)).encode()).hexdigest()


def stage_titles(revision: LessonRevision) -> dict[str, str]:
    """For each step's key the title of the stage that it belongs to; empty where the lesson has none."""
    begins = {stage["begins"]: stage["title"] for stage in revision.stages}
    titles, title = {}, ""
    for step in revision.steps:
        title = begins.get(step["key"], title)
        titles[step["key"]] = title
    return titles


def _published() -> Any:
    taught = Lesson.objects.filter(retired_at=None, path__retired_at=None).exclude(current=None)
    return taught.order_by("path__position", "position")


def _entry(lesson: Lesson, kind: str, title: str, text: str, key: str = "") -> Entry:
    return Entry(kind, title, text, lesson.path.slug, lesson.slug, lesson.current.title, key)


def _text(step: dict[str, Any]) -> str:
    widget = step["widget"]
    shown = step["html"] + (f"\n{widget['predict']['ask_html']}" if widget and widget["predict"] else "")
    # A space for each tag that ends a block or cell, or else its neighbours' words would grow together.
    apart = re.sub(r"</(?:p|li|td|th|h\d|pre|blockquote)>", " ", on_a_line(shown))
    return " ".join(html.unescape(strip_tags(apart)).split())
