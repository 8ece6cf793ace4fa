"""What each counted review teaches of a learner's level, of a question's difficulty, and of concepts that resist.

The learner's intercept and the evidence of a leech are folds over the learner's reviews in their order (`rules.judging`), and
`refold_levels` makes them anew from there. A question's difficulty is pooled over all learners as their answers come, and is an
estimate, no fold.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from celery import current_app as app
from django.db import transaction
from django.db.models import DateTimeField, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Least
from kombu.exceptions import OperationalError

from exercises.models import ItemRevision
from lessons.models import Concept
from tutor.models import ConceptMemory, Event, ItemLevel, Kind, LearnerLevel, Review, User
from tutor.prepared import KEY, prepared
from tutor.prepared_writes import change
from tutor.rules import fit, leech
from tutor.rules import level as rules
from tutor.rules.judging import Judged, Known, after, fold_levels
from tutor.rules.memory import Grade
from tutor.selectors.history import MOVING, History
from tutor.services.keeping import Rows
from tutor.services.leeches import keep_flags, open_flags

log = logging.getLogger(__name__)


class Level(NamedTuple):
    """What is known of a learner before an act, and whether something that is newer than the act has moved a memory already."""

    row: LearnerLevel
    overtaken: bool


def overtaking_of(event: Event) -> QuerySet[Event]:
    """What is told already and comes after this act in a fold, in whose order acts of one moment go by their UUIDs and decisions
    come last. So an act is overtaken when it is told late, and when its request had to wait for one that began after it.
    """
    return _later(event.learner_id, event.at, event.uuid, event.pk)


def _later(learner: Any, at: Any, uuid: Any, event: Any) -> QuerySet[Event]:
    later = Q(at__gt=at) | Q(uuid__gt=uuid) | Q(kind=Kind.CONCEPT_SET)
    return Event.objects.filter(later, learner=learner, at__gte=at, kind__in=MOVING).exclude(pk=event)


def level_before(event: Event) -> Level:
    """The learner's level with the parameters in use; made, at the first answer, from what reviews there are. One query."""
    given = {"learner": event.learner_id, "at": event.at, "uuid": event.uuid, "event": event.pk}
    found = _levels.first(**given)
    if found is None:
        refold_levels(event.learner)
        found = _levels.first(**given)
    return Level(found, found.overtaken)


@prepared(learner=KEY, at=DateTimeField(), uuid=UUIDField(), event=KEY)
def _levels(learner: Any, at: Any, uuid: Any, event: Any) -> QuerySet[LearnerLevel]:
    rows = LearnerLevel.objects.select_related("fit").filter(learner=learner)
    return rows.annotate(overtaken=Exists(_later(learner, at, uuid, event)))


def learn(*, known: LearnerLevel, level: rules.Level, recall: float, passed: bool, revision: ItemRevision | None) -> None:
    """Moves the learner's intercept, and the difficulty of the question that was asked, by one counted review.

    The learner is locked, so their row is as it was read. A question's row belongs to everybody: what is written is a move, added
    by the database, so that answers at the same time are both learned from.

    Args:
        known: as it was before the answer.
        recall: what FSRS expected.
        level: the learner's after it.
    """
    before = known.as_rule()
    if revision is not None:
        item = ItemLevel.objects.get_or_create(revision=revision)[0]
        move = rules.difficulty_move(item.as_rule(), recall, before.logits, passed=passed)
        ItemLevel.objects.filter(pk=item.pk).update(difficulty=_moved(move), answers=F("answers") + 1)
    change(known, intercept=level.logits, answers=level.answers)
    if fit.is_mark(before.answers + 1):
        transaction.on_commit(partial(ask_for_a_fit, known.learner_id))


