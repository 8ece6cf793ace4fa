"""What is taught, for clients that keep it: with digests, so that they need not fetch again what they have."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from lessons.models import Lesson, LessonRevision, Path
from lessons.selectors import catalogue_stamp, stage_titles
from tutor.errors import NotFound
from tutor.models import User
from tutor.selectors.progress import revision_for


@dataclass(frozen=True, slots=True)
class PathOffer:
    slug: str
    title: str
    emoji: str
    promise: str


@dataclass(frozen=True, slots=True)
class LessonContent:
    """A revision of a lesson, whole. `steps` are its documents, each with the title of its `stage`, empty where there is none."""

    slug: str
    path: str
    number: str
    revision: str
    title: str
    summary: str
    minutes: int
    concepts: tuple[str, ...]
    steps: tuple[dict[str, Any], ...]


def paths_offered() -> tuple[PathOffer, ...]:
    """One query."""
    paths = Path.objects.filter(retired_at=None).values_list("slug", "title", "emoji", "promise")
    return tuple(PathOffer(*path) for path in paths)


def paths_stamp() -> str:
    """Changes whenever something of the published paths, lessons or concepts does. Three small queries."""
    paths = list(Path.objects.filter(retired_at=None).values_list("slug", "title", "emoji", "promise", "guide"))
    return hashlib.sha256(f"{paths!r}{catalogue_stamp()}".encode()).hexdigest()[:32]


def lesson_content(learner: User, slug: str, now: datetime) -> LessonContent:
    """A lesson in the revision that this learner takes: the one they began, else the current one. Three queries."""
    lesson = Lesson.objects.filter(slug=slug).select_related("path", "current").first()
    revision = revision_for(learner, lesson, learner.clock.day(now)) if lesson else None
    if lesson is None or revision is None:
        raise NotFound(f"There is no lesson “{slug}”.", field="lesson")
    return content_of(lesson, revision)


def content_of(lesson: Lesson, revision: LessonRevision) -> LessonContent:
    """A lesson in this revision; its path has been read with it."""
    stages = stage_titles(revision)
    return LessonContent(
        slug=lesson.slug,
        path=lesson.path.slug,
        number=lesson.number,
        revision=revision.digest,
        title=revision.title,
        summary=revision.summary,
        minutes=revision.minutes,
        concepts=tuple(revision.document["concepts"]),
        steps=tuple(_step(step, stages[step["key"]]) for step in revision.steps),
    )


def _step(step: dict[str, Any], stage: str) -> dict[str, Any]:
    """A step's document as clients get it: what a kind does not have is there and empty."""
    shown = {"markdown": "", "goal": "", "findings": "", "stage": stage, **step, "widget": _widget(step["widget"])}
    # Where a widget or a question stood, its lines are left.
    return shown | {"markdown": shown["markdown"].strip("\n"), "item": step["item"] or "", "exercise": step["exercise"] or ""}


def _widget(widget: dict[str, Any] | None) -> dict[str, Any] | None:
    if widget is None:
        return None
    asset = widget["asset"]
    return widget | {"data_url": reverse("asset", args=[asset["digest"], asset["name"]]) if asset else ""}


