"""The plans of the days to come, if every review is recalled: what a device takes along that will be without a network.

It keeps no time free for what takes longer than expected, so there is rather more than less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from tutor.rules.forecast import Course
from tutor.rules.memory import Grade, Memory
from tutor.rules.picks import DueReview, Pick
from tutor.rules.plan import compose

# Beyond these no step has a part in a day's plan.
SIGHT = 60


def plans(
    course: Course,
    asked: Mapping[str, DueReview],
    *,
    minutes: int,
    day: date,
    days: int,
    planned: tuple[set[str], set[tuple[str, str]]] | None = None,
) -> list[tuple[Pick, ...]]:
    """The picks of so many days from `day` on.

    Args:
        asked: by concept, the question that would be asked; concepts without one are not.
        planned: concepts and steps (lesson, key) of the plan that the first day has already; its picks are then left to it.
    """
    memories, steps, found = dict(course.memories), list(course.steps), list[tuple[Pick, ...]]()
    for number in range(days):
        today, picks = day + timedelta(days=number), tuple[Pick, ...]()
        if number == 0 and planned is not None:
            concepts, done = planned
        else:
            due = [_due(asked[one], memories[one], course, today) for one in sorted(asked) if _is_due(memories.get(one), today)]
            picks = compose(due, steps[:SIGHT], seconds=minutes * 60, day=today)
            concepts = {pick.concept for pick in picks if pick.kind == "review"}
            done = {(pick.lesson, pick.key) for pick in picks if pick.kind == "step"}
        found.append(picks)
        _learn(memories, concepts, course, today)
        left = [step for step in steps if (step.lesson, step.key) not in done]
        ended = {step.lesson for step in steps} - {step.lesson for step in left}
        _learn(memories, {one for lesson in ended for one in course.taught.get(lesson, ()) if one not in memories}, course, today)
        steps = left
    return found


def _is_due(memory: Memory | None, today: date) -> bool:
    return memory is not None and memory.due_on <= today


def _learn(memories: dict[str, Memory], concepts: set[str], course: Course, today: date) -> None:
    for concept in concepts:
        memories[concept] = course.by.reviewed(memories.get(concept), Grade.GOOD, today, seed=concept)


def _due(asked: DueReview, memory: Memory, course: Course, today: date) -> DueReview:
    late = (today - memory.due_on).days
    recall = course.by.recall(memory, today)
    return replace(asked, recall=recall, days_overdue=late, saved=None)
