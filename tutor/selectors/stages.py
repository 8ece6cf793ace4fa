"""The stages of long lessons, with how far a learner has come in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lessons.models import LessonRevision
from lessons.selectors import stage_titles
from tutor.models import StepDone, User


@dataclass(frozen=True, slots=True)
class StageProgress:
    """`seconds` are all of the stage's; it is done with its last step, whichever was taken last."""

    title: str
    seconds: int
    state: Literal["done", "started", "open"]


def stages_of(learner: User | None, revisions: Iterable[int]) -> dict[int, tuple[StageProgress, ...]]:
    """By the lesson's key, the stages of those of these revisions that have some. Two queries, and one without a learner."""
    staged = list(LessonRevision.objects.filter(pk__in=revisions, document__has_key="stages"))
    done: dict[int, set[str]] = defaultdict(set)
    if learner:
        steps = StepDone.objects.filter(learner=learner, lesson__in=[revision.lesson_id for revision in staged])
        for lesson, key in steps.values_list("lesson_id", "step_key"):
            done[lesson].add(key)
    return {revision.lesson_id: _stages(revision, done[revision.lesson_id]) for revision in staged}


def _stages(revision: LessonRevision, done: set[str]) -> tuple[StageProgress, ...]:
    titles = stage_titles(revision)
    stages = []
    for title in [stage["title"] for stage in revision.stages]:
        steps = [step for step in revision.steps if titles[step["key"]] == title]
        taken = sum(step["key"] in done for step in steps)
        state: Literal["done", "started", "open"] = "done" if taken == len(steps) else "started" if taken else "open"
        stages.append(StageProgress(title, sum(step["seconds"] for step in steps), state))
    return tuple(stages)
