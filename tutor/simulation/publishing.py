"""A course that is long enough for a year: the catalogue's lessons, and then as many of the same form as it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exercises.models import Exercise, ExerciseRevision, Item, ItemRevision
from lessons.models import Concept, Lesson, LessonRevision
from lessons.models import Path as LearningPath
from tutor.simulation.course import Course, Question, Step


def repeat(path: LearningPath, times: int, now: datetime) -> None:
    """Adds every lesson of a path again, `times` times, under names of its own: other concepts and questions, the same effort."""
    lessons = list(path.lessons.filter(retired_at=None, current__isnull=False).select_related("current").order_by("position"))
    for n in range(2, times + 2):
        for lesson in lessons:
            _again(lesson, f"-{n}", (n - 1) * len(lessons) + lesson.position, now)


def _again(lesson: Lesson, suffix: str, position: int, now: datetime) -> None:
    old: LessonRevision = lesson.current
    names = {"path": lesson.path, "phase": lesson.phase, "number": lesson.number}
    copy = Lesson.objects.create(slug=lesson.slug + suffix, position=position, **names)
    concepts = _concepts(lesson, copy, suffix)
    for item in lesson.items.filter(retired_at=None, current__isnull=False).select_related("current", "concept"):
        _item(item, copy, concepts[item.concept.slug], suffix, now)
    for exercise in lesson.exercises.filter(retired_at=None, current__isnull=False).select_related("current", "concept"):
        _exercise(exercise, copy, concepts[exercise.concept.slug], suffix, now)
    fields = {"digest": old.digest, "title": old.title, "minutes": old.minutes, "document": _renamed(old.document, suffix)}
    copy.current = LessonRevision.objects.create(lesson=copy, published_at=now, **fields)
    copy.save()


def _concepts(lesson: Lesson, copy: Lesson, suffix: str) -> dict[str, Concept]:
    originals = list(lesson.concepts.filter(retired_at=None))
    made = {
        one.slug: Concept.objects.create(slug=one.slug + suffix, title=one.title, lesson=copy, position=one.position)
        for one in originals
    }
    for one in originals:
        needed = [need.slug + suffix for need in one.needs.all()]
        made[one.slug].needs.set(Concept.objects.filter(slug__in=needed))
    return made


def _item(item: Item, lesson: Lesson, concept: Concept, suffix: str, now: datetime) -> None:
    old = item.current
    copy = Item.objects.create(slug=item.slug + suffix, lesson=lesson, concept=concept)
    fields = {"digest": old.digest, "kind": old.kind, "seconds": old.seconds, "document": old.document}
    copy.current = ItemRevision.objects.create(item=copy, published_at=now, **fields)
    copy.save()


def _exercise(exercise: Exercise, lesson: Lesson, concept: Concept, suffix: str, now: datetime) -> None:
    old = exercise.current
    copy = Exercise.objects.create(slug=exercise.slug + suffix, lesson=lesson, concept=concept)
    document = old.document | {"checks": [one | {"concept": _suffixed(one["concept"], suffix)} for one in old.check_list]}
    same = ("digest", "title", "seconds", "runtime", "prompt_html", "starter", "solution")
    fields = {name: getattr(old, name) for name in same}
    copy.current = ExerciseRevision.objects.create(exercise=copy, checks="", document=document, published_at=now, **fields)
    copy.save()


def _renamed(document: dict[str, Any], suffix: str) -> dict[str, Any]:
    links = ("item", "exercise")
    steps = [step | {link: _suffixed(step.get(link), suffix) for link in links} | {"html": ""} for step in document["steps"]]
    return document | {"steps": steps, "concepts": [slug + suffix for slug in document.get("concepts", [])]}


def _suffixed(slug: str | None, suffix: str) -> str | None:
    return slug + suffix if slug else slug


def course_of(path: LearningPath) -> Course:
    """The published lessons of a path as a course."""
    lessons = path.lessons.filter(retired_at=None, current__isnull=False).select_related("current").order_by("position")
    items = Item.objects.filter(lesson__path=path, retired_at=None, current__isnull=False).select_related("current", "concept")
    questions = {item.slug: _question(item) for item in items}
    asking: dict[str, list[str]] = {}
    for slug, question in sorted(questions.items()):
        asking.setdefault(question.concept, []).append(slug)
    exercises = {one.slug: one for one in Exercise.objects.filter(lesson__path=path).select_related("current", "concept")}
    steps = [_step(lesson, step, exercises) for lesson in lessons for step in lesson.current.steps]
    lesson_of = dict(Concept.objects.filter(lesson__path=path).values_list("slug", "lesson__slug"))
    return Course(tuple(steps), questions, {concept: tuple(slugs) for concept, slugs in asking.items()}, lesson_of)


def _question(item: Item) -> Question:
    revision = item.current
    options = len(revision.document["options"]) if revision.kind == "choice" else 0
    return Question(item.slug, item.concept.slug, revision.kind, revision.seconds, options)


def _step(lesson: Lesson, step: dict[str, Any], exercises: dict[str, Exercise]) -> Step:
    exercise = exercises.get(step["exercise"]) if step["kind"] == "code" else None  # a report only names what it is of
    concepts = {check["concept"] or exercise.concept.slug for check in exercise.current.check_list} if exercise else set()
    return Step(
        lesson=lesson.slug,
        key=step["key"],
        kind=step["kind"],
        seconds=step["seconds"],
        item=step["item"] if step["kind"] == "check" else "",
        exercise=exercise.slug if exercise else "",
        concepts=tuple(sorted(concepts)),
        samples=step.get("goal") == "samples",
    )
