"""The plan of a day: due reviews and the next lesson steps, within the learner's minutes.

Minutes are the constraint, not counts. Reviews come first and weakest first, but never take more than most of the day while
there is something new, so that neither starves the other. Steps keep their order and a lesson may be split between days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Literal

REVIEW_SHARE = 0.6
# Of the day: by so much it may grow to end a lesson, or else a recap of seconds would be left for tomorrow.
GRACE = 0.1


@dataclass(frozen=True, slots=True)
class DueReview:
    """A concept that is due, with the question chosen for it and the recall expected today (0 to 1)."""

    concept: str
    title: str
    lesson: str
    lesson_title: str
    item: str
    recall: float
    days_overdue: int
    seconds: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that is not done yet. `revision` is the lesson's revision that it belongs to; `begun` is said of the lesson.

    `stage` is the title of the lesson's part that it belongs to, empty in a lesson without stages.
    """

    path: str
    lesson: str
    lesson_title: str
    revision: int
    key: str
    kind: str
    title: str
    seconds: int
    begun: bool
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to do. `path`, `lesson`, `revision` and `key` name a step, `item` and `concept` a review; `why` is shown."""

    kind: Literal["review", "step"]
    title: str
    subtitle: str
    why: str
    seconds: int
    item: str = ""
    concept: str = ""
    path: str = ""
    lesson: str = ""
    revision: int = 0
    key: str = ""
    step_kind: str = ""


def compose(due: Sequence[DueReview], steps: Sequence[NextStep], *, seconds: int, day: date) -> tuple[Pick, ...]:
    """Picks in the order in which they are done, together at most `seconds` long (but at least one, if there is any).

    Only the end of a lesson or of a stage of it, after other steps of the same, may take a tenth more. A stage that would be cut
    waits for the next day instead, if it fits into a day and does not leave most of this one empty.

    Args:
        due: due reviews in any order, one per concept.
        steps: the coming steps of the path in their order.
        seconds: the learner's time for the day.
        day: the local day, which only decides whose turn it is when a step is as long as the day.
    """
    weakest = sorted(due, key=lambda review: (review.recall, review.concept))
    # A step that leaves no room for any review takes every other day for itself, so that both get on.
    if weakest and steps and steps[0].seconds + weakest[0].seconds > seconds:
        weakest, steps = ([], steps) if day.toordinal() % 2 else (weakest, [])
    share = max(0.0, seconds - _room_for_new(steps, seconds))
    chosen = _fill([review.seconds for review in weakest], share, at_least_one=True)
    reviews = weakest[:chosen]
    left = seconds - sum(review.seconds for review in reviews)
    taken = _fill([step.seconds for step in steps], left, at_least_one=not reviews)
    grown = next((end for end in _ends(steps, taken) if _sum(steps[:end]) <= left + GRACE * seconds), None)
    taken = _whole_stages(steps, taken, left, seconds) if grown is None else grown
    left -= _sum(steps[:taken])
    for review in weakest[chosen:]:
        if review.seconds <= left:
            reviews.append(review)
            left -= review.seconds
    return (*(_review_pick(review) for review in interleaved(reviews)), *(_step_pick(step) for step in steps[:taken]))


def _room_for_new(steps: Sequence[NextStep], seconds: int) -> float:
    """Seconds kept free for new material: its share of the day, or more when the next step does not fit into that."""
    return max((1 - REVIEW_SHARE) * seconds, steps[0].seconds) if steps else 0.0


def _sum(steps: Sequence[NextStep]) -> int:
    return sum(step.seconds for step in steps)


def _ends(steps: Sequence[NextStep], taken: int) -> list[int]:
    """How many steps there are to the end of the lesson, and of the stage, in which the first `taken` steps end."""
    if not taken:
        return []
    last = steps[taken - 1]
    lesson = taken + len(list(takewhile(lambda step: step.lesson == last.lesson, steps[taken:])))
    stage = taken + len(list(takewhile(lambda step: _stage(step) == _stage(last), steps[taken:])))
    return [lesson, stage] if last.stage else [lesson]


def _stage(step: NextStep) -> tuple[str, str]:
    return step.lesson, step.stage


def _whole_stages(steps: Sequence[NextStep], taken: int, left: float, seconds: int) -> int:
    """`taken`, or fewer, so that the day ends where a stage begins."""
    if not 0 < taken < len(steps) or not steps[taken].stage or _stage(steps[taken - 1]) != _stage(steps[taken]):
        return taken
    begins = next(place for place, step in enumerate(steps) if _stage(step) == _stage(steps[taken]))
    stage = [step for step in steps if _stage(step) == _stage(steps[taken])]
    fits = _sum(stage) <= (1 + GRACE) * seconds
    return begins if begins and fits and _sum(steps[:begins]) >= left / 2 else taken


def _fill(costs: Sequence[int], budget: float, *, at_least_one: bool) -> int:
    """How many of `costs`, from the front, fit into the budget."""
    spent = 0
    for count, cost in enumerate(costs):
        spent += cost
        if spent > budget and not (at_least_one and count == 0):
            return count
    return len(costs)


def interleaved(reviews: Sequence[DueReview]) -> list[DueReview]:
    """The same reviews, weakest first still, but not two of one lesson in a row where another could come between."""
    waiting, ordered = list(reviews), list[DueReview]()
    while waiting:
        last = ordered[-1].lesson if ordered else None
        ordered.append(waiting.pop(next((at for at, review in enumerate(waiting) if review.lesson != last), 0)))
    return ordered


def _review_pick(review: DueReview) -> Pick:
    late = f", {review.days_overdue} days past its day" if review.days_overdue > 1 else ""
    why = f"{round(100 * review.recall)} % likely to be remembered today{late}"
    return Pick("review", review.title, review.lesson_title, why, review.seconds, item=review.item, concept=review.concept)


def _step_pick(step: NextStep) -> Pick:
    return Pick(
        "step",
        step.title,
        step.lesson_title,
        f"{'goes on with' if step.begun else 'begins'} “{step.lesson_title}”",
        step.seconds,
        path=step.path,
        lesson=step.lesson,
        revision=step.revision,
        key=step.key,
        step_kind=step.kind,
    )
