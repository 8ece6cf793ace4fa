"""Memory of a concept by FSRS-6 (the `fsrs` library, its default parameters), over whole local days.

FSRS was fitted on days, and is worse than a constant when it is fed with fractions of them; so the library is always given the
midnight that begins a local day, and a second answer on the same day leaves the state alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum

from fsrs import Card, Rating, Scheduler, State

DESIRED_RECALL = 0.9
_SCHEDULER = Scheduler(
    desired_retention=DESIRED_RECALL, learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=3650
)
# FSRS spreads intervals so that things learned together do not stay together: (from day, to day, share of that stretch).
FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
# What an answer says of recall is read off its score, help and time; nobody is asked how hard it was, but for cards.
NEARLY_RIGHT = 0.8  # the least score that is a pass: one slip in five parts
SLOW = 4  # times the expected seconds: recalled, but only just


class Grade(IntEnum):
    """FSRS's four ratings."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """`stability`: days until recall has fallen to 90 %. `difficulty`: 1 to 10. Dates are the learner's local days."""

    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date
    repetitions: int
    lapses: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rating on one local day."""

    grade: Grade
    day: date


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The state after a review, what the model expected before it, and whether the state moved (`counted`)."""

    memory: Memory
    predicted_recall: float | None
    counted: bool


def grade_of(score: float, *, hints_used: int, seconds: int, expected_seconds: int) -> Grade:
    """Right is Good, wrong is Again. Hard is only ever a pass: with help, nearly right, or after a long struggle.

    Easy is never inferred: a quick right answer may be a lucky one, and an interval that is too long costs a lapse.
    """
    if score < NEARLY_RIGHT:
        return Grade.AGAIN
    if score < 1 or hints_used or seconds > SLOW * expected_seconds:
        return Grade.HARD
    return Grade.GOOD


def recall(memory: Memory, day: date) -> float:
    """Predicted recall on a local day: (1 + F·t/S)^(−w20), the forgetting curve of FSRS-6."""
    return float(_SCHEDULER.get_card_retrievability(_card(memory), _midnight(max(day, memory.reviewed_on))))


def review(memory: Memory | None, evidence: Evidence, *, seed: str) -> Reviewed:
    """The state after `evidence`. `seed` names learner and concept; with the repetition it decides the fuzz, for ever."""
    if memory is not None and evidence.day <= memory.reviewed_on:
        return Reviewed(_same_day(memory, evidence), recall(memory, memory.reviewed_on), counted=False)
    before = Card(card_id=0) if memory is None else _card(memory)
    after, _ = _SCHEDULER.review_card(before, Rating(int(evidence.grade)), _midnight(evidence.day))
    assert after.stability is not None and after.difficulty is not None
    repetitions = 1 if memory is None else memory.repetitions + 1
    lapsed = memory is not None and evidence.grade is Grade.AGAIN
    interval = max(1, (after.due - _midnight(evidence.day)).days)
    if evidence.grade is Grade.AGAIN:
        interval = 1
    return Reviewed(
        Memory(
            stability=float(after.stability),
            difficulty=float(after.difficulty),
            reviewed_on=evidence.day,
            due_on=evidence.day + timedelta(days=_fuzzed(interval, f"{seed}:{repetitions}")),
            repetitions=repetitions,
            lapses=(memory.lapses if memory else 0) + lapsed,
        ),
        None if memory is None else recall(memory, evidence.day),
        counted=True,
    )


def fold(evidence: Iterable[Evidence], *, seed: str) -> Memory | None:
    """The state that a history leads to: what `review` gives step by step."""
    memory: Memory | None = None
    for piece in evidence:
        memory = review(memory, piece, seed=seed).memory
    return memory


def _same_day(memory: Memory, evidence: Evidence) -> Memory:
    """A miss later on the day brings the concept back tomorrow; anything else changes nothing."""
    if evidence.grade is not Grade.AGAIN:
        return memory
    return replace(memory, due_on=min(memory.due_on, memory.reviewed_on + timedelta(days=1)))


def _fuzzed(days: int, seed: str) -> int:
    spread = 1.0 + sum(share * max(0.0, min(days, end) - start) for start, end, share in FUZZ) if days >= 2.5 else 0.0
    return max(1, round(days + random.Random(seed).uniform(-spread, spread)))


def _card(memory: Memory) -> Card:
    return Card(
        card_id=0,  # an id of its own is made from the clock, with a pause to keep it unique
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.due_on),
        last_review=_midnight(memory.reviewed_on),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
