"""Reads a catalogue's folders into values. Never stops at the first mistake, and never fails on a hostile file."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from lessons.content.fields import Fields, fields_of
from lessons.content.guide import load_guide
from lessons.content.problems import Problem
from lessons.content.schema import Concept, LearningPath, Lesson, Phase, Stage
from lessons.content.steps import read_steps
from lessons.content.textfile import read_text

FOLDER = re.compile(r"[\w-]{1,80}", re.ASCII)
FRONT = ("slug", "number", "title", "minutes", "summary", "concepts")
MAY_FRONT = ("stages",)


def load_catalogue(root: FilePath) -> tuple[list[LearningPath], list[Problem]]:
    """Every path below `root`, and everything that is wrong with their files."""
    found: list[Problem] = []
    if not root.is_dir():
        return [], [Problem(root.name, 1, "there is no such folder", "name the catalogue's folder")]
    paths = []
    for folder in sorted(child for child in root.iterdir() if child.is_dir() and not child.name.startswith((".", "_"))):
        path = _load_path(root, folder, found)
        if path is not None:
            paths.append(path)
    if not paths and not found:
        found.append(Problem(root.name, 1, "there is no path in this folder", "name the catalogue's, or write a path.yaml"))
    return paths, found


def _load_path(root: FilePath, folder: FilePath, found: list[Problem]) -> LearningPath | None:
    text = read_text(root, folder / "path.yaml", found)
    fields = fields_of(f"{folder.name}/path.yaml", text, found) if text is not None else None
    if fields is None:
        return None
    fields.only("slug", "title", "emoji", "promise", "before", "phases", "related")
    taken: set[str] = set()
    phases = [
        _load_phase(root, folder, fields.inner("phases", index), found, taken)
        for index, _ in enumerate(fields.entries("phases"))
    ]
    for other in sorted({file.parent.name for file in folder.glob("[!._]*/lesson.md")} - taken):
        fields.report("phases", f"leave out the lesson in {other}", "add it to a phase, or begin its folder's name with _")
    return LearningPath(
        folder,
        fields.slug("slug"),
        fields.text("title", most=120),
        fields.text("emoji", most=8, optional=True),
        fields.text("promise", most=1000),
        tuple(phases),
        load_guide(root, folder, fields, found),
    )


def _load_phase(root: FilePath, folder: FilePath, fields: Fields, found: list[Problem], taken: set[str]) -> Phase:
    """A phase with its lessons; `taken` gathers the folders of all phases."""
    fields.only("slug", "title", "summary", "lessons")
    lessons = []
    for index, name in enumerate(fields.texts("lessons")):
        if not FOLDER.fullmatch(name) or not (folder / name / "lesson.md").exists():
            what = f"names “{name[:60]}”, which is no folder with a lesson.md"
            fields.report("lessons", what, "name a folder beside path.yaml", index)
            continue
        if name in taken:
            fields.report("lessons", f"names {name}, which stands in the path already", "name it once", index)
            continue
        taken.add(name)
        lesson = _load_lesson(root, folder / name, found)
        if lesson is not None:
            lessons.append(lesson)
    return Phase(
        fields.slug("slug"), fields.text("title", most=120), fields.text("summary", optional=True), tuple(lessons)
    )


def _load_lesson(root: FilePath, folder: FilePath, found: list[Problem]) -> Lesson | None:
    name = (folder / "lesson.md").relative_to(root).as_posix()
    text = read_text(root, folder / "lesson.md", found)
    if text is None:
        return None
    rows = text.split("\n")
    bars = [index for index, row in enumerate(rows) if row.rstrip() == "---"]
    if len(bars) < 2 or bars[0] != 0:
        found.append(Problem(name, 1, "there is no front matter", f"begin with --- lines around {', '.join(FRONT)}"))
        return None
    steps = read_steps(name, rows, bars[1] + 1, found)
    fields = fields_of(name, "\n".join(rows[1 : bars[1]]), found, first_line=2)
    if fields is None:
        return None
    fields.only(*FRONT, *MAY_FRONT)
    return Lesson(
        folder=folder,
        slug=fields.slug("slug"),
        number=fields.text("number", most=8),
        title=fields.text("title", most=160),
        minutes=fields.whole("minutes", 1, 60),
        summary=fields.text("summary"),
        concepts=tuple(_concept(fields.inner("concepts", index)) for index, _ in enumerate(fields.entries("concepts"))),
        steps=tuple(steps),
        front_lines={key: fields.lines.of(key) for key in FRONT},
        stages=tuple(_stage(fields.inner("stages", index)) for index, _ in enumerate(fields.entries("stages", optional=True))),
    )


def _stage(fields: Fields) -> Stage:
    fields.only("title", "begins")
    return Stage(fields.text("title", most=60), fields.slug("begins"), fields.line)


def _concept(fields: Fields) -> Concept:
    fields.only("slug", "title", "summary", "needs")
    return Concept(
        fields.slug("slug"), fields.text("title", most=120), fields.text("summary"), fields.texts("needs"), fields.line
    )
