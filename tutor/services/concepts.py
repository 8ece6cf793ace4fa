"""What learners decide of a concept: leave it out, take it up again, begin it anew, or show that they know it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from django.db import transaction

from exercises.models import Attempt, Item
from lessons.models import Concept
from tutor.errors import BadInput, NotFound
from tutor.models import ConceptMemory, Event, Kind, KnownCheck, LeechFlag, MemoryState, User
from tutor.selectors.concepts import proving_questions
from tutor.selectors.history import RESET
from tutor.selectors.links import after_proof
from tutor.services.day import leave_out
from tutor.services.learning import lock
from tutor.services.levels import overtaking_of
from tutor.services.log import record
from tutor.services.refolding import refold

Act = Literal["suspend", "resume", "reset"]
STATES: dict[str, str] = {"suspend": MemoryState.SUSPENDED, "resume": MemoryState.ACTIVE, "reset": RESET}


def set_concept(*, learner: User, concept_slug: str, act: Act, now: datetime, event_id: uuid.UUID | None = None) -> None:
    """Suspends, resumes or resets the memory of a concept. What was answered stays in the ledger in any case.

    Raises:
        NotFound: no such concept.
        BadInput: `act` is none of these, or the learner has not met the concept yet.
    """
    if act not in STATES:
        raise BadInput(f"“{act}” is nothing to do with a concept.", "Send suspend, resume or reset.", field="act")
    concept = _concept(concept_slug)
    with transaction.atomic():
        learner = lock(learner)
        _met(learner, concept)
        given = {"event_id": event_id, "concept": concept, "document": {"state": str(STATES[act])}}
        event, new = record(learner=learner, kind=Kind.CONCEPT_SET, now=now, **given)
        if new:
            _decide(learner, concept, event, now)


def _decide(learner: User, concept: Concept, event: Event, now: datetime) -> None:
    """What a `concept_set` event does."""
    state = event.document["state"]
    memory = ConceptMemory.objects.filter(learner=learner, concept=concept)
    if overtaking_of(event).exists():
        refold(learner=learner, concepts=[concept.pk], since=event.at)
    elif state == RESET:
        memory.delete()
    else:
        memory.update(state=state)
    if state == RESET:
        LeechFlag.objects.filter(learner=learner, concept=concept, closed_at=None).update(closed_at=now)
        KnownCheck.objects.filter(learner=learner, concept=concept, passed=None).update(passed=False)
    if state != MemoryState.ACTIVE:
        leave_out(learner=learner, concept_slug=concept.slug, now=now)


def begin_known_check(*, learner: User, concept_slug: str, now: datetime) -> KnownCheck:
    """Opens the check for “I know this”, or finds today's: its questions are then answered like any others.

    Raises:
        NotFound: no such concept.
        BadInput: there are too few questions to show it by, it is left out as known already, or today's check has failed.
    """
    concept = _concept(concept_slug)
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
        defaults = {"items": list(items), "begun_at": now}
        check, _ = KnownCheck.objects.get_or_create(learner=learner, concept=concept, day=day, defaults=defaults)
    if check.passed is not None:
        raise BadInput("You have tried today.", "Try again tomorrow: right after an answer anybody knows it.", field="concept")
    return check


def note_proof(*, learner: User, attempt: Attempt, now: datetime) -> str:
    """Lets an answer go on with an open check of its concept: all questions right, in their order and without help, pass it.

    Returns:
        Where the check leads next; empty if the answer is none of an open check.
    """
    concept = attempt.item.concept
    check = KnownCheck.objects.filter(learner=learner, concept=concept, day=attempt.day, passed=None).first()
    if check is None or attempt.item.slug != check.items[check.done]:
        return ""
    if attempt.score < 1 or attempt.hints_used:
        check.passed = False
    else:
        check.done += 1
        check.passed = True if check.done == len(check.items) else None
    check.save(update_fields=["done", "passed"])
    if check.passed:
        # It stands and falls with the answer that showed it.
        document = {"state": str(MemoryState.KNOWN), "of": str(attempt.client_id)}
        given = {"at": attempt.at, "day": attempt.day, "concept": concept, "document": document}
        event, _ = record(learner=learner, kind=Kind.CONCEPT_SET, now=now, imported=True, **given)
        _decide(learner, concept, event, now)
    return after_proof(concept.slug, check.items[check.done] if check.passed is None else "")


def _concept(slug: str) -> Concept:
    concept = Concept.objects.filter(slug=slug, retired_at=None).first()
    if concept is None:
        raise NotFound(f"There is no concept “{slug}”.", field="concept")
    return concept


def _met(learner: User, concept: Concept) -> None:
    if not ConceptMemory.objects.filter(learner=learner, concept=concept).exists():
        raise BadInput(f"You have not met “{concept.title}” yet.", "Take its lesson first.", field="concept")
