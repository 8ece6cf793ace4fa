"""What every player has: a segmented progress bar, and what it says of an answer that is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.selectors import StepView, Today

TAKEN_BACK = "Your answer is taken back, with all that it brought. The question is open again."


@dataclass(frozen=True, slots=True)
class Segment:
    title: str
    done: bool
    now: bool


def segments_of_lesson(view: StepView) -> list[Segment]:
    return [Segment(key.title, key.done, index == view.index) for index, key in enumerate(view.keys)]


def segments_of_day(today: Today, item: str) -> list[Segment]:
    return [Segment(pick.title, pick.done, pick.kind == "review" and pick.key == item) for pick in today.picks]
