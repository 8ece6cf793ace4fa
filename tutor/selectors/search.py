"""Finds what is taught: by meaning where the index worker answers in time, else by words."""

from __future__ import annotations

import hashlib
import logging
import math
import re
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from kombu.exceptions import OperationalError
from redis import RedisError

from lessons.selectors import Entry, published_entries
from tutor.celery import app
from tutor.selectors.links import step_url
from tutor.threads import step_aside

MOST_QUERY = 200
WAIT_SECONDS = 1.5
LOOK_EVERY_SECONDS = 0.02
REPLY_KEPT_SECONDS = 60
# After a worker missed its time, nobody waits for it this long.
SILENT_SECONDS = 15
SILENT_KEY = "search:silent"
EXCERPT_LENGTH = 180
# Of the best hit's score; what has less only shares a common word with the question.
LEAST_SHARE = 0.3
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is concept or a kind of step; `score` goes from 0 to 1 and orders the hits of one search."""

    kind: str
    title: str
    lesson_slug: str
    lesson_title: str
    step_key: str
    excerpt: str
    score: float
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """`how` is meaning or words."""

    hits: tuple[Hit, ...]
    how: str


def search(query: str, limit: int = 12) -> Found:
    """The best hits first. Waits at most 1.5 s for the index worker."""
    query = " ".join(query.split())[:MOST_QUERY]
    if not query:
        return Found((), "words")
    near = _by_meaning(query, limit)
    if near is not None:
        return Found(tuple(_hit(Entry(**one["entry"]), one["score"], []) for one in near), "meaning")
    return Found(_by_words(query, limit), "words")


def _by_meaning(query: str, limit: int) -> list[dict[str, Any]] | None:
    """What the index worker replies; None if it does not in time."""
    key = f"search:{limit}:{hashlib.sha256(query.casefold().encode()).hexdigest()}"
    try:
        known: list[dict[str, Any]] | None = cache.get(key)
        if known is not None or cache.get(SILENT_KEY):
            return known
        app.send_task("tutor.search", args=[key, query, limit], queue="index", expires=WAIT_SECONDS, retry=False)
        step_aside()
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            reply: list[dict[str, Any]] | None = cache.get(key)
            if reply is not None:
                return reply
            time.sleep(LOOK_EVERY_SECONDS)
        cache.set(SILENT_KEY, True, SILENT_SECONDS)
    except (OperationalError, RedisError) as problem:
        log.warning("search goes by words: %s", problem)
    return None


def reply(key: str, near: list[tuple[Entry, float]]) -> None:
    """The index worker's end of a search."""
    cache.set(key, [{"entry": asdict(entry), "score": score} for entry, score in near], REPLY_KEPT_SECONDS)
    cache.delete(SILENT_KEY)


def _by_words(query: str, limit: int) -> tuple[Hit, ...]:
    """Entries that hold the query's rare words. A word in a title counts three times one in the text."""
    entries = published_entries()
    titles = [_words(entry.title) for entry in entries]
    texts = [_words(entry.text) for entry in entries]
    words = _words(query)
    holders = {word: sum(word in title or word in text for title, text in zip(titles, texts, strict=True)) for word in words}
    # Inverse document frequency (Spärck Jones, 1972): a word that every entry has tells none of them from the others.
    rarity = {word: math.log(len(entries) / held) for word, held in holders.items() if held}
    whole = 4 * sum(rarity.values()) or 1.0
    scored = [
        (sum(weight * (3 * (word in title) + (word in text)) for word, weight in rarity.items()) / whole, entry)
        for title, text, entry in zip(titles, texts, entries, strict=True)
    ]
    best = sorted(scored, key=lambda one: -one[0])[:limit]
    return tuple(_hit(entry, score, sorted(words)) for score, entry in best if score > max(0.0, LEAST_SHARE * best[0][0]))


def _words(text: str) -> set[str]:
    """The words of a text, the plural of most as their singular."""
    words = re.findall(r"\w+", text.casefold())
    return {word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words}


def _hit(entry: Entry, score: float, words: list[str]) -> Hit:
    if entry.step_key:
        url = step_url(entry.path_slug, entry.lesson_slug, entry.step_key)
    else:
        url = reverse("lesson", args=[entry.path_slug, entry.lesson_slug])
    excerpt = _excerpt(entry.text, words)
    return Hit(entry.kind, entry.title, entry.lesson_slug, entry.lesson_title, entry.step_key, excerpt, score, url)


def _excerpt(text: str, words: list[str]) -> str:
    """The beginning of the text, or the part about the first of the words in it."""
    places = [place for word in words if (place := text.casefold().find(word)) >= 0]
    start = max(0, min(places) - EXCERPT_LENGTH // 3) if places else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    part = text[start : start + EXCERPT_LENGTH]
    if start + EXCERPT_LENGTH < len(text):
        part = part.rsplit(" ", 1)[0] + " …"
    return f"… {part}" if start else part
