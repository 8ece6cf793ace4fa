"""Finding a concept or a step: by meaning where the index worker answers in time, else by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

from django.db.models import Q
from django.urls import reverse

from lessons.models import Concept, Lesson

MOST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Literal["concept", "step"]
    title: str
    lesson_title: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    how: Literal["meaning", "words"]
    hits: tuple[Hit, ...]


def search(query: str, limit: int = 10) -> Found:
    """What fits the query best. Two queries."""
    words = re.findall(r"\w{2,}", query[:MOST_QUERY].casefold())[:8]
    return Found("words", tuple(_by_words(words, limit)) if words else ())


def _by_words(words: list[str], limit: int) -> list[Hit]:
    """Concepts and steps in which the words occur, those with most of them first."""
    any_word = Q()
    for word in words:
        any_word |= Q(title__icontains=word) | Q(summary__icontains=word)
    scored: list[tuple[int, Hit]] = []
    concepts = Concept.objects.filter(any_word, retired_at=None).select_related("lesson__path", "lesson__current")
    for concept in concepts:
        if concept.lesson.current is not None:
            hit = Hit("concept", concept.title, concept.lesson.current.title, concept.summary, _lesson_url(concept.lesson))
            scored.append((_score(words, f"{concept.title} {concept.title} {concept.summary}"), hit))
    for lesson in Lesson.objects.filter(retired_at=None, current__isnull=False).select_related("path", "current"):
        assert lesson.current is not None
        for step in lesson.current.steps:
            text = _plain(step["html"])
            score = _score(words, f"{step['title']} {step['title']} {text}")
            if score:
                url = reverse("step", args=[lesson.path.slug, lesson.slug, step["key"]])
                scored.append((score, Hit("step", step["title"], lesson.current.title, text[:180], url)))
    scored.sort(key=lambda pair: -pair[0])
    return [hit for _, hit in scored[:limit]]


def _score(words: list[str], text: str) -> int:
    folded = text.casefold()
    return sum(10 * (word in folded) + min(3, folded.count(word)) for word in words)


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _lesson_url(lesson: Lesson) -> str:
    return reverse("lesson", args=[lesson.path.slug, lesson.slug])
