"""Asking an item: which question its seed makes for a learner."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from exercises import marking
from exercises.models import Attempt, Item, ItemRevision
from tutor.errors import NotFound
from tutor.models import User


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to one learner. `number` counts the askings of this item from 1."""

    item_slug: str
    concept_slug: str
    concept_title: str
    revision_id: int
    number: int
    seed: int
    seconds: int
    answered_today: bool
    question: marking.Question


def seed_for(item_slug: str, learner_id: int, number: int) -> int:
    """The seed of an asking. The server derives it, so nobody can pick an easy question, and can show it again."""
    return int.from_bytes(hashlib.sha256(f"{item_slug}:{learner_id}:{number}".encode()).digest()[:6], "big")


def question_for(*, learner: User, item_slug: str, now: datetime) -> Asked:
    """The next asking of an item. Looking twice gives the same question; only an answer brings the next."""
    item = Item.objects.filter(slug=item_slug, current__isnull=False).select_related("current", "concept").first()
    if item is None or item.current is None:
        raise NotFound(f"There is no question “{item_slug}”.", field="item")
    today = Max("day", filter=Q(day=learner.clock.day(now)))
    before = Attempt.objects.filter(learner=learner, item=item).aggregate(last=Max("number"), today=today)
    number = (before["last"] or 0) + 1
    return asked_of(item.current, number, seed_for(item.slug, learner.pk, number), answered_today=before["today"] is not None)


def asked_of(revision: ItemRevision, number: int, seed: int, *, answered_today: bool) -> Asked:
    """The question that was asked under this number, with its seed."""
    item = revision.item
    question = marking.generate(revision.document, seed)
    return Asked(
        item_slug=item.slug,
        concept_slug=item.concept.slug,
        concept_title=item.concept.title,
        revision_id=revision.pk,
        number=number,
        seed=seed,
        seconds=revision.seconds,
        answered_today=answered_today,
        question=question,
    )
