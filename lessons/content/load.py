"""Reads a catalogue's folders into values. Never stops at the first mistake, and never fails on a hostile file."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from lessons.content import yamlfile
from lessons.content.fields import Fields
from lessons.content.problems import Problem
from lessons.content.schema import STEP_KINDS, Concept, LearningPath, Lesson, Phase, Prediction, Step, Widget

MOST_BYTES = 2 << 20
STEP = re.compile(r"# +(?P<kind>\S+) +(?P<key>[^\s:]+) *: *(?P<title>.+)")
FENCE = re.compile(r"(`{3,}|~{3,}) *(\w*)")


def load_catalogue(root: FilePath) -> tuple[list[LearningPath], list[Problem]]:
    """Every path below `root`, and everything that is wrong with their files."""
    found: list[Problem] = []
    paths = []
    if not root.is_dir():
        return [], [Problem(str(root.name), 1, "there is no such folder", "name the catalogue's folder")]
    for folder in sorted(child for child in root.iterdir() if child.is_dir() and not child.name.startswith((".", "_"))):
        if not (folder / "path.yaml").exists():
            found.append(Problem(folder.name, 1, "this folder has no path.yaml", "write one, or move the folder away"))
            continue
        path = _load_path(root, folder, found)
        if path is not None:
            paths.append(path)
    return paths, found


def read_text(root: FilePath, file: FilePath, found: list[Problem]) -> str | None:
    """A file's text; None, with the reason noted, if it cannot be used. Links may not lead out of the catalogue."""
    name = file.relative_to(root).as_posix()
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            found.append(Problem(name, 1, "this is a link that leads out of the catalogue", "copy the file here"))
            return None
        if file.stat().st_size > MOST_BYTES:
            found.append(Problem(name, 1, f"this file has more than {MOST_BYTES >> 20} MiB", "make it smaller"))
            return None
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        found.append(Problem(name, 1, "there is no such file", "write it"))
    except UnicodeDecodeError as problem:
        found.append(Problem(name, 1, f"byte {problem.start} is no UTF-8", "save the file as UTF-8"))
    except OSError as problem:
        found.append(Problem(name, 1, f"it cannot be read: {problem.strerror}", "mend the file"))
    return None


def _load_path(root: FilePath, folder: FilePath, found: list[Problem]) -> LearningPath | None:
    name = f"{folder.name}/path.yaml"
    text = read_text(root, folder / "path.yaml", found)
    if text is None:
        return None
    try:
        given, lines = yamlfile.read(text)
    except yamlfile.BadYaml as problem:
        found.append(Problem(name, problem.line, problem.what, "mend the YAML"))
        return None
    fields = Fields(name, given, lines, found)
    fields.only("slug", "title", "emoji", "promise", "phases")
    phases = []
    for index, _ in enumerate(fields.entries("phases")):
        inner = fields.inner("phases", index)
        inner.only("slug", "title", "summary", "lessons")
        lessons = []
        for lesson_folder in inner.texts("lessons"):
            if not re.fullmatch(r"[\w-]+", lesson_folder) or not (folder / lesson_folder / "lesson.md").exists():
                inner.report("lessons", f"“{lesson_folder}” is no folder with a lesson.md", "name a folder beside path.yaml")
                continue
            lesson = _load_lesson(root, folder / lesson_folder, found)
            if lesson is not None:
                lessons.append(lesson)
        phases.append(Phase(inner.slug("slug"), inner.text("title"), inner.text("summary", optional=True), tuple(lessons)))
    return LearningPath(
        folder,
        fields.slug("slug"),
        fields.text("title", most=120),
        fields.text("emoji", most=8, optional=True),
        fields.text("promise", most=1000),
        tuple(phases),
    )


def _load_lesson(root: FilePath, folder: FilePath, found: list[Problem]) -> Lesson | None:
    name = (folder / "lesson.md").relative_to(root).as_posix()
    text = read_text(root, folder / "lesson.md", found)
    if text is None:
        return None
    rows = text.replace("\r\n", "\n").split("\n")
    if rows[0].strip() != "---" or "---" not in [row.strip() for row in rows[1:]]:
        found.append(Problem(name, 1, "there is no front matter", "begin with --- lines around slug, title, minutes, concepts"))
        return None
    end = [row.strip() for row in rows].index("---", 1)
    try:
        given, lines = yamlfile.read("\n".join(rows[1:end]), first_line=2)
    except yamlfile.BadYaml as problem:
        found.append(Problem(name, problem.line, problem.what, "mend the YAML"))
        return None
    fields = Fields(name, given, lines, found)
    fields.only("slug", "number", "title", "minutes", "summary", "concepts")
    concepts = []
    for index, _ in enumerate(fields.entries("concepts")):
        inner = fields.inner("concepts", index)
        inner.only("slug", "title", "summary", "needs")
        concepts.append(Concept(inner.slug("slug"), inner.text("title", most=120), inner.text("summary"), inner.texts("needs")))
    steps = _steps(name, rows, end + 1, found)
    if not steps:
        found.append(Problem(name, end + 1, "the lesson has no steps", "write “# read key: Title” and text below it"))
    return Lesson(
        folder=folder,
        slug=fields.slug("slug"),
        number=fields.text("number", most=8),
        title=fields.text("title", most=160),
        minutes=fields.whole("minutes", 1, 60),
        summary=fields.text("summary"),
        concepts=tuple(concepts),
        steps=tuple(steps),
        front_lines={key: lines.of(key) for key in ("slug", "number", "title", "minutes", "concepts")},
    )


