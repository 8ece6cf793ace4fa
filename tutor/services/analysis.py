"""Adds answers up by versions of questions, in batches from where the last one ended. Answering itself pays nothing for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import transaction

from exercises import marking
from exercises.models import ItemRevision
from tutor.models import Event, FoldMark, ItemStat, Kind, RestLevel, Review
from tutor.rules.analysis import Answer, Level, Sums, add
from tutor.rules.memory import NEARLY_RIGHT

# The key of a row is given out before the row is seen by others; after so long, no transaction still holds an earlier one back.
SETTLED = timedelta(minutes=2)
CHUNK = 2000
ANSWERS = "answers"


@dataclass(slots=True)
class _Batch:
    """What a chunk of the log changes, read at once and written at once."""

    revisions: dict[int, ItemRevision]
    sums: dict[tuple[int, bool], Sums]
    levels: dict[int, Level]
    predicted: dict[int, float | None]
    touched: set[tuple[int, bool]] = field(default_factory=set)

    def count(self, event: Event, sign: int) -> None:
        """Adds an answer, or takes back the learner's latest."""
        told, learner = event.document, event.learner_id
        passed, predicted = told["score"] >= NEARLY_RIGHT, self.predicted.get(event.pk)
        level = self.levels.get(learner, Level())
        before = level if sign > 0 else level.before(passed, predicted)
        revision = self.revisions[event.item_revision_id]
        question = marking.generate(revision.document, told["seed"])
        answer = Answer(
            passed, told["seconds"], told["hints_used"] > 0, predicted, before.rest, marking.picks(question, told["response"])
        )
        key = (revision.pk, told["number"] == 1)
        self.sums[key] = add(self.sums.get(key, Sums()), answer, sign)
        self.levels[learner] = before.after(passed, predicted) if sign > 0 else before
        self.touched.add(key)


def fold_answers(*, now: datetime, settled: timedelta = SETTLED) -> int:
    """Adds what the log has since the last time, oldest first, and takes back what was undone. Says how many acts it read.

    Each chunk is one transaction together with the mark of how far it came, under a lock on that mark: run twice, run at once
    or killed in between, every answer counts once.
    """
    read = 0
    while chunk := _fold_chunk(now, settled):
        read += chunk
    return read


def fold_anew(*, now: datetime, settled: timedelta = SETTLED) -> int:
    """Forgets all sums and adds the whole log again, as after a change of what is counted."""
    with transaction.atomic():
        _mark(ANSWERS)
        ItemStat.objects.all().delete()
        RestLevel.objects.all().delete()
        FoldMark.objects.filter(name=ANSWERS).update(position=0)
    return fold_answers(now=now, settled=settled)


def _fold_chunk(now: datetime, settled: timedelta) -> int:
    with transaction.atomic():
        mark = _mark(ANSWERS)
        log = Event.objects.filter(pk__gt=mark.position, kind__in=[Kind.ANSWERED, Kind.UNDONE]).order_by("pk")[:CHUNK]
        events = list(takewhile(lambda event: event.received_at <= now - settled, log))
        if not events:
            return 0
        undone = _targets(event for event in events if event.kind == Kind.UNDONE)
        batch = _read([event for event in events if event.kind == Kind.ANSWERED] + list(undone.values()))
        for event in events:
            if event.kind == Kind.ANSWERED:
                batch.count(event, 1)
            elif event.pk in undone:
                batch.count(undone[event.pk], -1)
        _write(batch, now)
        mark.position = events[-1].pk
        mark.save(update_fields=["position"])
        return len(events)


def _mark(name: str) -> FoldMark:
    """The mark, locked until the transaction ends."""
    FoldMark.objects.get_or_create(name=name)
    return FoldMark.objects.select_for_update().get(name=name)


def _targets(undoings: Iterable[Event]) -> dict[int, Event]:
    """By the key of an undoing, the answer that it took back."""
    wanted = {event.pk: (event.learner_id, uuid.UUID(event.document["event"])) for event in undoings}
    rows = Event.objects.filter(uuid__in=[name for _, name in wanted.values()], kind=Kind.ANSWERED)
    found = {(event.learner_id, event.uuid): event for event in rows}
    return {key: found[target] for key, target in wanted.items() if target in found}


def _read(answers: list[Event]) -> _Batch:
    revisions = ItemRevision.objects.in_bulk({event.item_revision_id for event in answers})
    stats = ItemStat.objects.filter(revision__in=revisions)
    levels = RestLevel.objects.filter(learner__in={event.learner_id for event in answers})
    return _Batch(
        revisions,
        {(stat.revision_id, stat.first): Sums.from_document(stat.sums) for stat in stats},
        {row.learner_id: Level(row.answers, row.residual) for row in levels},
        _predictions(answers),
    )


def _predictions(answers: list[Event]) -> dict[int, float | None]:
    """The recall that was predicted of each answer. A repeat on the same day was predicted nothing: it is no review.

    The review of an answer that was undone is gone; what it had said stands in the undoing.
    """
    reviews = Review.objects.filter(event__in=[event.pk for event in answers], counted=True)
    found = dict(reviews.values_list("event_id", "predicted_recall"))
    others = {(event.learner_id, str(event.uuid)): event.pk for event in answers if event.pk not in found}
    undoings = Event.objects.filter(kind=Kind.UNDONE, learner__in={learner for learner, _ in others})
    for learner, told in undoings.values_list("learner", "document"):
        if (learner, told["event"]) in others:
            found[others[learner, told["event"]]] = told.get("predicted")
    return found


def _write(batch: _Batch, now: datetime) -> None:
    documents: dict[tuple[int, bool], dict[str, Any]] = {key: batch.sums[key].as_document() for key in batch.touched}
    ItemStat.objects.bulk_create(
        [
            ItemStat(revision_id=revision, first=first, sums=document, folded_at=now)
            for (revision, first), document in documents.items()
        ],
        update_conflicts=True,
        unique_fields=["revision", "first"],
        update_fields=["sums", "folded_at"],
    )
    RestLevel.objects.bulk_create(
        [RestLevel(learner_id=learner, **asdict(level)) for learner, level in batch.levels.items()],
        update_conflicts=True,
        unique_fields=["learner"],
        update_fields=["answers", "residual"],
    )
