"""What a plan is made of: reviews that may be asked, steps that come, and the picks of a day, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tutor.rules.recalled import in_percent
from tutor.rules.value import need

# Recalls a second of an average lesson: five concepts in five minutes, of which half are recalled after a month.
AVERAGE_GAIN = 5 * 0.5 / 300


@dataclass(frozen=True, slots=True)
class DueReview:
    """A concept that may be asked, with the question chosen for it and the recall expected today (0 to 1).

    `saved` is the expected recall that asking it today saves (None: what is missing today); `downstream` counts the lessons
    ahead that rest on the concept; `implies` are the concepts that a pass of it is credited to.
    """

    concept: str
    title: str
    lesson: str
    lesson_title: str
    item: str
    recall: float
    days_overdue: int
    seconds: int
    saved: float | None = None
    downstream: int = 0
    implies: frozenset[str] = frozenset()

    @property
    def worth(self) -> float:
        return need(self.downstream) * max(1e-6, 1 - self.recall if self.saved is None else self.saved)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that is not done yet. `revision` is the lesson's revision that it belongs to; `begun` is said of the lesson.

    `stage` is the title of the lesson's part that it belongs to, empty in a lesson without stages. `gain` are the weighted
    recalls that it adds (None: as many as an average lesson's second). `worked` are seconds that the learner has been at it
    already; `seconds` are what is left.
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
    gain: float | None = None
    worked: int = 0

    @property
    def worth(self) -> float:
        return self.seconds * AVERAGE_GAIN if self.gain is None else self.gain


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to do. `path`, `lesson`, `revision` and `key` name a step, `item` and `concept` a review; `why` is shown.

    `warms` is the lesson that a review prepares, empty for one that is done for its own sake.
    """

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
    warms: str = ""


def review_pick(review: DueReview, warmed: NextStep | None = None) -> Pick:
    likely = f"{in_percent(review.recall)} % likely to be remembered"
    late = f", {review.days_overdue} days past its day" if review.days_overdue > 1 else ""
    lessons = "a lesson ahead rests" if review.downstream == 1 else f"{review.downstream} lessons ahead rest"
    rests = f"; {lessons} on it" if review.downstream else ""
    why = f"“{warmed.lesson_title}” builds on it, and it is {likely}" if warmed else f"{likely} today{late}{rests}"
    pick = Pick("review", review.title, review.lesson_title, why, review.seconds, item=review.item, concept=review.concept)
    return replace(pick, warms=warmed.lesson) if warmed else pick


def step_pick(step: NextStep, day_seconds: int) -> Pick:
    """A step on a day of so many seconds: of code that is longer it is said that it may take several days."""
    why = f"{'goes on with' if step.begun else 'begins'} “{step.lesson_title}”"
    if step.kind == "code" and step.worked >= 60:
        why += f"; you are {step.worked // 60} min into it, and your code is kept"
    elif step.kind == "code" and step.seconds > day_seconds:
        why += "; it is longer than your day: leave it when you like, and go on another day, for your code is kept"
    return Pick(
        "step",
        step.title,
        step.lesson_title,
        why,
        step.seconds,
        path=step.path,
        lesson=step.lesson,
        revision=step.revision,
        key=step.key,
        step_kind=step.kind,
    )
