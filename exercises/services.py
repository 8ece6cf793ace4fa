"""Publishing items and exercises; like lessons, by immutable revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from exercises.content.exercises import ExerciseFile
from exercises.content.items import ItemFile
from exercises.models import Exercise, ExerciseRevision, Item, ItemRevision
from lessons.content.rendering import digest_of
from lessons.models import Concept, Lesson
from lessons.services import Published


def publish_items(items: Mapping[str, Iterable[ItemFile]], *, now: datetime) -> Published:
    """Publishes the items of each lesson (by its slug). The caller holds the transaction."""
    published = Published()
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.all()}
    concepts = {concept.slug: concept for concept in Concept.objects.all()}
    rows = {item.slug: item for item in Item.objects.select_related("current")}
    slugs = {item.slug for group in items.values() for item in group}
    for slug, row in rows.items():
        if slug not in slugs and row.retired_at is None:
            published.retired.append(f"item {slug}")
    Item.objects.filter(retired_at=None).exclude(slug__in=slugs).update(retired_at=now)
    for lesson_slug, group in items.items():
        for item in group:
            row = rows.get(item.slug)
            digest = digest_of(item.document)
            place = {"lesson_id": lessons[lesson_slug].pk, "concept_id": concepts[item.concept].pk, "retired_at": None}
            if row is not None and row.current is not None and row.current.digest == digest:
                if any(getattr(row, name) != value for name, value in place.items()):
                    Item.objects.filter(pk=row.pk).update(**place)
                continue
            (published.changed if row else published.new).append(f"item {item.slug}")
            row, _ = Item.objects.update_or_create(slug=item.slug, defaults=place)
            row.current, _ = ItemRevision.objects.get_or_create(
                item=row,
                digest=digest,
                defaults={"kind": item.kind, "seconds": item.seconds, "document": item.document, "published_at": now},
            )
            row.save(update_fields=["current"])
    return published


def publish_exercises(exercises: Mapping[str, ExerciseFile], *, now: datetime) -> Published:
    """Publishes the exercise of each lesson (by its slug). The caller holds the transaction."""
    published = Published()
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.all()}
    concepts = {concept.slug: concept for concept in Concept.objects.all()}
    rows = {row.slug: row for row in Exercise.objects.select_related("current")}
    slugs = {exercise.slug for exercise in exercises.values()}
    published.retired += [f"exercise {slug}" for slug, row in rows.items() if slug not in slugs and row.retired_at is None]
    Exercise.objects.filter(retired_at=None).exclude(slug__in=slugs).update(retired_at=now)
    for lesson_slug, exercise in exercises.items():
        old = rows.get(exercise.slug)
        if old is not None and old.retired_at is None and old.current is not None and old.current.digest == exercise.digest:
            continue
        (published.changed if old else published.new).append(f"exercise {exercise.slug}")
        row, _ = Exercise.objects.update_or_create(
            slug=exercise.slug,
            defaults={"lesson": lessons[lesson_slug], "concept": concepts[exercise.concept], "retired_at": None},
        )
        row.current, _ = ExerciseRevision.objects.get_or_create(
            exercise=row,
            digest=exercise.digest,
            defaults={
                "title": exercise.title,
                "seconds": exercise.seconds,
                "runtime": exercise.runtime,
                "prompt_html": exercise.prompt_html,
                "starter": exercise.starter,
                "solution": exercise.solution,
                "checks": exercise.checks,
                "document": exercise.document,
                "published_at": now,
            },
        )
        row.save(update_fields=["current"])
    return published
