"""One step of a lesson, with its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lessons.models import Lesson, LessonRevision
from lessons.selectors import stage_titles
from tutor.errors import NotFound
from tutor.models import StepDone, User
from tutor.selectors.links import after_step, step_url
from tutor.selectors.progress import plan_progress, revision_for


@dataclass(frozen=True, slots=True)
class StepKey:
    """A step as the lesson's progress shows it. `open` says that it can be gone to: it is done, or the next to do."""

    key: str
    kind: str
    title: str
    done: bool
    open: bool
    url: str


@dataclass(frozen=True, slots=True)
class StageView:
    """The stage of a lesson that a step belongs to; `number` counts from 1, `seconds` are all of the stage's."""

    number: int
    count: int
    title: str
    seconds: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A step and where it stands. `step` is its document; `seconds_left` counts it and what is open after it.

    `next_url` leads on in the lesson, or back to the day where today's part of the lesson ends.
    """

    path_slug: str
    lesson_slug: str
    lesson_title: str
    number: str
    step: dict[str, Any]
    index: int
    count: int
    seconds_left: int
    done: bool
    open: bool
    next_url: str
    back_url: str
    keys: tuple[StepKey, ...]
    stage: StageView | None


def step_for(learner: User, lesson_slug: str, step_key: str | None, now: datetime) -> StepView:
    """A step of a lesson; without a key, the first that is open, or the first of all when the lesson is done.

    Eight queries at most.
    """
    lesson = Lesson.objects.filter(slug=lesson_slug).select_related("path", "current").first()
    day = learner.clock.day(now)
    revision = revision_for(learner, lesson, day) if lesson else None
    if lesson is None or revision is None:
        raise NotFound(f"There is no lesson “{lesson_slug}”.", field="lesson")
    done = set(StepDone.objects.filter(learner=learner, lesson=lesson).values_list("step_key", flat=True))
    steps = revision.steps
    ahead = next((at for at, step in enumerate(steps) if step["key"] not in done), None)
    keys = tuple(
        StepKey(
            step["key"],
            step["kind"],
            step["title"],
            step["key"] in done,
            step["key"] in done or at == ahead,
            step_url(lesson.path.slug, lesson.slug, step["key"]),
        )
        for at, step in enumerate(steps)
    )
    wanted = keys[ahead or 0].key if step_key is None else step_key
    index = next((at for at, key in enumerate(keys) if key.key == wanted), None)
    if index is None:
        raise NotFound(f"“{revision.title}” has no step “{step_key}”.", field="step")
    return StepView(
        path_slug=lesson.path.slug,
        lesson_slug=lesson.slug,
        lesson_title=revision.title,
        number=lesson.number,
        step=steps[index],
        index=index,
        count=len(steps),
        seconds_left=sum(step["seconds"] for step in steps[index:] if step["key"] not in done),
        done=keys[index].done,
        open=keys[index].open,
        next_url=after_step(lesson, revision, wanted, plan_progress(learner, day)),
        back_url=keys[index - 1].url if index else "",
        keys=keys,
        stage=_stage(revision, wanted),
    )


def _stage(revision: LessonRevision, key: str) -> StageView | None:
    titles = stage_titles(revision)
    names = [stage["title"] for stage in revision.stages]
    if not names or not titles[key]:
        return None
    seconds = sum(step["seconds"] for step in revision.steps if titles[step["key"]] == titles[key])
    return StageView(names.index(titles[key]) + 1, len(names), titles[key], seconds)
