"""The days to come, lived through in advance: plans are composed, reviews succeed as often as expected, lessons are learned.

Which reviews succeed is not drawn by chance: of each day the expected misses are added up, and whenever they make a whole one the
review at hand is missed. So a forecast is the same each time, and its load is the mean rather than one possible course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tutor.rules.memory import Grade, Memory
from tutor.rules.plan import DueReview, NextStep, compose
from tutor.rules.recalled import USUAL, Recaller

YEAR = 366
# For a question of a concept that is not taught yet.
USUAL_SECONDS = 25
# Steps beyond twice a day's seconds have no part in its plan.
SIGHT = 2


@dataclass(frozen=True, slots=True)
class Course:
    """Where a learner is: memories by concept, the seconds of a question of each, the steps ahead, what lessons teach, and `by`
    what is expected of them.
    """

    memories: Mapping[str, Memory]
    seconds: Mapping[str, int]
    steps: Sequence[NextStep]
    taught: Mapping[str, Sequence[str]]
    by: Recaller = USUAL


@dataclass(frozen=True, slots=True)
class Forecast:
    """`done_on`: the day of the last step; `caught_up_on`: the first day that leaves nothing due. None: not within the days."""

    done_on: date | None
    caught_up_on: date | None


def live(
    course: Course, *, minutes: int, day: date, days: int, until_caught_up: bool = False, returning: bool = False
) -> Forecast:
    """Lives from `day` on, at most so many days, with a plan of so many minutes on each.

    Args:
        until_caught_up: stop there rather than where the last step is done.
        returning: the first day is one on which somebody comes back.
    """
    memories, steps = dict(course.memories), list(course.steps)
    done_on, caught_up_on, misses = None if steps else day, None, 0.0
    for number in range(days):
        today = day + timedelta(days=number)
        due = [_due(concept, memories[concept], course, today) for concept in memories if memories[concept].due_on <= today]
        picks = compose(due, _in_sight(steps, minutes * 60), seconds=minutes * 60, day=today, returning=returning and not number)
        asked = [pick.concept for pick in picks if pick.kind == "review"]
        for concept in asked:
            misses += 1 - course.by.recall(memories[concept], today)
            grade = Grade.AGAIN if misses >= 1 else Grade.GOOD
            misses -= grade is Grade.AGAIN
            memories[concept] = course.by.reviewed(memories[concept], grade, today, seed=concept)
        taken = len(picks) - len(asked)
        ended = {step.lesson for step in steps[:taken]} - {step.lesson for step in steps[taken:]}
        steps = steps[taken:]
        for concept in (concept for lesson in ended for concept in course.taught.get(lesson, ()) if concept not in memories):
            memories[concept] = course.by.reviewed(None, Grade.GOOD, today, seed=concept)
        if done_on is None and not steps:
            done_on = today
        if caught_up_on is None and len(asked) == len(due):
            caught_up_on = today
        if caught_up_on if until_caught_up else done_on:
            break
    return Forecast(done_on, caught_up_on)


def _due(concept: str, memory: Memory, course: Course, today: date) -> DueReview:
    seconds = course.seconds.get(concept, USUAL_SECONDS)
    late = (today - memory.due_on).days
    return DueReview(concept, concept, concept, "", "", course.by.recall(memory, today), late, seconds)


def _in_sight(steps: Sequence[NextStep], seconds: int) -> list[NextStep]:
    seen, total = list[NextStep](), 0
    for step in steps:
        seen.append(replace(step, begun=True))
        total += step.seconds
        if total > SIGHT * seconds:
            break
    return seen
