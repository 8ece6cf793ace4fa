"""XP is effort: one point is about a minute of work that could teach something.

The ledger keeps seconds. What is paid is the expected time of the work, never the time that was taken, so that dawdling earns
nothing; a repeat of what is surely known and a hasty wrong guess earn nothing, so that volume alone never pays. Whoever is
faster than anyone reads is paid for the seconds it took, and a miss never earns more than those: guessing on and on cannot bring
more than a minute for a minute. An item pays at most once in 24 hours of real time, whatever the calendar says in the zones that
one travels through, and in part before they are over.
"""

from __future__ import annotations

from dataclasses import dataclass

SURELY_KNOWN = 0.97
HASTY = 0.2  # of the expected time; nobody reads a question faster
HINT_TAKES = 0.2  # of the effort, which the hint did instead of the learner
REST_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as effort.

    Attributes:
        expected_seconds: what the item takes.
        seconds: what it took.
        score: from 0 (wrong) to 1 (right).
        recall: what the memory model expected before it, None for something new.
        first_today: whether the item was not answered before on this local day.
        hints_used: hints that were opened before answering.
        rest_hours: real time since the item was answered before, None if it never was.
    """

    expected_seconds: int
    seconds: int
    score: float
    recall: float | None
    first_today: bool = True
    hints_used: int = 0
    rest_hours: float | None = None


def is_hasty(seconds: int, expected_seconds: int) -> bool:
    """Whether an answer came faster than anyone reads the question."""
    return seconds < expected_seconds * HASTY


def for_answer(answered: Answered) -> int:
    """Effort seconds of an answer: all for a right one, half for an honest miss, none for a guess or a sure repeat."""
    if not answered.first_today or (answered.recall is not None and answered.recall > SURELY_KNOWN):
        return 0
    hasty = is_hasty(answered.seconds, answered.expected_seconds)
    if answered.score < 1 and hasty:
        return 0
    effort = answered.expected_seconds * (0.5 + 0.5 * answered.score) * _own_share(answered.hints_used)
    if hasty or answered.score == 0:
        effort = min(effort, answered.seconds)
    rested = 1.0 if answered.rest_hours is None else min(1.0, max(0.0, answered.rest_hours) / REST_HOURS)
    return round(effort * rested)


def for_step(expected_seconds: int) -> int:
    """Effort seconds of a step that was read or explored. It is paid once per step, so leafing back earns nothing."""
    return round(expected_seconds / 2)


def for_code(expected_seconds: int, *, hints_taken: int) -> int:
    """Effort seconds of an exercise that was passed: its whole time, less what hints did, but never less than half."""
    return round(expected_seconds * _own_share(hints_taken))


def _own_share(hints: int) -> float:
    """What of the work was the learner's own."""
    return max(0.5, 1 - HINT_TAKES * hints)
