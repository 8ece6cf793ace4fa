"""Publishing lessons: what the files say becomes immutable revisions. Slugs stay, revisions are added, nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from lessons.content.schema import Concept as ConceptSource
from lessons.content.schema import LearningPath, RenderedLesson
from lessons.content.schema import Phase as PhaseSource
from lessons.models import Asset, Concept, Lesson, LessonRevision, Path, Phase


@dataclass(slots=True)
class Published:
    """What a publication changed, each as “kind slug”; all empty when the catalogue was as it is already."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    revived: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.retired or self.revived)

    def __iadd__(self, other: Published) -> Published:
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))
        return self


def keep(row: Model, **values: Any) -> bool:
    """Makes an unsaved or saved row have these values; says whether it had to be written."""
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if different or row.pk is None:
        for name in different:
            setattr(row, name, values[name])
        row.save(update_fields=different if row.pk is not None else None)
    return bool(different)


def retire(kind: str, rows: Iterable[Any], wanted: set[str], now: datetime, published: Published) -> None:
    """Marks rows whose slug is not wanted any more as retired, and takes the mark from those that are back."""
    for row in rows:
        if row.slug not in wanted and row.retired_at is None:
            keep(row, retired_at=now)
            published.retired.append(f"{kind} {row.slug}")
        elif row.slug in wanted and row.retired_at is not None:
            keep(row, retired_at=None)
            published.revived.append(f"{kind} {row.slug}")


def publish_lessons(
    paths: Iterable[LearningPath],
    rendered: Mapping[str, RenderedLesson],
    guides: Mapping[str, dict[str, Any]],
    *,
    now: datetime,
) -> Published:
    """Makes the database say what the files say. The caller holds the transaction, so that all of it happens or nothing.

    Args:
        paths: the whole catalogue; what is not in it any more is retired.
        rendered: the lessons' documents by slug.
        guides: what the paths' pages tell beside their lessons, by slug.
    """
    return _Publication(rendered, guides, now).publish(list(paths))


class _Publication:
    """One publication: the rows as they are, read once, against the files."""

    def __init__(self, rendered: Mapping[str, RenderedLesson], guides: Mapping[str, dict[str, Any]], now: datetime) -> None:
        self.rendered, self.guides, self.now = rendered, guides, now
        self.done = Published()
        self.paths = {row.slug: row for row in Path.objects.all()}
        self.phases = {(row.path_id, row.slug): row for row in Phase.objects.all()}
        self.lessons = {row.slug: row for row in Lesson.objects.select_related("current").defer("current__document")}
        self.concepts = {row.slug: row for row in Concept.objects.prefetch_related("needs")}

    def publish(self, paths: list[LearningPath]) -> Published:
        lessons = [lesson for path in paths for lesson in path.lessons]
        concepts = [concept for lesson in lessons for concept in lesson.concepts]
        retire("path", self.paths.values(), {path.slug for path in paths}, self.now, self.done)
        retire("lesson", self.lessons.values(), {lesson.slug for lesson in lessons}, self.now, self.done)
        retire("concept", self.concepts.values(), {concept.slug for concept in concepts}, self.now, self.done)
        self._keep_assets()
        for position, path in enumerate(paths):
            self._path(path, position)
        for concept in concepts:
            self._needs(concept)
        return self.done

    def _keep_assets(self) -> None:
        assets = {asset.digest: asset for lesson in self.rendered.values() for asset in lesson.assets}
        there = set(Asset.objects.filter(digest__in=assets).values_list("digest", flat=True))
        Asset.objects.bulk_create(
            Asset(digest=asset.digest, name=asset.name, media_type=asset.media_type, body=asset.body)
            for digest, asset in assets.items()
            if digest not in there
        )

    def _path(self, path: LearningPath, position: int) -> None:
        row = self.paths.get(path.slug)
        self._note("path", path.slug, row)
        row = row or Path(slug=path.slug)
        guide = self.guides[path.slug]
        if keep(row, title=path.title, emoji=path.emoji, promise=path.promise, guide=guide, position=position):
            self._note_change("path", path.slug)
        phases = [phase_row for (path_pk, _), phase_row in self.phases.items() if path_pk == row.pk]
        retire("phase", phases, {phase.slug for phase in path.phases}, self.now, self.done)
        place = 0
        for order, phase in enumerate(path.phases):
            phase_row = self._phase(row, phase, order)
            for lesson in phase.lessons:
                self._lesson(row, phase_row, place, self.rendered[lesson.slug])
                place += 1

    def _phase(self, path: Path, phase: PhaseSource, position: int) -> Phase:
        row = self.phases.get((path.pk, phase.slug))
        self._note("phase", phase.slug, row)
        row = row or Phase(path=path, slug=phase.slug)
        if keep(row, title=phase.title, summary=phase.summary, position=position):
            self._note_change("phase", phase.slug)
        return row

    def _lesson(self, path: Path, phase: Phase, position: int, rendered: RenderedLesson) -> None:
        source = rendered.lesson
        row = self.lessons.get(source.slug)
        self._note("lesson", source.slug, row)
        row = row or Lesson(slug=source.slug)
        changed = keep(row, path_id=path.pk, phase_id=phase.pk, number=source.number, position=position)
        if row.current is None or row.current.digest != rendered.digest:
            changed = True
            row.current, _ = LessonRevision.objects.get_or_create(
                lesson=row,
                digest=rendered.digest,
                defaults={
                    "title": source.title,
                    "summary": source.summary,
                    "minutes": source.minutes,
                    "document": rendered.document,
                    "published_at": self.now,
                },
            )
            row.save(update_fields=["current"])
        for order, concept in enumerate(source.concepts):
            changed |= self._concept(row, order, concept)
        if changed:
            self._note_change("lesson", source.slug)

    def _concept(self, lesson: Lesson, order: int, concept: ConceptSource) -> bool:
        row = self.concepts.get(concept.slug)
        self._note("concept", concept.slug, row)
        row = self.concepts.setdefault(concept.slug, row or Concept(slug=concept.slug))
        return keep(row, title=concept.title, summary=concept.summary, lesson_id=lesson.pk, position=order)

    def _needs(self, concept: ConceptSource) -> None:
        row = self.concepts[concept.slug]
        wanted = {self.concepts[need].pk for need in concept.needs}
        if wanted != {need.pk for need in row.needs.all()}:
            row.needs.set(wanted)
            self._note_change("concept", concept.slug)

    def _note(self, kind: str, slug: str, row: Model | None) -> None:
        if row is None:
            self.done.new.append(f"{kind} {slug}")

    def _note_change(self, kind: str, slug: str) -> None:
        """A change of something that is not new."""
        if f"{kind} {slug}" not in self.done.new:
            self.done.changed.append(f"{kind} {slug}")
