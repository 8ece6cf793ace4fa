"""XP is effort: one point is about a minute of work that could teach something.

The ledger keeps seconds. What is paid is the expected time of the work, never the time that was taken, so that dawdling earns
nothing; a repeat of what is surely known and a hasty wrong guess earn nothing, so that volume alone never pays.
"""

from __future__ import annotations

from dataclasses import dataclass

SURELY_KNOWN = 0.97
HASTY = 0.2  # of the expected time; nobody reads a question faster
HINT_TAKES = 0.2  # of an exercise's effort, which the hint did instead of the learner


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as effort: `recall` is what the memory model expected before it, None for something new."""

    expected_seconds: int
    seconds: int
    score: float
    recall: float | None
    first_today: bool = True


def for_answer(answered: Answered) -> int:
    """Effort seconds of an answer: all for a right one, half for an honest miss, none for a guess or a sure repeat."""
    if not answered.first_today or (answered.recall is not None and answered.recall > SURELY_KNOWN):
        return 0
    if answered.score < 1 and answered.seconds < answered.expected_seconds * HASTY:
        return 0
    return round(answered.expected_seconds * (0.5 + 0.5 * answered.score))


def for_step(expected_seconds: int) -> int:
    """Effort seconds of a step that was read or explored. It is paid once per step, so leafing back earns nothing."""
    return round(expected_seconds / 2)


def for_code(expected_seconds: int, *, hints_taken: int) -> int:
    """Effort seconds of an exercise that was passed: its whole time, less what hints did, but never less than half."""
    return round(expected_seconds * max(0.5, 1 - HINT_TAKES * hints_taken))
