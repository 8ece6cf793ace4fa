"""Reads the event log as the folds of `tutor.rules` take it: without what was taken back, on the days that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from lessons.models import Concept
from tutor.models import Event, Kind, MemoryState, User
from tutor.rules import credit, deeds, judging, proof
from tutor.rules import history as rules
from tutor.rules import memory as memories
from tutor.rules.day import Clock, zone
from tutor.rules.transfer import CLAIMED

# The zones of two devices may lie so many days apart that what was told as one day belongs to another.
ZONES_DIFFER = timedelta(days=2)
# The state of a `concept_set` event by which a concept is begun anew; the others are those of `MemoryState`.
RESET = "reset"
REMEMBERED = (Kind.ANSWERED, Kind.EVIDENCE, Kind.CONCEPT_SET, Kind.PLACED, Kind.UNDONE)
# What may move a memory, and so makes an act that is older than it one that is told late.
MOVING = (*REMEMBERED, Kind.REFITTED, Kind.ZONE_SET)
DEEDS = (Kind.ANSWERED, Kind.STEP_DONE, Kind.CODE_SETTLED, Kind.SOLUTION_SHOWN, Kind.PLACED)


@dataclass(frozen=True)
class History:
    """The log of one learner."""

    learner: User

    @cached_property
    def corrections(self) -> list[rules.Correction]:
        corrected = Q(kind=Kind.ZONE_SET, document__has_key="since") | Q(kind=Kind.UNDONE, document__has_key="zone")
        said = standing(Event.objects.filter(corrected, learner=self.learner).order_by("at"))
        return [
            rules.Correction(
                datetime.fromisoformat(one.document["since"]),
                one.at,
                Clock(zone(one.document["zone"]), one.document["turns_at"]),
            )
            for one in said
        ]

    def day(self, event: Event) -> date:
        return rules.day_of(event.at, event.day, self.corrections)

    @cached_property
    def refits(self) -> list[rules.Refit]:
        """The parameters that have been the learner's, one after another."""
        told = Event.objects.filter(learner=self.learner, kind=Kind.REFITTED).order_by("at", "uuid")
        return [rules.Refit(one.at, tuple(one.document["parameters"] or memories.DEFAULT_PARAMETERS)) for one in told]

    @cached_property
    def needs(self) -> dict[int, list[int]]:
        """The concepts that each concept needs at once: the catalogue's, not the learner's, and so as long as that."""
        found: dict[int, list[int]] = defaultdict(list)
        rows = Concept.needs.through.objects.order_by("pk").values_list("from_concept_id", "to_concept_id")
        for one, needed in rows:
            found[one].append(needed)
        return found

    def resting_on(self, concept: int) -> dict[int, float]:
        """The concepts whose passes are credited to this one, with the share that it gets."""
        shares = {above: credit.shares(self.needs, above).get(concept, 0.0) for above in self.needs}
        return {above: share for above, share in shares.items() if share}

    def below(self, concept: int) -> dict[int, float]:
        """The concepts that a pass of this one is credited to, with their shares."""
        return credit.shares(self.needs, concept)

    def of_concepts(self, concepts: Collection[int]) -> tuple[dict[int, list[rules.Piece]], dict[UUID, Event]]:
        """The pieces of these concepts' histories, and the events of their own reviews by UUID. Three queries."""
        above = {concept: self.resting_on(concept) for concept in concepts}
        asked = {*concepts, *(one for shares in above.values() for one in shares)}
        events = Event.objects.filter(learner=self.learner, concept__in=asked, kind__in=REMEMBERED)
        read = standing(events.select_related("item_revision").defer("item_revision__document"))
        pieces = {
            concept: [
                rules.Piece(event.uuid, event.at, self.day(event), "credit", grade, above[concept][event.concept_id])
                for event in read
                if event.concept_id in above[concept] and (grade := grade_of(event)) is not None
            ]
            for concept in concepts
        }
        own = [event for event in read if event.concept_id in pieces]
        checks = self.checks(own)
        for event in own:
            piece = self._own(event)
            if piece is not None and not self._disproved(event, checks):
                pieces[event.concept_id].append(piece)
        return pieces, {event.uuid: event for event in own if grade_of(event) is not None}

    def _own(self, event: Event) -> rules.Piece | None:
        grade, day = grade_of(event), self.day(event)
        if grade is not None:
            return rules.Piece(event.uuid, event.at, day, "review", grade, answer=answer_of(event))
        if event.kind == Kind.PLACED:
            placed = memories.Memory(
                event.document["stability"],
                event.document["difficulty"],
                day,
                date.fromisoformat(event.document["due_on"]),
                repetitions=1,
                lapses=0,
            )
            return rules.Piece(event.uuid, event.at, day, "place", placed=placed)
        if event.kind == Kind.CONCEPT_SET:
            state = event.document["state"]
            if state == RESET:
                return rules.Piece(event.uuid, event.at, day, "reset")
            if state == CLAIMED:
                return None
            return rules.Piece(event.uuid, event.at, day, "set", state=state)
        return None

    def checks(self, events: Iterable[Event]) -> dict[tuple[int | None, date], tuple[Event, proof.Check]]:
        """The first claim to know a concept on each day, of all that was done of these concepts, and what came of its check."""
        begun = dict[tuple[int | None, date], Event]()
        tries = defaultdict[tuple[int | None, date], list[proof.Try]](list)
        for event in sorted(events, key=lambda one: (one.at, one.uuid)):
            key = event.concept_id, self.day(event)
            if event.document.get("state") == CLAIMED:
                begun.setdefault(key, event)
            elif event.kind == Kind.ANSWERED or event.document.get("state") == RESET:
                tries[key].append(_try(event))
        return {key: (claim, proof.fold(claim.document["items"], claim.at, tries[key])) for key, claim in begun.items()}

    def _disproved(self, event: Event, checks: Mapping[tuple[int | None, date], tuple[Event, proof.Check]]) -> bool:
        """Whether something was shown to be known by a check that has not been passed after all: a miss in it was told late."""
        if event.document.get("state") != MemoryState.KNOWN or "of" not in event.document:
            return False
        _, check = checks.get((event.concept_id, self.day(event)), (None, None))
        return check is not None and not check.passed

    def resets(self, concepts: Collection[int]) -> list[judging.Judged]:
        """When these concepts were begun anew."""
        told = Event.objects.filter(learner=self.learner, concept__in=concepts, kind=Kind.CONCEPT_SET, document__state=RESET)
        return [judging.Judged(*row) for row in told.order_by().values_list("uuid", "at", "concept")]

    def of_days(self, days: Collection[date]) -> dict[date, list[deeds.Deed]]:
        """What was done on these days. Two queries for each."""
        return {day: [_deed(event) for event in self._on(day)] for day in days}

    def resting_on_steps(self, moved: Mapping[deeds.Thing, date]) -> set[date]:
        """The days whose plans name one of these steps, which was done on an earlier day, or was not after all."""
        if not moved:
            return set()
        later = Event.objects.filter(learner=self.learner, kind=Kind.DAY_OPENED, day__gt=min(moved.values()))
        plans = [(event.day, _deed(event).plan or ()) for event in later]
        return {day for day, plan in plans if any(day > moved.get(thing, day) for thing in plan)}

    def _on(self, day: date) -> Iterable[Event]:
        near = (day - ZONES_DIFFER, day + ZONES_DIFFER) if self.corrections else (day, day)
        kinds = (*DEEDS, Kind.DAY_OPENED, Kind.UNDONE)
        events = Event.objects.filter(learner=self.learner, day__range=near, kind__in=kinds)
        events = events.select_related("item_revision").defer("item_revision__document")
        return [event for event in standing(events) if self.day(event) == day]

    def of_steps(self, among: Q) -> dict[deeds.Thing, list[deeds.StepAct]]:
        """The acts by which steps were done, of the events that `among` chooses. One query."""
        found: dict[deeds.Thing, list[deeds.StepAct]] = defaultdict(list)
        for event in standing(Event.objects.filter(among, learner=self.learner, kind__in=(*DEEDS, Kind.UNDONE))):
            act = deeds.StepAct(event.uuid, event.at, self.day(event), event.document.get("effort", 0))
            for thing in _done(event):
                if thing[0] == "step":
                    found[thing].append(act)
        return found


