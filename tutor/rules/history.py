"""What a learner's log leads to: folds from events to memories, effort, steps and finished days.

Events count in the order in which they were done, not in which they arrived, and each as often as it was done: once. So whatever
comes late, comes twice or is taken back, the same events lead to the same state. A concept's state follows from the events of
that concept and of those that rest on it, a day's from the events of that day: that bounds the work of folding anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from tutor.rules import memory as memories
from tutor.rules import xp
from tutor.rules.day import Clock

# A pick of a plan, or what does it: ("review", item) or ("step", lesson, key).
Thing = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """From `since` until `at`, when the learner said so, the device was in another zone than it told: days are by `clock`."""

    since: datetime
    at: datetime
    clock: Clock


def day_of(at: datetime, told: date, corrections: Sequence[Correction]) -> date:
    """The local day of an act, which the device told as `told`: as the last correction that covers it says."""
    covering = [one for one in corrections if one.since <= at <= one.at]
    return max(covering, key=lambda one: one.at).clock.day(at) if covering else told


@dataclass(frozen=True, slots=True)
class Answer:
    """What effort is made of: `expected_seconds` of the question, and how it was answered."""

    item: str
    expected_seconds: int
    seconds: int
    score: float
    hints_used: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event does to the memory of one concept.

    Attributes:
        does: `review`: the concept was asked for. `credit`: harder work was passed, of which `share` counts. `place`: a placement
            test has shown `placed`. `reset`: the learner begins anew.
        answer: of a review that was an answer.
    """

    event: UUID
    at: datetime
    day: date
    does: Literal["review", "credit", "place", "reset"]
    grade: memories.Grade = memories.Grade.GOOD
    share: float = 1.0
    answer: Answer | None = None
    placed: memories.Memory | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """When an item was last answered."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of one piece: the review, and the effort in seconds that an answer has earned."""

    reviewed: memories.Reviewed
    effort: int


def effort_of(answer: Answer, recall: float | None, *, day: date, at: datetime, before: Before | None) -> int:
    """Effort seconds of an answer on a local day.

    Args:
        recall: what the memory model expected, None for something new or already answered on that day.
        before: when the item was last answered.
    """
    return xp.for_answer(
        xp.Answered(
            expected_seconds=answer.expected_seconds,
            seconds=answer.seconds,
            score=answer.score,
            recall=recall,
            first_today=before is None or before.day < day,
            hints_used=answer.hints_used,
            rest_hours=None if before is None else (at - before.at) / timedelta(hours=1),
        )
    )


def fold_concept(
    pieces: Iterable[Piece], *, seed: str, parameters: Sequence[float] = memories.DEFAULT_PARAMETERS
) -> tuple[memories.Memory | None, dict[UUID, Effect]]:
    """The memory that a concept's history leads to, and what came of each review in it.

    Args:
        pieces: in any order.
        seed: names learner and concept, as `rules.memory.review` takes it.
        parameters: of FSRS, the learner's.
    """
    memory: memories.Memory | None = None
    effects: dict[UUID, Effect] = {}
    before: dict[str, Before] = {}
    for piece in sorted(pieces, key=lambda one: (one.at, one.event)):
        if piece.does == "reset":
            memory = None
        elif piece.does == "place":
            memory = memory or piece.placed
        elif piece.does == "credit":
            evidence = memories.Evidence(piece.grade, piece.day, piece.share)
            memory = memory and memories.credited(memory, evidence, seed=seed, parameters=parameters)
        else:
            evidence = memories.Evidence(piece.grade, piece.day)
            reviewed = memories.review(memory, evidence, seed=seed, parameters=parameters)
            memory, effort = reviewed.memory, 0
            if piece.answer:
                recall = reviewed.predicted_recall if reviewed.counted else None
                effort = effort_of(
                    piece.answer, recall, day=piece.day, at=piece.at, before=before.get(piece.answer.item)
                )
                before[piece.answer.item] = Before(piece.day, piece.at)
            effects[piece.event] = Effect(reviewed, effort)
    return memory, effects


@dataclass(frozen=True, slots=True)
class Deed:
    """What one event does for the plan of a day.

    Attributes:
        zone: IANA name, where it was done.
        done: the picks that it does.
        plan: the day's picks from then on, where the event opened or changed the plan.
    """

    event: UUID
    at: datetime
    zone: str
    done: frozenset[Thing] = frozenset()
    plan: frozenset[Thing] | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """When and where a day's plan was done."""

    at: datetime
    zone: str


def fold_day(deeds: Iterable[Deed], *, before: Collection[Thing] = ()) -> Finish | None:
    """When the plan of a day was done for the first time, None if it never was. A plan that grows afterwards takes nothing back.

    Args:
        deeds: the events of the day, in any order. One that opens a plan comes before what was done at the same moment.
        before: steps of the plan that were done on earlier days.
    """
    plan: frozenset[Thing] | None = None
    done = set(before)
    for deed in sorted(deeds, key=lambda one: (one.at, one.plan is None, one.event)):
        plan = plan if deed.plan is None else deed.plan
        done |= deed.done
        # A plan without picks is done by doing anything at all.
        if plan is not None and plan <= done and (plan or deed.plan is None):
            return Finish(deed.at, deed.zone)
    return None


@dataclass(frozen=True, slots=True)
class StepAct:
    """An event by which a step was done, and the effort in seconds that it was worth."""

    event: UUID
    at: datetime
    day: date
    effort: int = 0


def fold_steps(acts: Mapping[Thing, Iterable[StepAct]]) -> dict[Thing, StepAct]:
    """The act by which each step was first done. Doing it again is worth nothing."""
    return {step: min(found, key=lambda one: (one.at, one.event)) for step, found in acts.items() if found}
