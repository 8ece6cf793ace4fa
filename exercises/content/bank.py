"""What must hold of all items together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath

from exercises.content.items import ItemFile
from lessons.content.checks import file_of
from lessons.content.problems import Problem
from lessons.content.schema import Lesson

LEAST_PER_CONCEPT = 3


def check_bank(items: Mapping[str, list[ItemFile]], lessons: Iterable[Lesson], root: FilePath) -> Iterator[Problem]:
    """Slugs that stand twice, concepts that are asked too little or always the same, steps that ask what there is not.

    Args:
        items: by the slug of their lesson; for a lesson whose file could not be read, none.
    """
    every = [item for group in items.values() for item in group]
    taken: dict[str, ItemFile] = {}
    for item in every:
        if item.slug and item.slug in taken:
            other = taken[item.slug]
            yield Problem(item.file, item.line, f"the slug “{item.slug}” is taken at {other.file}:{other.line}", "choose another")
        taken.setdefault(item.slug, item)
    for lesson in lessons:
        if items.get(lesson.slug):
            yield from _check_concepts(items[lesson.slug], lesson, root)
            yield from _check_steps(taken, items[lesson.slug], lesson, root)


def _check_concepts(items: list[ItemFile], lesson: Lesson, root: FilePath) -> Iterator[Problem]:
    file = (lesson.folder / "items.yaml").relative_to(root).as_posix()
    count = Counter(item.concept for item in items)
    generated = {item.concept for item in items if item.document.get("parameters")}
    for slug in (concept.slug for concept in lesson.concepts):
        if count[slug] < LEAST_PER_CONCEPT:
            yield Problem(file, 1, f"“{slug}” has {count[slug]} items", f"ask it in {LEAST_PER_CONCEPT} ways or more")
        elif slug not in generated:
            yield Problem(file, 1, f"“{slug}” has no generated item", "give one of its items parameters")


def _check_steps(taken: Mapping[str, ItemFile], own: list[ItemFile], lesson: Lesson, root: FilePath) -> Iterator[Problem]:
    for step in lesson.steps:
        if step.item is None:
            continue
        if step.item not in taken:
            yield Problem(file_of(root, lesson), step.block_line, f"there is no item “{step.item}”", "mend the slug")
        elif taken[step.item] not in own:
            what = f"the item “{step.item}” is another lesson's"
            yield Problem(file_of(root, lesson), step.block_line, what, "ask one of this lesson's items.yaml")
