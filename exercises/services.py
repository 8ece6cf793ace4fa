"""Publishing items and exercises; like lessons, by immutable revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from exercises.content.exercises import ExerciseFile
from exercises.content.items import ItemFile
from exercises.models import Exercise, ExerciseData, ExerciseRevision, Item, ItemRevision
from lessons.content.rendering import digest_of
from lessons.models import Concept, Lesson
from lessons.services import Published, keep, retire


def publish_items(items: Mapping[str, Iterable[ItemFile]], *, now: datetime) -> Published:
    """Publishes the items of each lesson (by its slug). The caller holds the transaction."""
    published = Published()
    rows = {row.slug: row for row in Item.objects.select_related("current").defer("current__document")}
    retire("item", rows.values(), {item.slug for group in items.values() for item in group}, now, published)
    places = _Places()
    for lesson, group in items.items():
        for item in group:
            digest = digest_of(item.document)
            revision = {"kind": item.kind, "seconds": item.seconds, "document": item.document}
            row = rows.get(item.slug) or Item(slug=item.slug)
            place = places.of(lesson, item.concept)
            _publish("item", row, place, ItemRevision, digest, {**revision, "published_at": now}, published)
    return published


def publish_exercises(exercises: Mapping[str, ExerciseFile], *, now: datetime) -> Published:
    """Publishes the exercise of each lesson (by its slug). The caller holds the transaction."""
    published = Published()
    rows = {row.slug: row for row in Exercise.objects.select_related("current").defer("current__document")}
    retire("exercise", rows.values(), {exercise.slug for exercise in exercises.values()}, now, published)
    places = _Places()
    same_names = ("title", "seconds", "runtime", "prompt_html", "starter", "solution", "checks", "document")
    for lesson, exercise in exercises.items():
        revision = {name: getattr(exercise, name) for name in same_names}
        row = rows.get(exercise.slug) or Exercise(slug=exercise.slug)
        if row.current is None or row.current.digest != exercise.digest:
            revision["data"] = _data(exercise)
        place = places.of(lesson, exercise.concept)
        _publish("exercise", row, place, ExerciseRevision, exercise.digest, {**revision, "published_at": now}, published)
    return published


def _data(exercise: ExerciseFile) -> ExerciseData | None:
    if not exercise.data:
        return None
    return ExerciseData.objects.get_or_create(digest=exercise.data_digest, defaults={"frame": exercise.data})[0]


class _Places:
    """Where a question belongs: the keys of its lesson and concept."""

    def __init__(self) -> None:
        self._lessons = dict(Lesson.objects.values_list("slug", "pk"))
        self._concepts = dict(Concept.objects.values_list("slug", "pk"))

    def of(self, lesson: str, concept: str) -> dict[str, int]:
        return {"lesson_id": self._lessons[lesson], "concept_id": self._concepts[concept]}


def _publish(
    kind: str,
    row: Any,
    place: dict[str, int],
    revisions: type[ItemRevision] | type[ExerciseRevision],
    digest: str,
    revision: dict[str, Any],
    published: Published,
) -> None:
    """Puts a question in its place and makes the revision with this digest its current one."""
    new = row.pk is None
    changed = keep(row, **place)
    if row.current is None or row.current.digest != digest:
        changed = True
        row.current, _ = revisions.objects.get_or_create(**{kind: row}, digest=digest, defaults=revision)
        row.save(update_fields=["current"])
    if new:
        published.new.append(f"{kind} {row.slug}")
    elif changed:
        published.changed.append(f"{kind} {row.slug}")
