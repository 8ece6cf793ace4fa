"""What a learner's log leads to: the one fold from events to memories, decisions and effort.

Events count in the order in which they were done, not in which they arrived, and each as often as it was done: once. So whatever
comes late, comes twice or is taken back, the same events lead to the same state. A concept's state follows from the events of
that concept and of those that rest on it; `rules.judging` goes on from its reviews to levels and leeches, and `rules.deeds` says
the same of steps and days. What is newest takes one step of the fold (`advance`), anything else folds anew (`fold_concept`): the
step is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from tutor.rules import memory as memories
from tutor.rules import xp
from tutor.rules.day import Clock

State = Literal["active", "suspended", "known"]


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
    """What effort is made of: `expected_seconds` of the question, and how it was answered. An answer that `pays` nothing was
    brought in from elsewhere in a week that was still running.
    """

    item: str
    expected_seconds: int
    seconds: int
    score: float
    hints_used: int
    pays: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event does to where a learner stands with one concept.

    Attributes:
        does: `review`: the concept was asked for. `credit`: harder work was passed, of which `share` counts. `place`: a placement
            test has shown `placed`. `set`: the learner decides on `state`. `reset`: the learner begins anew.
        answer: of a review that was an answer.
    """

    event: UUID
    at: datetime
    day: date
    does: Literal["review", "credit", "place", "set", "reset"]
    grade: memories.Grade = memories.Grade.GOOD
    share: float = 1.0
    answer: Answer | None = None
    placed: memories.Memory | None = None
    state: State = "active"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands with a concept: the memory of it, None for what was not met, and what was decided of it."""

    memory: memories.Memory | None = None
    state: State = "active"


def advance(
    standing: Standing, piece: Piece, *, seed: str, parameters: Sequence[float] = memories.DEFAULT_PARAMETERS
) -> tuple[Standing, memories.Reviewed | None]:
    """One step of the fold: where the learner stands after a piece, and what came of it if it was a review.

    Only what was met can be decided on, and a miss of what was held for known makes it active again.

    Args:
        seed: names learner and concept, as `rules.memory.review` takes it.
        parameters: of FSRS, the learner's.
    """
    if piece.does == "reset":
        return Standing(), None
    if piece.does == "set":
        return replace(standing, state=piece.state) if standing.memory else standing, None
    if piece.does == "place":
        return replace(standing, memory=standing.memory or piece.placed), None
    evidence = memories.Evidence(piece.grade, piece.day, piece.share)
    if piece.does == "credit":
        memory = standing.memory and memories.credited(standing.memory, evidence, seed=seed, parameters=parameters)
        return replace(standing, memory=memory), None
    reviewed = memories.review(standing.memory, evidence, seed=seed, parameters=parameters)
    disproved = standing.state == "known" and piece.grade is memories.Grade.AGAIN
    return Standing(reviewed.memory, "active" if disproved else standing.state), reviewed


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
    if not answer.pays:
        return 0
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


@dataclass(frozen=True, slots=True)
class Refit:
    """From `at` on these parameters of FSRS are the learner's. By them the past is remembered, too; it was foretold by others."""

    at: datetime
    parameters: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Where a concept's history leads to, and what came of each review in it."""

    standing: Standing = Standing()
    effects: Mapping[UUID, Effect] = field(default_factory=dict)


def fold_concept(pieces: Iterable[Piece], *, seed: str, refits: Sequence[Refit] = ()) -> Folded:
    """Folds the history of one concept.

    A refit makes the memory anew from all that was done, and what is foretold from then on goes by it; what had been foretold
    before stays. So the history is folded once for each stretch of time with the same parameters.

    Args:
        pieces: in any order.
        seed: names learner and concept, as `rules.memory.review` takes it.
        refits: in their order.
    """
    # What is decided by an answer comes after it.
    ordered = sorted(pieces, key=lambda one: (one.at, one.does == "set", one.event))
    standing, effects = Standing(), dict[UUID, Effect]()
    for since, until, parameters in _stretches(refits):
        standing, before = Standing(), dict[str, Before]()
        for piece in ordered:
            if until is not None and piece.at >= until:
                break
            standing, reviewed = advance(standing, piece, seed=seed, parameters=parameters)
            if reviewed is None:
                continue
            if since is None or piece.at >= since:
                effects[piece.event] = Effect(reviewed, _effort(piece, reviewed, before))
            if piece.answer:
                before[piece.answer.item] = Before(piece.day, piece.at)
    return Folded(standing, effects)


def _stretches(refits: Sequence[Refit]) -> Iterator[tuple[datetime | None, datetime | None, Sequence[float]]]:
    """From when, until when, and the parameters that are in force then."""
    known: list[tuple[datetime | None, Sequence[float]]] = [(None, memories.DEFAULT_PARAMETERS)]
    known += [(one.at, one.parameters) for one in refits]
    for place, (since, parameters) in enumerate(known):
        yield since, known[place + 1][0] if place + 1 < len(known) else None, parameters


def _effort(piece: Piece, reviewed: memories.Reviewed, before: Mapping[str, Before]) -> int:
    if piece.answer is None:
        return 0
    recall = reviewed.predicted_recall if reviewed.counted else None
    return effort_of(piece.answer, recall, day=piece.day, at=piece.at, before=before.get(piece.answer.item))