def steps_of(events: QuerySet[Event]) -> set[deeds.Thing]:
    """The steps that these events name."""
    named = events.filter(document__has_key="steps").values_list("document__steps", flat=True)
    return {("step", lesson, key) for steps in named for lesson, key in steps}


def grade_of(event: Event) -> memories.Grade | None:
    """How an answer, or what else says something of a concept, is rated; None for other events.

    An answer's question must have been read with it.
    """
    if event.kind == Kind.EVIDENCE and "share" in event.document:
        return None  # credit, which follows from the work that it was given for
    if event.kind == Kind.EVIDENCE:
        return memories.Grade(event.document["rating"])
    if event.kind != Kind.ANSWERED or event.item_revision is None:
        return None
    said = event.document
    if event.item_revision.kind == "card":
        return memories.Grade[said["response"]["rating"].upper()]
    return memories.grade_of(
        said["score"],
        hints_used=said["hints_used"],
        seconds=said["seconds"],
        expected_seconds=event.item_revision.seconds,
    )


def answer_of(event: Event) -> rules.Answer | None:
    """What an answer's effort is made of; None for other events."""
    revision = event.item_revision
    if event.kind != Kind.ANSWERED or revision is None:
        return None
    said = event.document
    return rules.Answer(
        said["item"], revision.seconds, said["seconds"], said["score"], said["hints_used"], said.get("pays", True)
    )


def standing(events: Iterable[Event]) -> list[Event]:
    """Those that were not taken back by another of them; what followed from an act goes with it."""
    read = list(events)
    undone = {event.document["event"] for event in read if event.kind == Kind.UNDONE}
    gone = [{str(event.uuid), event.document.get("of")} & undone for event in read]
    return [event for event, taken in zip(read, gone, strict=True) if event.kind != Kind.UNDONE and not taken]


def _try(event: Event) -> proof.Try:
    if event.kind == Kind.CONCEPT_SET:
        return proof.Try(event.uuid, event.at)
    said = event.document
    return proof.Try(event.uuid, event.at, said["item"], said["score"] >= 1 and not said["hints_used"])


def _done(event: Event) -> frozenset[deeds.Thing]:
    if event.kind == Kind.DAY_OPENED:
        return frozenset()
    steps = {("step", lesson, key) for lesson, key in event.document.get("steps", ())}
    steps |= {("step", lesson, key) for lesson, keys in event.document.get("lessons", {}).items() for key in keys}
    return frozenset(steps | {("review", event.document["item"])} if event.kind == Kind.ANSWERED else steps)


def _deed(event: Event) -> deeds.Deed:
    said = event.document
    if event.kind != Kind.DAY_OPENED:
        seconds = event.item_revision.seconds if event.item_revision else said.get("seconds", 0)
        return deeds.Deed(event.uuid, event.at, event.zone, _done(event), seconds, once=event.kind == Kind.STEP_DONE)
    if said["picks"] is None:
        return deeds.Deed(event.uuid, event.at, event.zone, minutes=said["minutes"])
    plan = frozenset(tuple(pick) for pick in said["picks"])
    return deeds.Deed(event.uuid, event.at, event.zone, plan=plan, planner=str(said.get("planner", "")))
