"""What each counted review teaches of a learner's level, of a question's difficulty, and of concepts that resist.

The learner's intercept and the evidence of a leech are folds over the learner's reviews in their order, and `refold_levels` makes
them anew from there. A question's difficulty is pooled over all learners as their answers come, and is an estimate, no fold.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from celery import current_app as app
from django.db import transaction
from django.db.models import F, FloatField, Max, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Least
from kombu.exceptions import OperationalError

from exercises.models import ItemRevision
from tutor.models import ConceptMemory, Event, ItemLevel, Kind, LearnerLevel, LeechFlag, Review, User
from tutor.rules import fit, leech, level
from tutor.rules.memory import DEFAULT_PARAMETERS

log = logging.getLogger(__name__)


def level_of(learner: User) -> LearnerLevel:
    """The learner's level with the parameters in use; made, at the first answer, from what reviews there are."""
    found = LearnerLevel.objects.select_related("fit").filter(learner=learner).first()
    if found is None:
        refold_levels(learner)
        found = LearnerLevel.objects.get(learner=learner)
    return found


def parameters_of(learner: User) -> tuple[float, ...]:
    """The parameters of FSRS that are in use for a learner."""
    found = LearnerLevel.objects.select_related("fit").filter(learner=learner).first()
    return found.parameters if found else DEFAULT_PARAMETERS


def learn(*, known: LearnerLevel, recall: float, passed: bool, revision: ItemRevision | None) -> None:
    """Moves the learner's intercept, and the difficulty of the question that was asked, by one counted review.

    The learner is locked, so their row is as it was read. A question's row belongs to everybody: what is written is a move, added
    by the database, so that answers at the same time are both learned from.

    Args:
        known: as it was before the answer.
        recall: what FSRS expected.
    """
    before = known.as_rule()
    if revision is not None:
        item = ItemLevel.objects.get_or_create(revision=revision)[0]
        move = level.difficulty_move(item.as_rule(), recall, before.logits, passed=passed)
        ItemLevel.objects.filter(pk=item.pk).update(difficulty=_moved("difficulty", move), answers=F("answers") + 1)
    move = level.intercept_move(before, recall, passed=passed)
    LearnerLevel.objects.filter(pk=known.pk).update(intercept=_moved("intercept", move), answers=F("answers") + 1)
    if fit.is_mark(before.answers + 1):
        transaction.on_commit(partial(ask_for_a_fit, known.learner_id))


def flag(*, learner: User, concept_id: int, watch: leech.Watch, revision: ItemRevision | None, now: datetime) -> None:
    """Opens a flag when misses have become improbable, and closes it when passes have taken that back."""
    if watch.leech:
        defaults = {"misses": watch.misses, "revision": revision, "opened_at": now}
        LeechFlag.objects.get_or_create(learner=learner, concept_id=concept_id, closed_at=None, defaults=defaults)
    elif watch.evidence == 0:
        LeechFlag.objects.filter(learner=learner, concept_id=concept_id, closed_at=None).update(closed_at=now)


def refold_levels(learner: User) -> None:
    """Makes the intercept, and the evidence of leeches, anew from the reviews: after one was taken back, came late or was joined.

    Each review keeps the intercept before it, so that what was expected of it is told by its row. Reads the whole history.
    """
    resets = Event.objects.filter(learner=learner, kind=Kind.CONCEPT_SET, document__state="reset").order_by()
    since = dict(resets.values_list("concept_id").annotate(Max("at")))
    rows = Review.objects.filter(learner=learner, counted=True, predicted_recall__isnull=False).order_by("at", "pk")
    known, changed = level.Level(), []
    watches: dict[int, leech.Watch] = {}
    for review in rows.only("pk", "concept_id", "rating", "predicted_recall", "intercept", "at"):
        passed = review.rating > 1
        if review.intercept != known.logits:
            review.intercept = known.logits
            changed.append(review)
        if review.concept_id not in since or review.at > since[review.concept_id]:
            chance = level.corrected(review.predicted_recall, known.logits)
            watch = watches.get(review.concept_id, leech.Watch())
            watches[review.concept_id] = leech.watched(watch, chance, passed=passed)
        known = level.learned(known, review.predicted_recall, passed=passed)
    Review.objects.bulk_update(changed, ["intercept"], batch_size=500)
    LearnerLevel.objects.update_or_create(learner=learner, defaults={"intercept": known.logits, "answers": known.answers})
    memories = list(ConceptMemory.objects.filter(learner=learner))
    for memory in memories:
        watch = watches.get(memory.concept_id, leech.Watch())
        memory.evidence, memory.misses = watch.evidence, watch.misses
    ConceptMemory.objects.bulk_update(memories, ["evidence", "misses"], batch_size=500)


def ask_for_a_fit(learner_id: int) -> None:
    """Asks the worker that holds torch. A message that gets lost is made up for at the next mark."""
    try:
        app.send_task("tutor.fit_memory", args=[learner_id], queue="index", retry=False)
    except (OperationalError, OSError) as problem:
        log.warning("no fit is asked for: %s", problem)


def _moved(name: str, move: float) -> Combinable:
    """The column moved, within bounds: also where another has moved it since it was read."""
    bound = [Value(sign * level.MOST, output_field=FloatField()) for sign in (-1, 1)]
    return Least(Greatest(Cast(F(name), FloatField()) + Value(move), bound[0]), bound[1])
