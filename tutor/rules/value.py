"""What doing something today is worth: expected recalls a month from now, weighted by how much later work needs them.

The unit is one concept recalled. A review saves what would be forgotten without it; a lesson gives what is recalled of it after
the same month. So both can be weighed against the seconds that they take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from math import log

from tutor.rules.memory import Grade, Memory
from tutor.rules.recalled import USUAL, Recaller

HORIZON_DAYS = 30
# A review of what is surely known still says something; no value is zero, or it could be left out for ever.
LEAST = 0.005


def saved(memory: Memory, day: date, *, chance: float | None = None, by: Recaller = USUAL) -> float:
    """Expected recall after the horizon if reviewed on `day`, less what it would be without: p·R(S₊) + (1 − p)·R(S₋) − R(S).

    R is FSRS-6's forgetting curve at the learner's level, S₊ and S₋ are its stabilities after a pass and after a miss.

    Args:
        memory: the state before the review.
        day: the local day on which it would be reviewed.
        chance: p, the recall expected on that day, if it is known better than by the state alone.
        by: what is expected of the learner.
    """
    then = day + timedelta(days=HORIZON_DAYS)
    likely = by.recall(memory, day) if chance is None else chance
    passed = by.reviewed(memory, Grade.GOOD, day, seed="")
    missed = by.reviewed(memory, Grade.AGAIN, day, seed="")
    after = likely * by.recall(passed, then) + (1 - likely) * by.recall(missed, then)
    return max(LEAST, after - by.recall(memory, then))


@lru_cache(maxsize=1)
def learned() -> float:
    """Recall to be expected, after the horizon, of a concept that was met once and never reviewed."""
    day = date(2000, 1, 1)
    met = USUAL.reviewed(None, Grade.GOOD, day, seed="")
    return USUAL.recall(met, day + timedelta(days=HORIZON_DAYS))


def need(downstream: int) -> float:
    """The weight of a concept on which so many lessons still to be done rest: 1 + ln(1 + n), for each further one adds less."""
    return 1 + log(1 + downstream)


def downstream(needs: Mapping[str, Iterable[str]], home: Mapping[str, str], ahead: Iterable[str]) -> dict[str, int]:
    """How many of the lessons `ahead` rest on each concept, directly or through others, its own lesson left out.

    Args:
        needs: the concepts that each concept builds on.
        home: the lesson of each concept.
        ahead: lessons not done yet, the capstone among them.
    """
    reached: dict[str, set[str]] = {}
    coming = set(ahead)
    for concept, lesson in home.items():
        if lesson not in coming:
            continue
        todo, seen = list(needs.get(concept, ())), set[str]()
        while todo:
            below = todo.pop()
            if below not in seen:
                seen.add(below)
                todo += needs.get(below, ())
        for below in seen:
            reached.setdefault(below, set()).add(lesson)
    return {concept: len(reached.get(concept, set()) - {lesson}) for concept, lesson in home.items()}
