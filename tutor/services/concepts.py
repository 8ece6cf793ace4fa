"""What learners decide of a concept: leave it out, take it up again, or begin it anew."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from django.db import transaction

from lessons.models import Concept
from tutor.errors import BadInput, NotFound
from tutor.models import ConceptMemory, Event, Kind, LeechFlag, MemoryState, User
from tutor.selectors.history import RESET, History
from tutor.services.day import leave_out
from tutor.services.learning import lock
from tutor.services.levels import overtaking_of
from tutor.services.log import record
from tutor.services.proofs import refold_checks
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
    concept = concept_named(concept_slug)
    with transaction.atomic():
        learner = lock(learner)
        _met(learner, concept)
        given = {"event_id": event_id, "concept": concept, "document": {"state": str(STATES[act])}}
        event, new = record(learner=learner, kind=Kind.CONCEPT_SET, now=now, **given)
        if new:
            decide(learner, concept, event, now)


def decide(learner: User, concept: Concept, event: Event, now: datetime) -> None:
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
        refold_checks(History(learner), [concept.pk])
    if state != MemoryState.ACTIVE:
        leave_out(learner=learner, concept_slug=concept.slug, now=now)


def concept_named(slug: str) -> Concept:
    concept = Concept.objects.filter(slug=slug, retired_at=None).first()
    if concept is None:
        raise NotFound(f"There is no concept “{slug}”.", field="concept")
    return concept


def _met(learner: User, concept: Concept) -> None:
    if not ConceptMemory.objects.filter(learner=learner, concept=concept).exists():
        raise BadInput(f"You have not met “{concept.title}” yet.", "Take its lesson first.", field="concept")
