"""What must hold of lessons beyond the form of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath

from lessons.content.markdown import count_words
from lessons.content.minutes import strays
from lessons.content.problems import Problem
from lessons.content.schema import LearningPath, Lesson, RenderedLesson

MOST_WORDS_READ = 120


def check_paths(root: FilePath, paths: Iterable[LearningPath], widgets: FilePath) -> Iterator[Problem]:
    """Slugs that stand twice, unknown or circular needs, long screens, unknown widgets."""
    lessons = [lesson for path in paths for lesson in path.lessons]
    concept_of: dict[str, Lesson] = {}
    seen: dict[str, Lesson] = {}
    for lesson in lessons:
        file = (lesson.folder / "lesson.md").relative_to(root).as_posix()
        if lesson.slug in seen:
            yield Problem(file, lesson.front_lines["slug"], f"the slug “{lesson.slug}” is taken by {seen[lesson.slug].folder.name}", "choose another")
        seen.setdefault(lesson.slug, lesson)
        for concept in lesson.concepts:
            if concept.slug in concept_of:
                yield Problem(file, lesson.front_lines["concepts"], f"the concept “{concept.slug}” is introduced twice", "name it once")
            concept_of.setdefault(concept.slug, lesson)
    for lesson in lessons:
        yield from _check_lesson(root, lesson, concept_of, widgets)
    needs = {concept.slug: concept.needs for lesson in lessons for concept in lesson.concepts}
    for slug in _circular(needs):
        file = (concept_of[slug].folder / "lesson.md").relative_to(root).as_posix()
        yield Problem(file, concept_of[slug].front_lines["concepts"], f"the concept “{slug}” needs itself in the end", "take a need away")


def _check_lesson(root: FilePath, lesson: Lesson, concept_of: Mapping[str, Lesson], widgets: FilePath) -> Iterator[Problem]:
    file = (lesson.folder / "lesson.md").relative_to(root).as_posix()
    if not 3 <= len(lesson.concepts) <= 6:
        yield Problem(file, lesson.front_lines["concepts"], f"the lesson has {len(lesson.concepts)} concepts", "introduce 3 to 6")
    for concept in lesson.concepts:
        for need in concept.needs:
            if need not in concept_of:
                yield Problem(file, lesson.front_lines["concepts"], f"“{concept.slug}” needs “{need}”, which there is not", "mend the slug")
    keys: set[str] = set()
    for step in lesson.steps:
        if step.key in keys:
            yield Problem(file, step.line, f"the key “{step.key}” stands twice", "give each step its own")
        keys.add(step.key)
        words = count_words(step.text)
        if step.kind in {"read", "recap"} and words > MOST_WORDS_READ:
            yield Problem(file, step.line, f"the step has {words} words", f"say it in {MOST_WORDS_READ}, or in two steps")
        if step.widget is not None and not (widgets / step.widget.name / "view.js").is_file():
            yield Problem(file, step.line, f"there is no widget “{step.widget.name}”", "use one of lessons/static/widgets")
    kinds = [step.kind for step in lesson.steps]
    if kinds and kinds[-1] != "recap":
        yield Problem(file, lesson.steps[-1].line, "the lesson does not end with a recap", "say what one takes along")


def check_minutes(root: FilePath, rendered: RenderedLesson) -> Iterator[Problem]:
    lesson = rendered.lesson
    seconds = sum(step["seconds"] for step in rendered.document["steps"])
    if strays(lesson.minutes, seconds):
        file = (lesson.folder / "lesson.md").relative_to(root).as_posix()
        yield Problem(
            file,
            lesson.front_lines["minutes"],
            f"{lesson.minutes} minutes are declared, the steps add up to {seconds / 60:.1f}",
            f"{'cut' if seconds > 60 * lesson.minutes else 'add'} a step or declare {max(1, round(seconds / 60))}",
        )


def _circular(needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Concepts that can be reached from themselves."""

    def reached(slug: str) -> set[str]:
        found: set[str] = set()
        todo = list(needs.get(slug, ()))
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += needs.get(one, ())
        return found

    return sorted(slug for slug in needs if slug in reached(slug))
