"""The plan of a day: due reviews and the next lesson steps, within the learner's minutes.

Minutes are the constraint, not counts. Reviews come first and weakest first, but never take more than most of the day while
there is something new, so that neither starves the other. Steps keep their order and a lesson may be split between days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

REVIEW_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class DueReview:
    """A concept that is due, with the question chosen for it and the recall expected today (0 to 1)."""

    concept: str
    title: str
    item: str
    recall: float
    days_overdue: int
    seconds: int


@dataclass(frozen=True, slots=True)
class NextStep:
    lesson: str
    key: str
    kind: str
    title: str
    lesson_title: str
    seconds: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to do. `lesson` and `key` name a step, `item` a review; `why` is shown to the learner."""

    kind: Literal["review", "step"]
    title: str
    why: str
    seconds: int
    item: str = ""
    concept: str = ""
    lesson: str = ""
    key: str = ""


def compose(due: Sequence[DueReview], steps: Sequence[NextStep], *, seconds: int) -> tuple[Pick, ...]:
    """Picks in the order in which they are done, together at most `seconds` long (but at least one, if there is any).

    Args:
        due: due reviews in any order.
        steps: the coming steps of the path in their order.
        seconds: the learner's time for the day.
    """
    weakest = sorted(due, key=lambda review: (review.recall, review.concept))
    share = REVIEW_SHARE if steps else 1.0
    chosen = _fill([review.seconds for review in weakest], seconds * share, at_least_one=True)
    reviews = weakest[:chosen]
    left = seconds - sum(review.seconds for review in reviews)
    taken = _fill([step.seconds for step in steps], left, at_least_one=not reviews)
    left -= sum(step.seconds for step in steps[:taken])
    for review in weakest[chosen:]:
        if review.seconds <= left:
            reviews.append(review)
            left -= review.seconds
    return (*(_review_pick(review) for review in reviews), *(_step_pick(step) for step in steps[:taken]))


def _fill(costs: Sequence[int], budget: float, *, at_least_one: bool) -> int:
    """How many of `costs`, from the front, fit into the budget."""
    spent = 0
    for count, cost in enumerate(costs):
        spent += cost
        if spent > budget and not (at_least_one and count == 0):
            return count
    return len(costs)


def _review_pick(review: DueReview) -> Pick:
    late = f", {review.days_overdue} days past its day" if review.days_overdue > 1 else ""
    why = f"{round(100 * review.recall)} % likely to be remembered today{late}"
    return Pick("review", review.title, why, review.seconds, item=review.item, concept=review.concept)


def _step_pick(step: NextStep) -> Pick:
    why = f"{'goes on with' if step.begun else 'begins'} “{step.lesson_title}”"
    return Pick("step", step.title, why, step.seconds, lesson=step.lesson, key=step.key)