def refold_levels(learner: User, *, since: datetime | None = None, anew: Collection[int] = ()) -> None:
    """Makes the intercept, and the evidence of leeches, anew from the reviews: after one was taken back, came late or was joined.

    Each review tells what was known before it. So it is folded on from the last review before `since`, and what that costs
    depends on what was done after it, and not on how much before.

    Args:
        since: no review before this moment has changed; without it, all are folded.
        anew: concepts whose reviews have changed.
    """
    leveled = Review.objects.filter(learner=learner, counted=True, predicted_recall__isnull=False).order_by("at", "event__uuid")
    last = leveled.filter(at__lt=since).last() if since else None
    if last is not None and last.answers is None:
        return refold_levels(learner, anew=anew)  # it is of before this was told
    rows = list((leveled.filter(at__gte=since) if since else leveled).annotate(told=F("event__uuid")))
    concepts = {*anew, *(row.concept_id for row in rows)}
    resets = History(learner).resets(concepts)
    watches = _watches(leveled, concepts, since, resets) if last is not None else {}
    judged = {row.pk: _judged(row) for row in rows}
    newer = [one for one in resets if since is None or one.at >= since]
    flags = {concept: flag for concept, flag in open_flags(learner).items() if concept in concepts}
    earlier = {concept for concept, flag in flags.items() if since is not None and flag.opened_at < since}
    level = _known_after(last).level if last is not None else None
    folded = fold_levels([*judged.values(), *newer], level=level, watches=watches, flagged=earlier)
    changes = Rows()
    for row in rows:
        known = folded.before[judged[row.pk].event]
        changes.tell(row, **told_of(known))
    for memory in ConceptMemory.objects.filter(learner=learner, concept__in=concepts):
        watch = folded.watches.get(memory.concept_id, leech.Watch())
        changes.tell(memory, evidence=watch.evidence, misses=watch.misses)
    changes.write()
    keep_flags(learner, flags, folded, {judged[row.pk].event: row for row in rows})
    after = {"intercept": folded.level.logits, "answers": folded.level.answers}
    LearnerLevel.objects.update_or_create(learner=learner, defaults=after)


def _judged(row: Review) -> Judged:
    return Judged(row.told or UUID(int=row.pk), row.at, row.concept_id, row.predicted_recall, row.rating > Grade.AGAIN)


def told_of(known: Known) -> dict[str, float | int]:
    """What a review tells of what was known before it."""
    level, watch = known.level, known.watch
    return {"intercept": level.logits, "answers": level.answers, "evidence": watch.evidence, "misses": watch.misses}


def _known_after(review: Review) -> Known:
    before = Known(rules.Level(review.intercept, review.answers), leech.Watch(review.evidence, review.misses))
    return after(before, review.predicted_recall, passed=review.rating > Grade.AGAIN)


def _watches(
    leveled: QuerySet[Review], concepts: Collection[int], since: datetime | None, resets: Iterable[Judged]
) -> dict[int, leech.Watch]:
    """How these concepts were watched before `since`: after the last review of each, unless it was begun anew since then."""
    newest = leveled.filter(concept=OuterRef("pk"), at__lt=since).reverse().values("pk")[:1]
    keys = Concept.objects.filter(pk__in=concepts).annotate(last=Subquery(newest)).values_list("last", flat=True)
    last = leveled.filter(pk__in=[key for key in keys if key is not None]).annotate(told=F("event__uuid"))
    found = {row.concept_id: row for row in last}
    judged = {concept: _judged(row) for concept, row in found.items()}
    begun = {
        one.concept
        for one in resets
        if one.at < since and (own := judged.get(one.concept)) and (one.at, one.event) > (own.at, own.event)
    }
    return {concept: _known_after(row).watch for concept, row in found.items() if concept not in begun}


def ask_for_a_fit(learner_id: int) -> None:
    """Asks the worker that holds torch. A message that gets lost is made up for at the next mark."""
    try:
        app.send_task("tutor.fit_memory", args=[learner_id], queue="index", retry=False)
    except (OperationalError, OSError) as problem:
        log.warning("no fit is asked for: %s", problem)


def _moved(move: float) -> Combinable:
    """A difficulty moved, within bounds: also where another has moved it since it was read."""
    bound = [Value(sign * rules.MOST, output_field=FloatField()) for sign in (-1, 1)]
    return Least(Greatest(Cast(F("difficulty"), FloatField()) + Value(move), bound[0]), bound[1])
