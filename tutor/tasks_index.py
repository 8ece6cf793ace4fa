"""The index worker's tasks. It alone holds the sentence model, and does one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from lessons.lab import neighbours, sentences
from lessons.selectors import Entry, catalogue_stamp, published_entries
from tutor import services
from tutor.selectors.search import reply

if TYPE_CHECKING:
    import faiss

# Cosines below this are chance in this model; nothing is better than a hit that has nothing to do with the question.
LEAST_SCORE = 0.2


@dataclass(frozen=True, slots=True)
class Index:
    """The published catalogue as vectors; `stamp` says of which publication."""

    stamp: str
    entries: list[Entry]
    rows: faiss.IndexFlatIP | None


_held: Index | None = None


@shared_task(name="tutor.index_catalogue", queue="index")
def index_catalogue() -> None:
    """Embeds the published catalogue, unless the worker holds it as it is."""
    _current()


@shared_task(name="tutor.search", queue="index", acks_late=False)
def search(key: str, query: str, limit: int) -> None:
    """Replies to a page that waits, through the cache under `key`."""
    index = _current()
    near = neighbours.search(index.rows, sentences.embed([query])[0], limit) if index.rows is not None else []
    reply(key, [(index.entries[row], score) for row, score in near if score >= LEAST_SCORE])


@shared_task(name="tutor.fit_memory", queue="index")
def fit_memory(learner_id: int) -> None:
    """Fits a learner's own parameters: here, because only this worker holds torch."""
    services.fit_memory(learner_id=learner_id, now=timezone.now())


def _current() -> Index:
    """The index of what is published now: a publication that nobody told us of is noticed here."""
    global _held
    stamp = catalogue_stamp()
    if _held is None or _held.stamp != stamp:
        entries = published_entries()
        texts = [f"{entry.title}. {entry.text}" for entry in entries]
        _held = Index(stamp, entries, neighbours.build_index(sentences.embed(texts)) if texts else None)
    return _held


@worker_ready.connect
def _index_at_start(sender: Any, **_: Any) -> None:
    """The first search should not have to wait for the model, unless it comes at once."""
    if "index" in sender.app.amqp.queues.consume_from:
        index_catalogue.apply_async(countdown=settings.INDEX_AFTER_SECONDS)
