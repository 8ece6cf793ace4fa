"""Memories as folds over what a learner did: from the reviews of a concept, the passes that credit it, and what the learner
decided of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from lessons.models import Concept
from tutor.models import ConceptMemory, Event, Kind, MemoryState, Review, User
from tutor.rules import credit
from tutor.rules import memory as rules
from tutor.services.levels import parameters_of
from tutor.services.refolding import store

RESET = "reset"


@dataclass(frozen=True, slots=True)
class Piece:
    """Evidence, a decision of the learner (`state`), or what a placement test has shown, with what orders it."""

    at: datetime
    key: str
    evidence: rules.Evidence | None = None
    state: str = ""
    placed: rules.Memory | None = None


def refold_memories(learner: User, concepts: Iterable[int]) -> None:
    """Makes memories anew: after a history was joined, or the learner's parameters have changed."""
    concepts = list(concepts)
    parameters = parameters_of(learner)
    needs: dict[int, list[int]] = defaultdict(list)
    edges = Concept.needs.through.objects.order_by("from_concept_id", "to_concept_id")
    for one, needed in edges.values_list("from_concept_id", "to_concept_id"):
        needs[one].append(needed)
    below = {above: {one: share for one, share in credit.shares(needs, above).items() if one in concepts} for above in needs}
    asked = {*concepts, *(above for above, shares in below.items() if shares)}
    pieces: dict[int, list[Piece]] = defaultdict(list)
    reviews = Review.objects.filter(learner=learner, concept_id__in=asked).order_by()
    for concept_id, rating, day, at, key in reviews.values_list("concept_id", "rating", "day", "at", "event__uuid"):
        grade = rules.Grade(rating)
        pieces[concept_id].append(Piece(at, str(key), rules.Evidence(grade, day)))
        if grade > rules.Grade.AGAIN:
            for one, share in below.get(concept_id, {}).items():
                pieces[one].append(Piece(at, str(key), rules.Evidence(rules.Grade.GOOD, day, share)))
    told = Event.objects.filter(learner=learner, concept_id__in=concepts, kind__in=[Kind.CONCEPT_SET, Kind.PLACED]).order_by()
    for concept_id, at, key, day, document in told.values_list("concept_id", "at", "uuid", "day", "document"):
        if "state" in document:
            pieces[concept_id].append(Piece(at, str(key), state=document["state"]))
        else:
            due_on = date.fromisoformat(document["due_on"])
            placed = rules.Memory(document["stability"], document["difficulty"], day, due_on, repetitions=1, lapses=0)
            pieces[concept_id].append(Piece(at, str(key), placed=placed))
    for concept_id in concepts:
        memory, state = fold(pieces[concept_id], seed=rules.seed_for(learner.pk, concept_id), parameters=parameters)
        if memory is None:
            ConceptMemory.objects.filter(learner=learner, concept_id=concept_id).delete()
        else:
            store(learner, concept_id, memory, state=state)


def fold(pieces: Iterable[Piece], *, seed: str, parameters: tuple[float, ...]) -> tuple[rules.Memory | None, str]:
    """The memory and its state after all pieces, in the order in which they happened. A reset begins anew; a miss of what was
    held for known makes it active again.
    """
    memory: rules.Memory | None = None
    state = str(MemoryState.ACTIVE)
    for piece in sorted(pieces, key=lambda one: (one.at, one.key)):
        if piece.evidence is not None:
            memory = rules.fold([piece.evidence], after=memory, seed=seed, parameters=parameters)
            if state == MemoryState.KNOWN and piece.evidence.grade is rules.Grade.AGAIN:
                state = str(MemoryState.ACTIVE)
        elif piece.placed is not None:
            memory = memory or piece.placed
        elif piece.state == RESET:
            memory, state = None, str(MemoryState.ACTIVE)
        else:
            state = piece.state
    return memory, state


def imply(*, learner: User, concept: Concept, day: date, parameters: tuple[float, ...]) -> None:
    """Credits what a concept that was passed builds on. Two queries at most, and one more if anything is credited.

    Nothing is written down of it but the memories: it follows from the passes that are, and so does a fold of them.
    """
    edges = Concept.needs.through.objects
    direct = edges.filter(from_concept=concept).values("to_concept")
    needs: dict[int, list[int]] = defaultdict(list)
    below = edges.filter(Q(from_concept=concept) | Q(from_concept__in=direct))
    for one, needed in below.order_by("from_concept_id", "to_concept_id").values_list("from_concept_id", "to_concept_id"):
        needs[one].append(needed)
    shares = credit.shares(needs, concept.pk)
    rows = []
    for row in ConceptMemory.objects.filter(learner=learner, concept_id__in=shares) if shares else ():
        evidence, before = rules.Evidence(rules.Grade.GOOD, day, shares[row.concept_id]), row.as_rule()
        after = rules.credited(before, evidence, seed=rules.seed_for(learner.pk, row.concept_id), parameters=parameters)
        if after != before:
            row.stability, row.due_on, row.credited_on = after.stability, after.due_on, after.credited_on
            rows.append(row)
    if rows:
        ConceptMemory.objects.bulk_update(rows, ["stability", "due_on", "credited_on"])
