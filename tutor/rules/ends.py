"""Where the coming steps may be parted: lessons and their stages end at some, and a stage is better not cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Coming(Protocol):
    """A coming step, as far as its place is concerned."""

    @property
    def lesson(self) -> str: ...

    @property
    def stage(self) -> str: ...

    @property
    def seconds(self) -> int: ...


def of(steps: Sequence[Coming], most: int) -> list[int]:
    """Every k up to the most for which the first k steps end a lesson or a stage, after other steps of the same."""
    return [k for k in range(2, most + 1) if _ends(steps, k, _lesson) or (steps[k - 1].stage and _ends(steps, k, _stage))]


def stage_cut_by(steps: Sequence[Coming], k: int, *, at_most: float) -> int | None:
    """Where the stage begins that the first k steps cut; None if they cut none, or one longer than `at_most` seconds."""
    if not 0 < k < len(steps) or not steps[k].stage or _stage(steps[k - 1]) != _stage(steps[k]):
        return None
    stage = _stage(steps[k])
    whole = sum(step.seconds for step in steps if _stage(step) == stage)
    return next(place for place, step in enumerate(steps) if _stage(step) == stage) if whole <= at_most else None


def _ends(steps: Sequence[Coming], k: int, part: Callable[[Coming], tuple[str, str]]) -> bool:
    name = part(steps[k - 1])
    return name == part(steps[k - 2]) and (k == len(steps) or name != part(steps[k]))


def _lesson(step: Coming) -> tuple[str, str]:
    return step.lesson, ""


def _stage(step: Coming) -> tuple[str, str]:
    return step.lesson, step.stage
