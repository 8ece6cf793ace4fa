"""Asking an item: which question its seed makes for a learner."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from exercises import marking
from exercises.models import Attempt, Item, ItemRevision
from tutor.errors import NotFound
from tutor.models import Event, Kind, User


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to one learner. `number` counts the askings of this item from 1; `revision` is the digest of the
    version that is asked; `hints_used` were opened in this asking already, before an answer that was taken back.
    """

    item_slug: str
    concept_slug: str
    concept_title: str
    revision_id: int
    revision: str
    number: int
    seed: int
    seconds: int
    answered_today: bool
    question: marking.Question
    hints_used: int = 0


def seed_for(item_slug: str, learner_id: int, number: int) -> int:
    """The seed of an asking. The server derives it, so nobody can pick an easy question, and can show it again."""
    return int.from_bytes(hashlib.sha256(f"{item_slug}:{learner_id}:{number}".encode()).digest()[:6], "big")


def question_for(*, learner: User, item_slug: str, now: datetime) -> Asked:
    """The next asking of an item. Looking twice gives the same question; only an answer brings the next."""
    published = Item.objects.filter(slug=item_slug, current__isnull=False).select_related("current", "concept")
    item = published.annotate(slip=last_slip(learner, item_slug)).first()
    if item is None or item.current is None:
        raise NotFound(f"There is no question “{item_slug}”.", field="item")
    today = Max("day", filter=Q(day=learner.clock.day(now)))
    before = Attempt.objects.filter(learner=learner, item=item).aggregate(last=Max("number"), today=today)
    number = (before["last"] or 0) + 1
    seed, again = seed_for(item.slug, learner.pk, number), before["today"] is not None
    return asked_of(item.current, number, seed, answered_today=again, hints_used=hints_of(item.slip, number))


def questions_for(*, learner: User, item_slugs: Iterable[str], now: datetime) -> dict[str, Asked]:
    """The next asking of each of these items, by slug, as `question_for` has it; those gone are left out. Three queries."""
    slugs = set(item_slugs)
    items = Item.objects.filter(slug__in=slugs, current__isnull=False).select_related("current__item__concept")
    today = Max("day", filter=Q(day=learner.clock.day(now)))
    asked = Attempt.objects.filter(learner=learner, item__in=items).values("item").annotate(last=Max("number"), today=today)
    before = {row["item"]: row for row in asked}
    undone = Event.objects.filter(learner=learner, kind=Kind.UNDONE, document__item__in=slugs).order_by("at")
    slips = {slip["item"]: slip for slip in undone.values_list("document", flat=True)}
    found = {}
    for item in items:
        row = before.get(item.pk, {"last": 0, "today": None})
        number, seed = row["last"] + 1, seed_for(item.slug, learner.pk, row["last"] + 1)
        told = {"answered_today": row["today"] is not None, "hints_used": hints_of(slips.get(item.slug), number)}
        found[item.slug] = asked_of(item.current, number, seed, **told)
    return found


def last_slip(learner: Any, item_slug: Any) -> Subquery:
    """What the newest undoing of an answer to this item says, for `hints_of`."""
    named = Event.objects.alias(item=Cast(KT("document__item"), CharField()))
    undone = named.filter(learner=learner, kind=Kind.UNDONE, item=item_slug)
    return Subquery(undone.order_by("-at").values("document")[:1])


def hints_of(slip: Mapping[str, Any] | None, number: int) -> int:
    """The hints that were opened when this asking was answered before, and taken back: they have been seen."""
    return slip["hints_used"] if slip and slip["number"] == number else 0


def asked_of(
    revision: ItemRevision,
    number: int,
    seed: int,
    *,
    answered_today: bool,
    hints_used: int = 0,
    question: marking.Question | None = None,
) -> Asked:
    """The question that was asked under this number, with its seed; `question` is that, where it was generated before."""
    item, concept = revision.item, revision.item.concept
    return Asked(
        item_slug=item.slug,
        concept_slug=concept.slug,
        concept_title=concept.title,
        revision_id=revision.pk,
        revision=revision.digest,
        number=number,
        seed=seed,
        seconds=revision.seconds,
        answered_today=answered_today,
        question=question or marking.generate(revision.document, seed),
        hints_used=hints_used,
    )
