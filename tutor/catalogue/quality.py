"""What makes a sound catalogue a good one, measured: reading level, tricks that give answers away, items that are there twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exercises.content.guessing import check_guessing
from exercises.content.likeness import near_duplicates, wording
from lessons.content.problems import Problem
from lessons.content.reading import check_reading
from tutor.catalogue.bundle import Bundle
from tutor.catalogue.wordings import vectors_of


def review(bundle: Bundle, vectors: Path) -> Iterator[Problem]:
    """Everything that is not as good as it must be. `vectors` is the file where the vectors of items are kept."""
    lessons = [lesson for path in bundle.paths for lesson in path.lessons]
    items = [item for group in bundle.items.values() for item in group if item.sound]
    yield from check_reading(bundle.root, lessons)
    yield from check_guessing(items, lessons, bundle.root)
    if items:
        yield from near_duplicates(items, vectors_of([wording(item) for item in items], vectors))