def _steps(name: str, rows: list[str], start: int, found: list[Problem]) -> list[Step]:
    """Splits the body at its level-one headings; a # inside a code block is no heading."""
    heads: list[int] = []
    fence = ""
    for index in range(start, len(rows)):
        mark = FENCE.match(rows[index])
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not mark[2]:
            fence = ""
        elif not fence and rows[index].startswith("# "):
            heads.append(index)
    if heads and any(row.strip() for row in rows[start : heads[0]]):
        found.append(Problem(name, start + 1, "text stands before the first step", "begin a step with “# read key: Title”"))
    steps = []
    for position, head in enumerate(heads):
        end = heads[position + 1] if position + 1 < len(heads) else len(rows)
        step = _step(name, rows, head, end, found)
        if step is not None:
            steps.append(step)
    return steps


def _step(name: str, rows: list[str], head: int, end: int, found: list[Problem]) -> Step | None:
    line = head + 1
    parts = STEP.fullmatch(rows[head].strip())
    if parts is None or parts["kind"] not in STEP_KINDS:
        found.append(Problem(name, line, f"“{rows[head].strip()[:60]}” is no step", f"write “# {'|'.join(STEP_KINDS)} key: Title”"))
        return None
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", parts["key"]):
        found.append(Problem(name, line, f"“{parts['key']}” is no key", "use small letters, digits and single hyphens"))
        return None
    body = rows[head + 1 : end]
    text, blocks = _cut_blocks(body)
    widget = item = None
    for kind, at, content in blocks:
        if kind == "widget":
            widget = _widget(name, content, head + at + 3, found)
        else:
            item = content.strip()
    if parts["kind"] == "explore" and widget is None:
        found.append(Problem(name, line, "an explore step has no widget", "add a ```widget block"))
    if parts["kind"] == "check" and not item:
        found.append(Problem(name, line, "a check step has no item", "add an ```item block with the item's slug"))
    if (widget and parts["kind"] != "explore") or (item and parts["kind"] != "check"):
        found.append(Problem(name, line, f"a {parts['kind']} step has a block of another kind", "move it to its own step"))
    return Step(parts["kind"], parts["key"], parts["title"].strip(), text, line, head + 2, widget, item)


def _cut_blocks(body: list[str]) -> tuple[str, list[tuple[str, int, str]]]:
    """The text without its widget and item blocks (their lines left empty), and those blocks with where they begin."""
    kept: list[str] = []
    blocks: list[tuple[str, int, str]] = []
    inside: tuple[str, int, list[str]] | None = None
    for index, row in enumerate(body):
        if inside is None and row.strip() in {"```widget", "```item"}:
            inside = (row.strip()[3:], index, [])
            kept.append("")
        elif inside is not None and row.strip() == "```":
            blocks.append((inside[0], inside[1], "\n".join(inside[2])))
            inside = None
            kept.append("")
        elif inside is not None:
            inside[2].append(row)
            kept.append("")
        else:
            kept.append(row)
    return "\n".join(kept), blocks


def _widget(name: str, content: str, line: int, found: list[Problem]) -> Widget | None:
    try:
        given, lines = yamlfile.read(content, first_line=line)
    except yamlfile.BadYaml as problem:
        found.append(Problem(name, problem.line, problem.what, "mend the YAML"))
        return None
    fields = Fields(name, given, lines, found)
    fields.only("name", "data", "source", "predict", "after")
    predict = None
    if fields.given.get("predict") is not None:
        inner = Fields(name, fields.given["predict"], lines, found, ("predict",))
        inner.only("ask", "options", "answer")
        options = inner.texts("options")
        if not 2 <= len(options) <= 5:
            inner.report("options", "does not have 2 to 5 texts", "write what one may expect")
        predict = Prediction(inner.text("ask"), options, inner.whole("answer", 0, max(0, len(options) - 1)))
    return Widget(
        fields.slug("name"), fields.text("data", most=80, optional=True), fields.text("source"), predict,
        fields.text("after", most=2000),
    )  # fmt: skip
