"""What is expected of one learner: FSRS-6 with the parameters that are in use for them, moved by their level.

Whatever is shown of a recall, and whatever is planned by it, is this; the fold of a memory alone goes by FSRS without the level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tutor.rules import memory as rules
from tutor.rules.level import corrected
from tutor.rules.memory import DEFAULT_PARAMETERS, Evidence, Grade, Memory


@dataclass(frozen=True, slots=True)
class Recaller:
    """A learner's parameters of FSRS-6 and intercept in logits; without either, what is usual."""

    parameters: Sequence[float] = DEFAULT_PARAMETERS
    intercept: float = 0.0

    def recall(self, memory: Memory, day: date, *, item_difficulty: float = 0.0) -> float:
        """The chance of a right answer on a local day, of a question that is so much harder than its concept, in logits."""
        return corrected(rules.recall(memory, day, parameters=self.parameters), self.intercept, item_difficulty)

    def reviewed(self, memory: Memory | None, grade: Grade, day: date, *, seed: str) -> Memory:
        """The memory after a review of that grade; `seed` as `tutor.rules.memory.review` takes it."""
        return rules.review(memory, Evidence(grade, day), seed=seed, parameters=self.parameters).memory


def in_percent(recall: float) -> int:
    """As people are told a chance: never nothing, and never certain."""
    return min(99, max(1, round(100 * recall)))


USUAL = Recaller()
