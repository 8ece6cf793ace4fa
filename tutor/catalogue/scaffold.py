"""Begins an exercise: writes a small one that is whole and sound, for its author to turn into another."""

from __future__ import annotations

from pathlib import Path as FilePath
from string import Template

from lessons.content.fields import SLUG
from lessons.content.schema import Lesson
from tutor.catalogue.bundle import Bundle

TEMPLATE = FilePath(__file__).with_name("template")
KINDS = {".py", ".md", ".yaml"}
STEP = "# code write-it: Write it yourself\n\nNow write it in Python.\n\n"


class CannotBegin(ValueError):
    """No exercise can be written there; the message says why, and what to do."""


def begin(bundle: Bundle, folder: FilePath, slug: str) -> list[FilePath]:
    """Writes an exercise into a lesson's folder, and the step that opens it into lesson.md where there is none.

    Returns:
        The files that were written.

    Raises:
        CannotBegin: nothing was written.
    """
    lesson = _lesson(bundle, folder)
    home = lesson.folder / "exercise"
    if home.exists():
        raise CannotBegin(f"{lesson.folder.name} has an exercise, and a lesson has one at most. Name another one.")
    if not SLUG.fullmatch(slug):
        raise CannotBegin(f"“{slug}” is no slug. Use small letters, digits and single hyphens.")
    if slug in {one.slug for one in bundle.exercises.values()}:
        raise CannotBegin(f"There is an exercise {slug} already. Choose another slug.")
    if not lesson.concepts:
        raise CannotBegin(f"{lesson.folder.name}/lesson.md names no concept. An exercise has to be about one.")
    values = {"slug": slug, "concept": lesson.concepts[0].slug}
    written = [_copied(source, home, values) for source in sorted(TEMPLATE.rglob("*.*")) if source.suffix in KINDS]
    if not any(step.kind == "code" for step in lesson.steps):
        written.append(_opened(lesson))
    return written


def _lesson(bundle: Bundle, folder: FilePath) -> Lesson:
    lessons = {lesson.folder.resolve(): lesson for path in bundle.paths for lesson in path.lessons}
    for given in (folder, bundle.root / folder):
        if given.resolve() in lessons:
            return lessons[given.resolve()]
    known = ", ".join(sorted(one.relative_to(bundle.root.resolve()).as_posix() for one in lessons))
    raise CannotBegin(f"{folder} is no lesson's folder. There are {known}; a new one has to be listed in its path.yaml.")


def _copied(source: FilePath, home: FilePath, values: dict[str, str]) -> FilePath:
    text = source.read_text(encoding="utf-8")
    file = home / source.relative_to(TEMPLATE)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(Template(text).substitute(values) if source.suffix == ".yaml" else text, encoding="utf-8")
    return file


def _opened(lesson: Lesson) -> FilePath:
    """Puts the code step before the recap, which has to be last."""
    file = lesson.folder / "lesson.md"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next((step.line - 1 for step in lesson.steps if step.kind == "recap"), len(lines))
    file.write_text("".join([*lines[:at], STEP, *lines[at:]]), encoding="utf-8")
    return file
