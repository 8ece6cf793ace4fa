"""The days to come, lived through in advance: plans are composed, reviews succeed as often as expected, lessons are learned.

Which reviews succeed is not drawn by chance: of each day the expected misses are added up, and whenever they make a whole one the
review at hand is missed. So a forecast is the same each time, and its load is the mean rather than one possible course.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil

from tutor.rules import value
from tutor.rules.memory import Grade, Memory
from tutor.rules.plan import MOST_DUE, DueReview, NextStep, compose
from tutor.rules.recalled import USUAL, Recaller

YEAR = 366
# For a question of a concept that is not taught yet.
USUAL_SECONDS = 25
# Steps beyond twice a day's seconds have no part in its plan.
SIGHT = 2
# The day by which a backlog is gone is named for who is there on three of four days.
THERE = 3 / 4
# Parts a name from the number of its round; no slug has it.
AGAIN = "+"


@dataclass(frozen=True, slots=True)
class Course:
    """Where a learner is: memories by concept, the seconds of a question of each, the steps ahead, what lessons teach, and `by`
    what is expected of them. `downstream`: how many lessons ahead rest on each concept; `usual_seconds`: of a question where
    `seconds` has none.
    """

    memories: Mapping[str, Memory]
    seconds: Mapping[str, int]
    steps: Sequence[NextStep]
    taught: Mapping[str, Sequence[str]]
    by: Recaller = USUAL
    downstream: Mapping[str, int] = field(default_factory=dict)
    usual_seconds: int = USUAL_SECONDS


def done_on(course: Course, *, minutes: int, day: date, days: int) -> date | None:
    """The day of the last step, with so many minutes on each day from `day` on; None if it takes more than so many days."""
    if not course.steps:
        return day
    return next((today for today, _, left in _lived(course, minutes * 60, day, days) if not left), None)


def caught_up_on(course: Course, *, seconds: int, day: date, days: int, returning: bool = False) -> date | None:
    """The day by which all that is due on `day` has had its turn for who misses one day of four; None if that takes more than so
    many days there.

    Reviews are weighed as in a plan, and the path goes on: after its last step, which need not be that of the path, the same come
    again with concepts of their own.

    Args:
        returning: the first day is one on which somebody comes back.
    """
    waiting = {concept for concept, memory in course.memories.items() if memory.due_on <= day}
    endless = replace(course, steps=_again_and_again(course.steps, (days + SIGHT) * seconds))
    lived = _lived(endless, seconds, day, days, returning=returning, weighed=True)
    for number, (_, asked, _) in enumerate(lived):
        waiting -= asked
        if not waiting:
            return day + timedelta(days=ceil(number / THERE))
    return None


def _lived(
    course: Course, seconds: int, day: date, days: int, *, returning: bool = False, weighed: bool = False
) -> Iterator[tuple[date, set[str], list[NextStep]]]:
    """Each day with the concepts that its plan asks and the steps that it leaves.

    Args:
        weighed: reviews are weighed by what they save, as in a plan, and not by what is missing today, which is quicker.
    """
    memories, steps, misses = dict(course.memories), list(course.steps), 0.0
    saved = dict[Memory, float]()
    for number in range(days):
        today = day + timedelta(days=number)
        waiting = sorted((one for one in memories if memories[one].due_on <= today), key=lambda one: memories[one].due_on)
        due = [_due(concept, memories[concept], course, today) for concept in waiting[:MOST_DUE]]
        if weighed:
            due = [replace(one, saved=_saved(memories[one.concept], today, course.by, saved)) for one in due]
        picks = compose(due, _in_sight(steps, seconds), seconds=seconds, day=today, returning=returning and not number)
        asked = [pick.concept for pick in picks if pick.kind == "review"]
        for concept in asked:
            misses += 1 - course.by.recall(memories[concept], today)
            grade = Grade.AGAIN if misses >= 1 else Grade.GOOD
            misses -= grade is Grade.AGAIN
            memories[concept] = course.by.reviewed(memories[concept], grade, today, seed=concept)
        taken = len(picks) - len(asked)
        ended = {step.lesson for step in steps[:taken]} - {step.lesson for step in steps[taken:]}
        steps = steps[taken:]
        for concept in (concept for lesson in ended for concept in _taught(course, lesson) if concept not in memories):
            memories[concept] = course.by.reviewed(None, Grade.GOOD, today, seed=concept)
        yield today, set(asked), steps


def _again_and_again(steps: Sequence[NextStep], seconds: int) -> list[NextStep]:
    """The same steps, then again under other names until they fill so many seconds; none if there are none."""
    length = sum(step.seconds for step in steps)
    rounds = range(ceil(seconds / length) if length else 0)
    return [replace(one, lesson=f"{one.lesson}{AGAIN}{n}") if n else one for n in rounds for one in steps]


def _taught(course: Course, lesson: str) -> list[str]:
    name, again, n = lesson.partition(AGAIN)
    return [f"{concept}{again}{n}" for concept in course.taught.get(name, ())]


def _due(concept: str, memory: Memory, course: Course, today: date) -> DueReview:
    name, late = concept.partition(AGAIN)[0], (today - memory.due_on).days
    seconds, downstream = course.seconds.get(name, course.usual_seconds), course.downstream.get(name, 0)
    return DueReview(concept, concept, concept, "", "", course.by.recall(memory, today), late, seconds, downstream=downstream)


def _saved(memory: Memory, today: date, by: Recaller, known: dict[Memory, float]) -> float:
    """What a review saves; reckoned once for each state, because waiting changes it little."""
    if memory not in known:
        known[memory] = value.saved(memory, today, by=by)
    return known[memory]


def _in_sight(steps: Sequence[NextStep], seconds: int) -> list[NextStep]:
    seen, total = list[NextStep](), 0
    for step in steps:
        seen.append(replace(step, begun=True))
        total += step.seconds
        if total > SIGHT * seconds:
            break
    return seen
