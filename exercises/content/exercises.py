"""An exercise/ folder: prompt, starter, reference solution, checks, known mistakes."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path as FilePath
from typing import Any

from grading.contract import BadJob, Limits
from lessons.content import yamlfile
from lessons.content.fields import Fields
from lessons.content.load import read_text
from lessons.content.markdown import BadMarkdown, render
from lessons.content.problems import Problem
from lessons.content.rendering import digest_of
from lessons.content.schema import Lesson

FILES = ("prompt.md", "starter.py", "solution.py", "checks.py")
LEAST_MUTANTS = 4
LEAST_CHECKS = 3


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """An exercise as its folder says; `check_list` is read from checks.py without running it."""

    folder: FilePath
    slug: str
    title: str
    concept: str
    seconds: int
    runtime: str
    entry: tuple[dict[str, str], ...]
    limits: Limits
    hints_html: tuple[str, ...]
    prompt_html: str
    starter: str
    solution: str
    checks: str
    check_list: tuple[dict[str, Any], ...]
    mutants: Mapping[str, str]

    @property
    def document(self) -> dict[str, Any]:
        return {
            "entry": list(self.entry),
            "limits": asdict(self.limits),
            "hints_html": list(self.hints_html),
            "checks": list(self.check_list),
        }

    @property
    def digest(self) -> str:
        parts = [self.title, self.seconds, self.runtime, self.prompt_html, self.starter, self.solution, self.checks, self.document]
        return digest_of(parts)


def load_exercise(root: FilePath, lesson: Lesson) -> tuple[ExerciseFile | None, list[Problem]]:
    """A lesson's exercise, None if it has none (or an unusable one), and what is wrong with it."""
    folder = lesson.folder / "exercise"
    wanted = [step for step in lesson.steps if step.kind == "code"]
    if not folder.is_dir():
        name = (lesson.folder / "lesson.md").relative_to(root).as_posix()
        return None, [Problem(name, step.line, "there is no exercise/ folder", "write one") for step in wanted]
    found: list[Problem] = []
    name = (folder / "exercise.yaml").relative_to(root).as_posix()
    yaml_text = read_text(root, folder / "exercise.yaml", found)
    texts = {file: read_text(root, folder / file, found) for file in FILES}
    mutants = {
        file.name: read_text(root, file, found) or ""
        for file in sorted((folder / "mutants").glob("*.py"))
        if not file.name.startswith("_")
    }
    if len(mutants) < LEAST_MUTANTS:
        found.append(Problem(name, 1, f"there are {len(mutants)} files in mutants/", f"write {LEAST_MUTANTS} known mistakes"))
    if yaml_text is None or None in texts.values():
        return None, found
    try:
        given, lines = yamlfile.read(yaml_text)
    except yamlfile.BadYaml as problem:
        return None, [*found, Problem(name, problem.line, problem.what, "mend the YAML")]
    fields = Fields(name, given, lines, found)
    return _read(root, lesson, folder, fields, {file: text or "" for file, text in texts.items()}, mutants, found), found


def _read(
    root: FilePath,
    lesson: Lesson,
    folder: FilePath,
    fields: Fields,
    texts: Mapping[str, str],
    mutants: Mapping[str, str],
    found: list[Problem],
) -> ExerciseFile | None:
    before = len(found)
    fields.only("slug", "title", "concept", "minutes", "runtime", "entry", "limits", "hints", "version")
    minutes = fields.given.get("minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0.5 <= minutes <= 30:
        fields.report("minutes", "is not a number from 0.5 to 30", "say how long it takes")
        minutes = 1
    if fields.given.get("runtime") != "python":
        fields.report("runtime", "is not known", "write python")
    concept = fields.slug("concept")
    if concept not in {one.slug for one in lesson.concepts}:
        fields.report("concept", f"“{concept}” is no concept of this lesson", "name one of its concepts")
    try:
        limits = Limits.from_dict(fields.given.get("limits", {}))
    except (BadJob, TypeError) as problem:
        fields.report("limits", str(problem), "write {cpu_seconds, wall_seconds, memory_mib}")
        limits = Limits()
    entry = []
    for index, _ in enumerate(fields.entries("entry")):
        inner = fields.inner("entry", index)
        inner.only("name", "signature")
        entry.append({"name": inner.text("name", most=80), "signature": inner.text("signature")})
    checks_file = (folder / "checks.py").relative_to(root).as_posix()
    check_list = _check_list(checks_file, texts["checks.py"], found)
    for part in ("starter.py", "solution.py"):
        _defines(f"{checks_file.rsplit('/', 1)[0]}/{part}", texts[part], [one["name"] for one in entry], found)
    known = {one.slug for one in lesson.concepts}
    for one in check_list:
        if one["concept"] and one["concept"] not in known:
            found.append(Problem(checks_file, one["line"], f"the check {one['name']} names no concept of this lesson", "mend it"))
    hints = fields.texts("hints")
    if not 1 <= len(hints) <= 5:
        fields.report("hints", "are not 1 to 5 texts", "write up to three, from a nudge to nearly the answer")
    hints_html = tuple(_html(fields.file, fields.lines.of("hints", i), hint, found) for i, hint in enumerate(hints))
    prompt = _html(f"{checks_file.rsplit('/', 1)[0]}/prompt.md", 1, texts["prompt.md"], found)
    if len(found) > before:
        return None
    return ExerciseFile(
        folder=folder,
        slug=fields.slug("slug"),
        title=fields.text("title", most=160),
        concept=concept,
        seconds=round(60 * minutes),
        runtime="python",
        entry=tuple(entry),
        limits=limits,
        hints_html=hints_html,
        prompt_html=prompt,
        starter=texts["starter.py"],
        solution=texts["solution.py"],
        checks=texts["checks.py"],
        check_list=tuple({key: value for key, value in one.items() if key != "line"} for one in check_list),
        mutants=mutants,
    )


def _html(file: str, line: int, text: str, found: list[Problem]) -> str:
    try:
        return render(text)
    except BadMarkdown as problem:
        found.append(Problem(file, line + problem.line, problem.what, problem.mend))
        return ""


def _tree(file: str, source: str, found: list[Problem]) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as problem:
        found.append(Problem(file, getattr(problem, "lineno", 1) or 1, f"this is no Python: {problem}", "mend it"))
        return None


def _defines(file: str, source: str, names: list[str], found: list[Problem]) -> None:
    tree = _tree(file, source, found)
    if tree is None:
        return
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for name in names:
        if name not in defined:
            found.append(Problem(file, 1, f"it does not define {name}", "define every entry point"))


def _check_list(file: str, source: str, found: list[Problem]) -> list[dict[str, Any]]:
    """Name, title, weight, concept and sample of each check, as its decorator says. Their values must be written out."""
    tree = _tree(file, source, found)
    listed: list[dict[str, Any]] = []
    for node in tree.body if tree else []:
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in node.decorator_list:
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check"):
                continue
            try:
                values = [ast.literal_eval(arg) for arg in call.args]
                named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
            except ValueError:
                found.append(Problem(file, node.lineno, f"the check {node.name} computes its decorator", "write its values out"))
                continue
            one: dict[str, Any] = {"weight": 1, "concept": "", "sample": False, **named}
            listed.append({"name": node.name, "title": values[0] if values else "", **one, "line": node.lineno})
    if len(listed) < LEAST_CHECKS or not any(one["sample"] for one in listed):
        found.append(Problem(file, 1, f"there are {len(listed)} checks, or none is a sample", f"write {LEAST_CHECKS} and sample one"))
    return listed
