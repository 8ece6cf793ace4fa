"""What must hold of lessons beyond the form of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from lessons.content.markdown import count_words
from lessons.content.minutes import strays
from lessons.content.problems import Problem
from lessons.content.schema import LearningPath, Lesson, RenderedLesson

MOST_WORDS_READ = 120
LEAST_CONCEPTS, MOST_CONCEPTS = 3, 6
LEAST_STAGE, MOST_STAGE = 4 * 60, 8 * 60  # seconds; a stage fits into a day


def check_paths(root: FilePath, paths: Iterable[LearningPath], widgets: FilePath) -> Iterator[Problem]:
    """Slugs that stand twice, unknown or circular needs, long screens, unknown widgets."""
    paths = list(paths)
    yield from _check_slugs(paths)
    lessons = [lesson for path in paths for lesson in path.lessons]
    introduced: dict[str, str] = {}
    files: dict[str, str] = {}
    for lesson in lessons:
        file = file_of(root, lesson)
        if lesson.slug and lesson.slug in files:
            what = f"the slug “{lesson.slug}” is taken by {files[lesson.slug]}"
            yield Problem(file, lesson.front_lines["slug"], what, "choose another")
        files.setdefault(lesson.slug, file)
        for concept in lesson.concepts:
            if concept.slug and concept.slug in introduced:
                what = f"the concept “{concept.slug}” is introduced in {introduced[concept.slug]} already"
                yield Problem(file, concept.line, what, "introduce it once")
            introduced.setdefault(concept.slug, file)
    needs = {concept.slug: concept.needs for lesson in lessons for concept in lesson.concepts}
    for lesson in lessons:
        yield from _check_concepts(file_of(root, lesson), lesson, needs)
        yield from _check_steps(file_of(root, lesson), lesson, widgets)


def file_of(root: FilePath, lesson: Lesson) -> str:
    return (lesson.folder / "lesson.md").relative_to(root).as_posix()


def _check_slugs(paths: list[LearningPath]) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for path in paths:
        file = f"{path.folder.name}/path.yaml"
        if path.slug and path.slug in taken:
            yield Problem(file, 1, f"the slug “{path.slug}” is taken by {taken[path.slug]}", "choose another")
        taken.setdefault(path.slug, file)
        phases = [phase.slug for phase in path.phases]
        for slug in sorted({slug for slug in phases if phases.count(slug) > 1}):
            yield Problem(file, 1, f"two phases have the slug “{slug}”", "give each its own")


def _check_concepts(file: str, lesson: Lesson, needs: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    # That there are none at all is said where the file is read.
    if lesson.concepts and not LEAST_CONCEPTS <= len(lesson.concepts) <= MOST_CONCEPTS:
        what = f"the lesson has {len(lesson.concepts)} concepts"
        yield Problem(file, lesson.front_lines["concepts"], what, f"introduce {LEAST_CONCEPTS} to {MOST_CONCEPTS}")
    for concept in lesson.concepts:
        for need in concept.needs:
            if need not in needs:
                yield Problem(file, concept.line, f"“{concept.slug}” needs “{need}”, which there is not", "mend the slug")
        if concept.slug in _reached(needs, concept.slug):
            yield Problem(file, concept.line, f"the concept “{concept.slug}” needs itself in the end", "take a need away")


def _reached(needs: Mapping[str, tuple[str, ...]], slug: str) -> set[str]:
    """Everything that a concept needs, directly or through others."""
    found: set[str] = set()
    todo = list(needs.get(slug, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += needs.get(one, ())
    return found


def _check_steps(file: str, lesson: Lesson, widgets: FilePath) -> Iterator[Problem]:
    keys: set[str] = set()
    for step in lesson.steps:
        if step.key in keys:
            yield Problem(file, step.line, f"the key “{step.key}” stands twice", "give each step its own")
        keys.add(step.key)
        if step.kind in {"read", "recap"} and not step.text.strip():
            yield Problem(file, step.line, f"the {step.kind} step is empty", "write its text")
        words = count_words(step.text)
        if step.kind in {"read", "recap"} and words > MOST_WORDS_READ:
            yield Problem(file, step.line, f"the step has {words} words", f"say it in {MOST_WORDS_READ}, or in two steps")
        if step.widget is not None and not (widgets / step.widget.name / "view.js").is_file():
            yield Problem(file, step.block_line, f"there is no widget “{step.widget.name}”", "use one of lessons/static/widgets")
    whole = [step for step in lesson.steps if step.kind == "code" and not step.goal]
    if len(whole) > 1:
        yield Problem(file, whole[1].line, "there are two code steps", "a lesson has one exercise: give the first a goal")
    if not whole:
        for step in [step for step in lesson.steps if step.kind in {"code", "report"}][:1]:
            yield Problem(file, step.line, "no code step asks for all checks", "add a code step without a goal")
    yield from _check_stages(file, lesson)
    if lesson.steps and lesson.steps[-1].kind != "recap":
        yield Problem(file, lesson.steps[-1].line, "the lesson does not end with a recap", "say what one takes along")


def _check_stages(file: str, lesson: Lesson) -> Iterator[Problem]:
    """Stages part all of a lesson's steps, in their order."""
    places = {step.key: place for place, step in enumerate(lesson.steps)}
    least = 0
    for number, stage in enumerate(lesson.stages):
        place = places.get(stage.begins)
        if place is None:
            if stage.begins:
                yield Problem(file, stage.line, f"the stage begins with “{stage.begins}”, which is no step", "name a step's key")
        elif number == 0 and place:
            yield Problem(file, stage.line, "the first stage leaves out steps before it", "let it begin with the first step")
        elif number and place < least:
            yield Problem(file, stage.line, f"“{stage.begins}” comes before an earlier stage's end", "put stages in their order")
        least = max(least, (place or 0) + 1)


def stage_seconds(document: Mapping[str, Any]) -> list[int]:
    """Seconds of each stage of a rendered lesson, none where it has no stages."""
    begins = {stage["begins"] for stage in document.get("stages", [])}
    sums: list[int] = []
    for step in document["steps"]:
        if step["key"] in begins:
            sums.append(0)
        if sums:
            sums[-1] += step["seconds"]
    return sums


def check_minutes(root: FilePath, rendered: RenderedLesson) -> Iterator[Problem]:
    """Whether the steps take about as long as the lesson declares; that it declares nothing is said where the file is read."""
    lesson = rendered.lesson
    for stage, took in zip(lesson.stages, stage_seconds(rendered.document), strict=False):
        if not LEAST_STAGE <= took <= MOST_STAGE:
            what = f"the stage “{stage.title}” takes {took / 60:.1f} min"
            yield Problem(file_of(root, lesson), stage.line, what, f"let it take {LEAST_STAGE // 60} to {MOST_STAGE // 60}")
    seconds = sum(step["seconds"] for step in rendered.document["steps"])
    if lesson.minutes and strays(lesson.minutes, seconds):
        yield Problem(
            file_of(root, lesson),
            lesson.front_lines["minutes"],
            f"declared are {lesson.minutes} min, the steps add up to {seconds / 60:.1f}",
            f"{'cut' if seconds > 60 * lesson.minutes else 'add'} a step or declare {max(1, round(seconds / 60))}",
        )
