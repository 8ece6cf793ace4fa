"""The whole catalogue as loaded from files, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from exercises.content.bank import check_bank
from exercises.content.exercises import ExerciseFile, load_exercise
from exercises.content.items import ItemFile, load_items
from lessons.content.checks import check_minutes, check_paths, file_of
from lessons.content.guide import render_guide
from lessons.content.load import load_catalogue
from lessons.content.problems import Problem
from lessons.content.rendering import Rendering
from lessons.content.schema import LearningPath, Lesson, RenderedLesson

WIDGETS = FilePath(__file__).resolve().parent.parent.parent / "lessons" / "static" / "widgets"


@dataclass(slots=True)
class Bundle:
    """Guides by the slug of their path; lessons, items and exercises by the slug of their lesson."""

    root: FilePath
    paths: list[LearningPath]
    problems: list[Problem]
    guides: dict[str, dict[str, Any]] = field(default_factory=dict)
    rendered: dict[str, RenderedLesson] = field(default_factory=dict)
    items: dict[str, list[ItemFile]] = field(default_factory=dict)
    exercises: dict[str, ExerciseFile] = field(default_factory=dict)


def load_bundle(root: FilePath) -> Bundle:
    """Reads the catalogue below `root`. Problems come sorted by file and line; nothing is run."""
    paths, problems = load_catalogue(root)
    bundle = Bundle(root, paths, problems)
    unreadable = {problem.file for problem in problems}
    problems += check_paths(root, paths, WIDGETS)
    path_of = {lesson.slug: path.slug for path in paths for lesson in path.lessons}
    for path in paths:
        bundle.guides[path.slug], unshowable = render_guide(root, path, path_of)
        problems += unshowable
    for lesson in (lesson for path in paths for lesson in path.lessons):
        _load(bundle, lesson, path_of, unreadable)
    problems += check_bank(bundle.items, [lesson for path in paths for lesson in path.lessons], root)
    problems += _doubled(bundle)
    bundle.problems = sorted(set(problems))
    return bundle


def _load(bundle: Bundle, lesson: Lesson, path_of: Mapping[str, str], unreadable: set[str]) -> None:
    """One lesson with its items and exercise into the bundle."""
    items, unsound_items = load_items(bundle.root, lesson)
    exercise, unsound_exercise = load_exercise(bundle.root, lesson)
    rendering = Rendering(bundle.root, lesson, path_of)
    seconds = {item.slug: item.seconds for item in items}
    rendered = rendering.finish(seconds, (exercise.slug, exercise.seconds) if exercise else None)
    bundle.problems += [*unsound_items, *unsound_exercise, *rendering.found]
    if not unsound_items and not unsound_exercise and file_of(bundle.root, lesson) not in unreadable:
        # Or else minutes would be missing that are there.
        bundle.problems += check_minutes(bundle.root, rendered)
    bundle.rendered[lesson.slug] = rendered
    bundle.items[lesson.slug] = items
    if exercise is not None:
        bundle.exercises[lesson.slug] = exercise


def _doubled(bundle: Bundle) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for exercise in bundle.exercises.values():
        file = (exercise.folder / "exercise.yaml").relative_to(bundle.root).as_posix()
        if exercise.slug in taken:
            yield Problem(file, 1, f"the slug “{exercise.slug}” is taken by {taken[exercise.slug]}", "choose another")
        taken.setdefault(exercise.slug, file)
