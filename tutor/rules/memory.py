"""Memory of a concept by FSRS-6 (the `fsrs` library), over whole local days.

FSRS was fitted on days, and is worse than a constant when it is fed with fractions of them; so the library is always given the
midnight that begins a local day. A second answer on the same day comes after 0 days: the library's own step for that (its
parameters w17 to w19) tells how much a miss right after learning weakens what was learned, which predicts the next days clearly
better than leaving the state alone (docs/benchmarks.md has the figures). It schedules nothing: when a concept comes back is
decided by the first answer of a day, and a later miss only brings it back tomorrow.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache

from fsrs import Card, Rating, Scheduler, State

DESIRED_RECALL = 0.9
# The 21 of FSRS-6, fitted by its makers on many learners; `tutor.rules.fit` says when a learner gets some of their own.
DEFAULT_PARAMETERS: tuple[float, ...] = tuple(Scheduler().parameters)
# FSRS spreads intervals so that things learned together do not stay together: (from day, to day, share of that stretch).
FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
# What an answer says of recall is read off its score, help and time; nobody is asked how hard it was, but for cards.
NEARLY_RIGHT = 0.8  # the least score that is a pass: one slip in five parts
SLOW = 4  # times the expected seconds: recalled, but only just
LEAST_CREDITED = 0.5  # of recall: below, a pass of harder work may well have done without the concept
LONGEST_DAYS = 3650


class Grade(IntEnum):
    """FSRS's four ratings."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """`stability`: days until recall has fallen to 90 %. `difficulty`: 1 to 10. Dates are the learner's local days.

    `credited_on` is when work that rests on the concept last gave it credit (`tutor.rules.credit`).
    """

    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date
    repetitions: int
    lapses: int
    credited_on: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rating on one local day. A `share` under 1: nobody was asked, but harder work was passed that uses the concept."""

    grade: Grade
    day: date
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The state after a review, what the model expected before it, and whether it was the first of its day (`counted`)."""

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


def recall(memory: Memory, day: date, *, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> float:
    """Predicted recall on a local day: (1 + F·t/S)^(−w20), the forgetting curve of FSRS-6."""
    scheduler = _scheduler(tuple(parameters))
    return float(scheduler.get_card_retrievability(_card(memory), _midnight(max(day, memory.reviewed_on))))


def seed_for(learner: int, concept: int) -> str:
    """Names the memory of a concept by the keys of both: with its repetitions it decides the fuzz of intervals, for ever."""
    return f"{learner}:{concept}"


def review(
    memory: Memory | None, evidence: Evidence, *, seed: str, parameters: Sequence[float] = DEFAULT_PARAMETERS
) -> Reviewed:
    """The state after `evidence`. `seed` names learner and concept; with the repetition it decides the fuzz, for ever."""
    scheduler = _scheduler(tuple(parameters))
    assert evidence.share == 1, "credit is given by `credited`"
    if memory is not None and evidence.day <= memory.reviewed_on:
        expected = recall(memory, memory.reviewed_on, parameters=parameters)
        return Reviewed(_same_day(memory, evidence, scheduler), expected, counted=False)
    before = Card(card_id=0) if memory is None else _card(memory)
    after, _ = scheduler.review_card(before, Rating(int(evidence.grade)), _midnight(evidence.day))
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
        None if memory is None else recall(memory, evidence.day, parameters=parameters),
        counted=True,
    )


def fold(
    evidence: Iterable[Evidence],
    *,
    seed: str,
    parameters: Sequence[float] = DEFAULT_PARAMETERS,
    after: Memory | None = None,
) -> Memory | None:
    """The state that a history leads to, `after` an earlier one: what `review` and `credited` give step by step."""
    memory = after
    for piece in evidence:
        if piece.share < 1:
            memory = memory and credited(memory, piece, seed=seed, parameters=parameters)
        else:
            memory = review(memory, piece, seed=seed, parameters=parameters).memory
    return memory


def credited(
    memory: Memory, evidence: Evidence, *, seed: str, parameters: Sequence[float] = DEFAULT_PARAMETERS
) -> Memory:
    """The memory of a prerequisite after a pass of what rests on it: S' = S · (S_good / S)^(share · min(1, (1 − R) / (1 − 0.9))).

    `S_good` is what a Good review on that day would give, so credit at the due day or later is `share` of a review, on the
    logarithmic scale on which stabilities grow, and early it is less: nothing at R = 1. Once a day at most. Only stability and
    due date come of it: the curve goes on from the last review, flatter. What is hardly remembered gets none, for then it is not
    sure that the pass used it.
    """
    day, now = evidence.day, recall(memory, evidence.day, parameters=parameters)
    last = max(memory.reviewed_on, memory.credited_on or memory.reviewed_on)
    if evidence.grade is Grade.AGAIN or day <= last or now < LEAST_CREDITED:
        return memory
    good = review(memory, Evidence(Grade.GOOD, day), seed=seed, parameters=parameters).memory
    early = min(1.0, (1 - now) / (1 - DESIRED_RECALL))
    stability = memory.stability * max(1.0, good.stability / memory.stability) ** (evidence.share * early)
    due = memory.reviewed_on + timedelta(days=min(LONGEST_DAYS, round(stability)))
    return replace(memory, stability=stability, due_on=max(memory.due_on, due), credited_on=day)


def _same_day(memory: Memory, evidence: Evidence, scheduler: Scheduler) -> Memory:
    """A miss later on the day weakens what was learned and brings it back tomorrow; a pass strengthens by little, if at all."""
    after, _ = scheduler.review_card(_card(memory), Rating(int(evidence.grade)), _midnight(memory.reviewed_on))
    assert after.stability is not None and after.difficulty is not None
    tomorrow = memory.reviewed_on + timedelta(days=1)
    return replace(
        memory,
        stability=float(after.stability),
        difficulty=float(after.difficulty),
        due_on=min(memory.due_on, tomorrow) if evidence.grade is Grade.AGAIN else memory.due_on,
    )


@lru_cache(maxsize=256)
def _scheduler(parameters: tuple[float, ...]) -> Scheduler:
    """Without the library's own steps and fuzz: those go by the minute, and by chance."""
    return Scheduler(
        parameters,
        desired_retention=DESIRED_RECALL,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
        maximum_interval=LONGEST_DAYS,
    )


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
