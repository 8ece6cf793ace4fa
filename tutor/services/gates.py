"""The soft gate of a lesson that is opened from the map, by search or by a link: what it builds on and has faded comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lessons.models import Lesson
from tutor.errors import NotFound
from tutor.models import LessonProgress, User
from tutor.rules.recalled import in_percent
from tutor.selectors.progress import plan_progress
from tutor.services.planning import weak_before


@dataclass(frozen=True, slots=True)
class WarmUp:
    """A question that is asked before a lesson. `why` is shown."""

    item: str
    title: str
    why: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Gate:
    """A lesson that was not begun yet, and the questions that warm it up."""

    path_slug: str
    lesson_slug: str
    lesson_title: str
    questions: tuple[WarmUp, ...]

    @property
    def seconds(self) -> int:
        return sum(question.seconds for question in self.questions)


def gate_for(*, learner: User, lesson_slug: str, now: datetime) -> Gate | None:
    """What still stands before a lesson; None where it may begin. One query for a lesson that was begun, eight at most.

    Where today's plan has the lesson, these are what is open of the warm-up in it. A lesson that was begun, also by overriding
    this, is warmed up no more.

    Raises:
        NotFound: no such lesson.
    """
    if LessonProgress.objects.filter(learner=learner, lesson__slug=lesson_slug).exists():
        return None
    lesson = Lesson.objects.filter(slug=lesson_slug, current__isnull=False).select_related("path", "current").first()
    if lesson is None or lesson.current is None:
        raise NotFound(f"There is no lesson “{lesson_slug}”.", field="lesson")
    day = learner.clock.day(now)
    progress = plan_progress(learner, day)
    pairs = list(zip(progress.picks, progress.done, strict=True)) if progress else []
    if any(pick["lesson"] == lesson_slug for pick, _ in pairs):
        found = [pick for pick, done in pairs if not done and pick.get("warms") == lesson_slug]
        questions = [WarmUp(pick["item"], pick["title"], pick["why"], pick["seconds"]) for pick in found]
    else:
        questions = [
            WarmUp(one.item, one.title, f"{in_percent(one.recall)} % likely to be remembered today", one.seconds)
            for one in weak_before(learner, lesson, day)
        ]
    return Gate(lesson.path.slug, lesson.slug, lesson.current.title, tuple(questions)) if questions else None
