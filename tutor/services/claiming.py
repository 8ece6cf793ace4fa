"""“I know this”: the questions that show it, one after another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from exercises.models import Attempt, Item
from tutor.errors import BadInput
from tutor.models import ConceptMemory, Kind, KnownCheck, MemoryState, User
from tutor.prepared import DAY, KEY, prepared
from tutor.selectors.concepts import proving_questions
from tutor.selectors.history import CLAIMED, History
from tutor.selectors.links import after_proof
from tutor.services.concepts import concept_named, decide
from tutor.services.learning import lock
from tutor.services.log import record
from tutor.services.proofs import refold_checks


def begin_known_check(*, learner: User, concept_slug: str, now: datetime) -> KnownCheck:
    """Opens the check for “I know this”, or finds today's: its questions are then answered like any others.

    Raises:
        NotFound: no such concept.
        BadInput: there are too few questions to show it by, it is left out as known already, or today's check has failed.
    """
    concept = concept_named(concept_slug)
    asked = Item.objects.filter(concept=concept, current__isnull=False, retired_at=None).select_related("current")
    items = proving_questions(asked)
    if not items:
        problem = f"“{concept.title}” has too few questions to show by them that you know it."
        raise BadInput(problem, "Suspend it, if you want to leave it out.", field="concept")
    with transaction.atomic():
        learner = lock(learner)
        if ConceptMemory.objects.filter(learner=learner, concept=concept, state=MemoryState.KNOWN).exists():
            raise BadInput("You have shown that already.", "Resume it, if you want to be asked again.", field="concept")
        day = learner.clock.day(now)
        check = KnownCheck.objects.filter(learner=learner, concept=concept, day=day).first()
        if check is None:
            document = {"state": CLAIMED, "items": list(items)}
            record(learner=learner, kind=Kind.CONCEPT_SET, now=now, concept=concept, document=document)
            given = {"items": list(items), "begun_at": now}
            check = KnownCheck.objects.create(learner=learner, concept=concept, day=day, **given)
    if check.passed is not None:
        raise BadInput("You have tried today.", "Try again tomorrow: right after an answer anybody knows it.", field="concept")
    return check


def note_proof(*, learner: User, attempt: Attempt, now: datetime) -> str:
    """Lets an answer go on with an open check of its concept: all questions right, in their order and without help, pass it.

    Returns:
        Where the check leads next; empty if the answer is none of an open check.
    """
    concept = attempt.item.concept
    check = _checks.first(learner=learner.pk, concept=concept.pk, day=attempt.day)
    if check is None or attempt.item.slug not in check.items:
        return ""
    by = refold_checks(History(learner), [concept.pk]).get((concept.pk, attempt.day))
    check.refresh_from_db()
    if check.passed is not None and by != attempt.client_id:
        return ""  # it was decided before
    if check.passed:
        # It stands and falls with the answer that showed it.
        document = {"state": str(MemoryState.KNOWN), "of": str(attempt.client_id)}
        given = {"at": attempt.at, "day": attempt.day, "concept": concept, "document": document}
        event, _ = record(learner=learner, kind=Kind.CONCEPT_SET, now=now, imported=True, **given)
        decide(learner, concept, event, now)
    return after_proof(concept.slug, check.items[check.done] if check.passed is None else "")


@prepared(learner=KEY, concept=KEY, day=DAY)
def _checks(learner: Any, concept: Any, day: Any) -> QuerySet[KnownCheck]:
    return KnownCheck.objects.filter(learner=learner, concept=concept, day=day)
