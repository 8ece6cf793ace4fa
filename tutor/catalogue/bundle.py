"""The whole catalogue as loaded from files, with everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath

from exercises.content.exercises import ExerciseFile, load_exercise
from exercises.content.items import ItemFile, check_bank, load_items
from lessons.content.checks import check_minutes, check_paths
from lessons.content.load import load_catalogue
from lessons.content.problems import Problem
from lessons.content.rendering import Rendering
from lessons.content.schema import LearningPath, RenderedLesson

WIDGETS = FilePath(__file__).resolve().parent.parent.parent / "lessons" / "static" / "widgets"


@dataclass(slots=True)
class Bundle:
    """Lessons, items and exercises by the slug of their lesson."""

    root: FilePath
    paths: list[LearningPath]
    problems: list[Problem]
    rendered: dict[str, RenderedLesson] = field(default_factory=dict)
    items: dict[str, list[ItemFile]] = field(default_factory=dict)
    exercises: dict[str, ExerciseFile] = field(default_factory=dict)


def load_bundle(root: FilePath) -> Bundle:
    """Reads the catalogue below `root`. Problems come sorted by file and line; nothing is run."""
    paths, problems = load_catalogue(root)
    bundle = Bundle(root, paths, problems)
    problems += check_paths(root, paths, WIDGETS)
    path_of = {lesson.slug: path.slug for path in paths for lesson in path.lessons}
    for path in paths:
        for lesson in path.lessons:
            items, found = load_items(root, lesson)
            problems += found
            exercise, found = load_exercise(root, lesson)
            problems += found
            rendering = Rendering(root, path, lesson, path_of)
            seconds = {item.slug: item.seconds for item in items}
            rendered = rendering.finish(seconds, (exercise.slug, exercise.seconds) if exercise else None)
            problems += rendering.found
            problems += check_minutes(root, rendered)
            bundle.rendered[lesson.slug] = rendered
            bundle.items[lesson.slug] = items
            if exercise is not None:
                bundle.exercises[lesson.slug] = exercise
    every = [item for items in bundle.items.values() for item in items]
    problems += check_bank(every, [lesson for path in paths for lesson in path.lessons], root)
    slugs: dict[str, str] = {}
    for lesson_slug, exercise in bundle.exercises.items():
        if exercise.slug in slugs:
            file = (exercise.folder / "exercise.yaml").relative_to(root).as_posix()
            problems.append(Problem(file, 1, f"the slug “{exercise.slug}” is taken by {slugs[exercise.slug]}", "choose another"))
        slugs.setdefault(exercise.slug, lesson_slug)
    bundle.problems = sorted(set(problems))
    return bundle
