"""A day's plan with the steps that it names, for a device that will be without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lessons.models import LessonRevision
from tutor.models import LessonProgress, User
from tutor.selectors.progress import plan_progress


@dataclass(frozen=True, slots=True)
class KeptDay:
    """The picks as they were planned, whether each is done, and the document of each that is a step (None for reviews, and for
    what is not in its lesson any more).
    """

    day: date
    ends_at: datetime
    minutes: int
    picks: tuple[dict[str, Any], ...]
    done: tuple[bool, ...]
    steps: tuple[dict[str, Any] | None, ...]


def kept_day(learner: User, now: datetime) -> KeptDay:
    """The learner's day at `now`, as far as it was opened. Five queries, however much is planned."""
    day = learner.clock.day(now)
    progress = plan_progress(learner, day)
    picks = progress.picks if progress else ()
    revisions = _revisions(learner, [pick for pick in picks if pick["kind"] == "step"])
    steps = tuple(_step(revisions.get(pick["lesson"]), pick["key"]) for pick in picks)
    minutes = progress.minutes if progress else learner.daily_minutes
    return KeptDay(day, learner.clock.bounds(day)[1], minutes, picks, progress.done if progress else (), steps)


def _revisions(learner: User, picks: list[dict[str, Any]]) -> dict[str, LessonRevision]:
    """By lesson, as `revision_for` has it for lessons of the plan: the one that was begun, else the one that was planned."""
    planned = LessonRevision.objects.in_bulk({pick["revision"] for pick in picks if pick["revision"]})
    found = {pick["lesson"]: planned[pick["revision"]] for pick in picks if pick["revision"] in planned}
    begun = LessonProgress.objects.filter(learner=learner, lesson__slug__in={pick["lesson"] for pick in picks})
    return found | {one.lesson.slug: one.revision for one in begun.select_related("lesson", "revision")}


def _step(revision: LessonRevision | None, key: str) -> dict[str, Any] | None:
    return next((step for step in revision.steps if step["key"] == key), None) if revision else None
