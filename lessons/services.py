"""Publishing lessons: what the files say becomes immutable revisions. Slugs stay, revisions are added, nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lessons.content.schema import LearningPath, RenderedLesson
from lessons.models import Asset, Concept, Lesson, LessonRevision, Path, Phase


@dataclass(slots=True)
class Published:
    """What a publication changed, by kind; empty lists when the catalogue was as it is already."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.retired)


def publish_lessons(
    paths: Iterable[LearningPath], rendered: Mapping[str, RenderedLesson], *, now: datetime
) -> Published:
    """Makes the database say what the files say. The caller holds the transaction, so that all of it happens or nothing.

    Args:
        paths: the whole catalogue; what is not in it any more is retired.
        rendered: the lessons' documents by slug.
    """
    published = Published()
    paths = list(paths)
    _keep_assets(rendered.values())
    _retire(Path, {path.slug for path in paths}, now, published, "path")
    lessons = {lesson.slug for path in paths for lesson in path.lessons}
    _retire(Lesson, lessons, now, published, "lesson")
    concepts = {concept.slug for path in paths for lesson in path.lessons for concept in lesson.concepts}
    _retire(Concept, concepts, now, published, "concept")
    for position, path in enumerate(paths):
        _publish_path(path, position, rendered, now, published)
    _link_needs(paths)
    return published


def _keep_assets(rendered: Iterable[RenderedLesson]) -> None:
    assets = {asset.digest: asset for lesson in rendered for asset in lesson.assets}
    there = set(Asset.objects.filter(digest__in=assets).values_list("digest", flat=True))
    Asset.objects.bulk_create(
        [
            Asset(digest=asset.digest, name=asset.name, media_type=asset.media_type, body=asset.body)
            for digest, asset in assets.items()
            if digest not in there
        ],
        ignore_conflicts=True,
    )


def _retire(
    model: type[Path] | type[Lesson] | type[Concept], slugs: set[str], now: datetime, published: Published, kind: str
) -> None:
    gone = model.objects.filter(retired_at=None).exclude(slug__in=slugs)
    published.retired += [f"{kind} {slug}" for slug in gone.values_list("slug", flat=True)]
    gone.update(retired_at=now)
    model.objects.filter(slug__in=slugs).exclude(retired_at=None).update(retired_at=None)


def _publish_path(
    path: LearningPath, position: int, rendered: Mapping[str, RenderedLesson], now: datetime, published: Published
) -> None:
    row, _ = Path.objects.update_or_create(
        slug=path.slug,
        defaults={"title": path.title, "emoji": path.emoji, "promise": path.promise, "position": position},
    )
    place = 0
    row.phases.exclude(slug__in=[phase.slug for phase in path.phases]).update(retired_at=now)
    for order, phase in enumerate(path.phases):
        phase_row, _ = Phase.objects.update_or_create(
            path=row,
            slug=phase.slug,
            defaults={"title": phase.title, "summary": phase.summary, "position": order, "retired_at": None},
        )
        for lesson in phase.lessons:
            _publish_lesson(row, phase_row, place, rendered[lesson.slug], now, published)
            place += 1


def _publish_lesson(
    path: Path, phase: Phase, position: int, rendered: RenderedLesson, now: datetime, published: Published
) -> None:
    source = rendered.lesson
    lesson, new = Lesson.objects.update_or_create(
        slug=source.slug, defaults={"path": path, "phase": phase, "number": source.number, "position": position}
    )
    if new or lesson.current is None or lesson.current.digest != rendered.digest:
        lesson.current, _ = LessonRevision.objects.get_or_create(
            lesson=lesson,
            digest=rendered.digest,
            defaults={
                "title": source.title,
                "summary": source.summary,
                "minutes": source.minutes,
                "document": rendered.document,
                "published_at": now,
            },
        )
        lesson.save(update_fields=["current"])
        (published.new if new else published.changed).append(f"lesson {source.slug}")
    for order, concept in enumerate(source.concepts):
        Concept.objects.update_or_create(
            slug=concept.slug,
            defaults={"title": concept.title, "summary": concept.summary, "lesson": lesson, "position": order},
        )


def _link_needs(paths: Iterable[LearningPath]) -> None:
    rows = {concept.slug: concept for concept in Concept.objects.prefetch_related("needs")}
    for path in paths:
        for lesson in path.lessons:
            for concept in lesson.concepts:
                wanted = {rows[need].pk for need in concept.needs}
                if wanted != {need.pk for need in rows[concept.slug].needs.all()}:
                    rows[concept.slug].needs.set(wanted)
