"""The map of a path, lit by what the learner remembers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.urls import reverse

from lessons.models import Concept, Lesson, LessonRevision, Path
from tutor.errors import NotFound
from tutor.models import Enrolment, LessonProgress, User
from tutor.selectors.guide import GuideView, guide_of, needs_of_lessons
from tutor.selectors.recalled import recall_of, remembered
from tutor.selectors.stages import StageProgress, stages_of


@dataclass(frozen=True, slots=True)
class ConceptView:
    """`recall` is the chance (0 to 1) that it is remembered today; None before it was met."""

    slug: str
    title: str
    summary: str
    recall: float | None


@dataclass(frozen=True, slots=True)
class LessonView:
    """`recall` is the mean over the lesson's concepts that were met; `rests_on` are the numbers of lessons to take before.

    Few lessons have `stages`.
    """

    slug: str
    number: str
    title: str
    summary: str
    minutes: int
    state: Literal["done", "started", "open"]
    recall: float | None
    concepts: tuple[ConceptView, ...]
    url: str
    rests_on: tuple[str, ...] = ()
    stages: tuple[StageProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseView:
    slug: str
    title: str
    summary: str
    minutes: int
    lessons: tuple[LessonView, ...]


@dataclass(frozen=True, slots=True)
class PathMap:
    """`next_url` leads to the first lesson that is not done, and is empty when all are. Who is not a learner has done none."""

    slug: str
    title: str
    emoji: str
    promise: str
    enrolled: bool
    phases: tuple[PhaseView, ...]
    lessons_done: int
    lessons_total: int
    minutes_left: int
    next_url: str
    guide: GuideView = field(default_factory=GuideView)


def path_map(learner: User | None, path_slug: str, now: datetime) -> PathMap:
    """The path with all its lessons as this learner stands, or for somebody who only looks.

    Twelve queries, and seven without a learner, however long the path or the history.
    """
    path = Path.objects.filter(slug=path_slug).first()
    if path is None:
        raise NotFound(f"There is no path “{path_slug}”.", field="path")
    progress = _progress(learner, path) if learner else {}
    concepts = _concepts(path, _recalls(learner, path, learner.clock.day(now)) if learner else {})
    needs = needs_of_lessons(path)
    lessons: dict[int, list[LessonView]] = defaultdict(list)
    published = Lesson.objects.filter(path=path, retired_at=None, current__isnull=False).select_related("current")
    taught = list(published.defer("current__document").order_by("position"))
    shown = {lesson.pk: progress[lesson.pk].revision if lesson.pk in progress else lesson.current for lesson in taught}
    stages = stages_of(learner, [revision.pk for revision in shown.values()])
    for lesson in taught:
        key = lesson.pk
        view = _lesson(path, lesson, shown[key], progress.get(key), concepts[key], needs.get(key, ()), stages.get(key, ()))
        lessons[lesson.phase_id].append(view)
    phases = tuple(
        PhaseView(
            slug=phase.slug,
            title=phase.title,
            summary=phase.summary,
            minutes=sum(lesson.minutes for lesson in lessons[phase.pk]),
            lessons=tuple(lessons[phase.pk]),
        )
        for phase in path.phases.filter(retired_at=None)
        if lessons[phase.pk]
    )
    every = [lesson for phase in phases for lesson in phase.lessons]
    ahead = [lesson for lesson in every if lesson.state != "done"]
    return PathMap(
        slug=path.slug,
        title=path.title,
        emoji=path.emoji,
        promise=path.promise,
        enrolled=learner is not None and Enrolment.objects.filter(learner=learner, path=path).exists(),
        phases=phases,
        lessons_done=len(every) - len(ahead),
        lessons_total=len(every),
        minutes_left=sum(lesson.minutes for lesson in ahead),
        next_url=ahead[0].url if ahead else "",
        guide=guide_of(path, learner),
    )


def current_path(learner: User) -> str:
    """The slug of the path that the learner joined last, or else of the first there is; empty if there is none."""
    joined = Enrolment.objects.filter(learner=learner, path__retired_at=None).order_by("-at").values_list("path__slug", flat=True)
    return joined.first() or Path.objects.filter(retired_at=None).values_list("slug", flat=True).first() or ""


def _progress(learner: User, path: Path) -> dict[int, LessonProgress]:
    began = LessonProgress.objects.filter(learner=learner, lesson__path=path).select_related("revision")
    return {row.lesson_id: row for row in began.defer("revision__document")}


def _recalls(learner: User, path: Path, day: date) -> dict[int, float]:
    """The chance that each concept is remembered, by its key."""
    return {row.concept_id: recall_of(row, day) for row in remembered(learner=learner, concept__lesson__path=path)}


def _concepts(path: Path, recalls: Mapping[int, float]) -> dict[int, list[ConceptView]]:
    """The concepts of each lesson, by the lesson's key."""
    views: dict[int, list[ConceptView]] = defaultdict(list)
    for concept in Concept.objects.filter(lesson__path=path, retired_at=None).order_by("position"):
        view = ConceptView(concept.slug, concept.title, concept.summary, recalls.get(concept.pk))
        views[concept.lesson_id].append(view)
    return views


def _lesson(
    path: Path,
    lesson: Lesson,
    revision: LessonRevision,
    progress: LessonProgress | None,
    concepts: list[ConceptView],
    rests_on: tuple[str, ...],
    stages: tuple[StageProgress, ...],
) -> LessonView:
    met = [concept.recall for concept in concepts if concept.recall is not None]
    return LessonView(
        slug=lesson.slug,
        number=lesson.number,
        title=revision.title,
        summary=revision.summary,
        minutes=revision.minutes,
        state="open" if progress is None else "done" if progress.finished_at else "started",
        recall=sum(met) / len(met) if met else None,
        concepts=tuple(concepts),
        url=reverse("lesson", args=[path.slug, lesson.slug]),
        rests_on=rests_on,
        stages=stages,
    )
