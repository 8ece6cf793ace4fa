"""Memories as rows: how they are made anew from the log together with the reviews and the effort that came of it, and how a pass
credits what a concept builds on. Each step of it is one of `tutor.rules.history`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Model, Q, QuerySet

from exercises.models import Attempt, Item, SolutionShown, Submission
from lessons.models import Concept
from tutor.models import ConceptMemory, Event, Kind, Review, User, XpEntry
from tutor.prepared import KEY, prepared
from tutor.rules import credit
from tutor.rules import history as rules
from tutor.rules import memory as memories
from tutor.selectors.history import History, grade_of
from tutor.services.keeping import Entry, Rows, keep_entries

COLUMNS = tuple(field.name for field in fields(memories.Memory))
# What a credit changes of them.
CREDITED = ("stability", "due_on", "credited_on")


def standing_of(row: ConceptMemory | None) -> rules.Standing:
    return rules.Standing(row.as_rule(), row.state) if row else rules.Standing()


@prepared(learner=KEY, concept=KEY)
def memory_rows(learner: Any, concept: Any) -> QuerySet[ConceptMemory]:
    """The memory of a concept, locked."""
    return ConceptMemory.objects.select_for_update().filter(learner=learner, concept=concept)


def columns_of(memory: memories.Memory) -> dict[str, Any]:
    """What the row of a memory holds of it."""
    return {name: getattr(memory, name) for name in COLUMNS}


def store(learner: User, concept_id: int, memory: memories.Memory, **more: object) -> None:
    ConceptMemory.objects.update_or_create(learner=learner, concept_id=concept_id, defaults={**columns_of(memory), **more})


def refold_concepts(history: History, concepts: Collection[int]) -> None:
    """Folds the histories of these concepts: their memories and what was decided of them, their reviews, answers and effort."""
    learner = history.learner
    pieces, events = history.of_concepts(concepts)
    reviews = Review.objects.filter(learner=learner, concept__in=concepts, event__isnull=False).annotate(told=F("event__uuid"))
    kept = {review.told: review for review in reviews}
    _take_back(learner, [review for key, review in kept.items() if key not in events])
    attempts = _attempts(history, [event for event in events.values() if event.kind == Kind.ANSWERED])
    rows, entries = Rows(), dict[str, Entry | None]()
    for concept in concepts:
        folded = rules.fold_concept(pieces[concept], seed=memories.seed_for(learner.pk, concept), refits=history.refits)
        if folded.standing.memory is None:
            ConceptMemory.objects.filter(learner=learner, concept=concept).delete()
        else:
            store(learner, concept, folded.standing.memory, state=folded.standing.state)
        for key, effect in folded.effects.items():
            event, attempt = events[key], attempts.get(key)
            _keep_review(rows, history, event, attempt, effect.reviewed, kept.get(key))
            if attempt:
                entries[f"attempt:{attempt.pk}"] = (effect.effort, history.day(event), event.at)
    rows.write()
    keep_entries(learner, entries)


def _take_back(learner: User, gone: Collection[Review]) -> None:
    """Removes reviews whose event was taken back, with the answers that they were of and what these had earned."""
    attempts = [review.attempt_id for review in gone if review.attempt_id]
    if gone:
        Review.objects.filter(pk__in=[review.pk for review in gone]).delete()
    if attempts:
        XpEntry.objects.filter(learner=learner, cause__in=[f"attempt:{pk}" for pk in attempts]).delete()
        Attempt.objects.filter(pk__in=attempts).delete()


def _attempts(history: History, answered: Collection[Event]) -> dict[UUID, Attempt]:
    """The answers by their UUID, on the days that count; one that is not there is made."""
    learner, rows = history.learner, Rows()
    found = {one.client_id: one for one in Attempt.objects.filter(learner=learner, client_id__in=[one.uuid for one in answered])}
    for event in answered:
        if event.uuid in found:
            rows.tell(found[event.uuid], day=history.day(event))
        else:
            found[event.uuid] = _answer(learner, event, history.day(event))
    rows.write()
    return found


def _answer(learner: User, event: Event, day: date) -> Attempt:
    """The answer that an event tells, under the next number where its own is taken, as by another device."""
    said = event.document
    item = Item.objects.get(slug=said["item"])
    number = free_number(learner, item, said["number"])
    keys = ("seed", "response", "score", "seconds", "hints_used")
    same = {"learner": learner, "client_id": event.uuid, "item": item, "revision_id": event.item_revision_id}
    return Attempt.objects.create(**same, number=number, day=day, at=event.at, **{key: said[key] for key in keys})


def free_number(learner: User, item: Item, wanted: int) -> int:
    """The number of an asking, or the next one where another device has answered under it."""
    own = Attempt.objects.filter(learner=learner, item=item)
    if not own.filter(number=wanted).exists():
        return wanted
    return own.order_by("-number").values_list("number", flat=True)[0] + 1


def _keep_review(
    rows: Rows, history: History, event: Event, attempt: Attempt | None, reviewed: memories.Reviewed, row: Review | None
) -> None:
    told: dict[str, Any] = {
        "rating": grade_of(event),
        "predicted_recall": reviewed.predicted_recall,
        "counted": reviewed.counted,
        "due_on": reviewed.memory.due_on,
        "day": history.day(event),
        "at": event.at,
    }
    if not reviewed.counted or reviewed.predicted_recall is None:
        told |= dict.fromkeys(("intercept", "answers", "evidence", "misses"))
    if row is not None:
        rows.tell(row, **told)
        return
    cause = {"attempt": attempt} if attempt else _cause(event)
    rows.add(Review(learner=history.learner, concept_id=event.concept_id, event=event, **told, **cause))


def _cause(event: Event) -> dict[str, Model]:
    """The verdict or the solution that a piece of evidence is of."""
    of = Event.objects.get(learner=event.learner_id, uuid=event.document["of"])
    if of.kind == Kind.CODE_SETTLED:
        return {"submission": Submission.objects.get(public_id=of.uuid)}
    exercise = of.document["exercise"]
    return {"solution_shown": SolutionShown.objects.get(learner=event.learner_id, exercise__slug=exercise)}


def imply(*, learner: User, event: Event, grade: memories.Grade, parameters: tuple[float, ...]) -> None:
    """Credits what a concept that was passed builds on. One query, and one more if anything is credited.

    Nothing is written down of it but the memories: it follows from the passes that are, and so does a fold of them.
    """
    needs: dict[int, list[int]] = defaultdict(list)
    known: dict[int, tuple[int, rules.Standing]] = {}
    for one, needed, key, state, *columns in _below(learner=learner.pk, concept=event.concept_id):
        needs[one].append(needed)
        if key is not None:
            known[needed] = key, rules.Standing(memories.Memory(*columns), state)
    rows = []
    for concept, share in credit.shares(needs, event.concept_id).items():
        if concept not in known:
            continue
        key, standing = known[concept]
        piece = rules.Piece(event.uuid, event.at, event.day, "credit", grade, share)
        seed = memories.seed_for(learner.pk, concept)
        after = rules.advance(standing, piece, seed=seed, parameters=parameters)[0].memory
        if after is not None and after != standing.memory:
            rows.append(ConceptMemory(pk=key, **{name: getattr(after, name) for name in CREDITED}))
    if rows:
        ConceptMemory.objects.bulk_update(rows, CREDITED)


@prepared(learner=KEY, concept=KEY)
def _below(learner: Any, concept: Any) -> QuerySet:
    """What a concept builds on, and what that builds on, each with the learner's memory of it, all None where there is none."""
    edges = Concept.needs.through.objects
    direct = edges.filter(from_concept=concept).values("to_concept")
    below = edges.filter(Q(from_concept=concept) | Q(from_concept__in=direct))
    own = FilteredRelation("to_concept__memories", condition=Q(to_concept__memories__learner=learner))
    told = ("from_concept", "to_concept", "own__pk", "own__state", *(f"own__{name}" for name in COLUMNS))
    return below.annotate(own=own).order_by("from_concept_id", "to_concept_id").values_list(*told)
