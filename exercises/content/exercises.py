"""An exercise/ folder: prompt, starter, reference solution, checks, known mistakes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from exercises.content.data import load_data
from exercises.content.equivalents import Equivalent, load_equivalents
from exercises.content.sources import defines, read_checks
from grading.contract import RUNTIMES, BadJob, Limits
from lessons.content.checks import file_of
from lessons.content.fields import Fields, fields_of
from lessons.content.markdown import try_render
from lessons.content.problems import Problem
from lessons.content.rendering import digest_of
from lessons.content.schema import Lesson
from lessons.content.textfile import read_text

FILES = ("prompt.md", "starter.py", "solution.py", "checks.py")
LEAST_MUTANTS = 4
MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """An exercise as its folder says; `check_list` is read from checks.py without running it, `data` is the frame of data/."""

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
    equivalents: tuple[Equivalent, ...] = ()
    data: bytes = b""
    certificate: str = ""

    @property
    def document(self) -> dict[str, Any]:
        return {
            "entry": list(self.entry),
            "limits": asdict(self.limits),
            "hints_html": list(self.hints_html),
            "checks": list(self.check_list),
            **({"certificate": self.certificate} if self.certificate else {}),
        }

    @property
    def digest(self) -> str:
        texts = [self.prompt_html, self.starter, self.solution, self.checks]
        data = [self.data_digest] if self.data else []
        return digest_of([self.title, self.seconds, self.runtime, *texts, self.document, *data])

    @property
    def data_digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def load_exercise(root: FilePath, lesson: Lesson) -> tuple[ExerciseFile | None, list[Problem]]:
    """A lesson's exercise, and what is wrong with it. None if it has none, or one that cannot be read.

    One that is not finished, with too few checks or known mistakes, has problems and can be run.
    """
    folder = lesson.folder / "exercise"
    code_step = next((step for step in lesson.steps if step.kind == "code"), None)
    if code_step is None and not folder.exists():
        return None, []
    if code_step is None or not folder.is_dir():
        line, missing = (code_step.line, "exercise/ folder") if code_step else (1, "code step for its exercise/ folder")
        return None, [Problem(file_of(root, lesson), line, f"there is no {missing}", "write one")]
    found: list[Problem] = []
    lacking: list[Problem] = []
    exercise = _load(root, lesson, folder, found, lacking)
    return (exercise if not found else None), found + lacking


def _load(
    root: FilePath, lesson: Lesson, folder: FilePath, found: list[Problem], lacking: list[Problem]
) -> ExerciseFile | None:
    """The exercise as far as it can be read; None without a readable exercise.yaml."""
    here = folder.relative_to(root).as_posix()
    yaml_text = read_text(root, folder / "exercise.yaml", found)
    texts = {part: read_text(root, folder / part, found) for part in FILES}
    mutants = {file.name: read_text(root, file, found) for file in sorted((folder / "mutants").glob("[!_]*.py"))}
    if len(mutants) < LEAST_MUTANTS:
        what = f"there are {len(mutants)} known mistakes"
        lacking.append(Problem(f"{here}/mutants", 1, what, f"write {LEAST_MUTANTS} or more"))
    fields = fields_of(f"{here}/exercise.yaml", yaml_text, found) if yaml_text is not None else None
    check_list = _check(here, texts, {one.slug for one in lesson.concepts}, found, lacking)
    if fields is None:
        return None
    exercise = _read(here, lesson, fields, _read_ones(texts), _read_ones(mutants), check_list)
    # A mistake that does not even load would be caught by any check, and prove nothing.
    programs = {"starter.py": texts["starter.py"], "solution.py": texts["solution.py"]}
    programs |= {f"mutants/{name}": source for name, source in mutants.items()}
    for part, source in _read_ones(programs).items():
        defines(f"{here}/{part}", source, [one["name"] for one in exercise.entry], found)
    return replace(exercise, equivalents=load_equivalents(root, folder, found), data=load_data(root, folder, found))


def _read_ones(texts: Mapping[str, str | None]) -> dict[str, str]:
    """Those that could be read; what is wrong with the others is noted already."""
    return {part: text for part, text in texts.items() if text is not None}


def _check(
    here: str, texts: Mapping[str, str | None], known: set[str], found: list[Problem], lacking: list[Problem]
) -> tuple[dict[str, Any], ...]:
    """The list of checks, if checks.py could be read; notes checks without a concept of the lesson."""
    source = texts["checks.py"]
    if source is None:
        return ()
    listed = read_checks(f"{here}/checks.py", source, found, lacking)
    for one in listed:
        if known and one.facts["concept"] and one.facts["concept"] not in known:
            what = f"the check {one.facts['name']} names no concept of this lesson"
            found.append(Problem(f"{here}/checks.py", one.line, what, "mend it"))
    return tuple(one.facts for one in listed)


def _read(
    here: str,
    lesson: Lesson,
    fields: Fields,
    texts: Mapping[str, str],
    mutants: Mapping[str, str],
    check_list: tuple[dict[str, Any], ...],
) -> ExerciseFile:
    """The exercise as far as it can be read; what is wrong is among the problems of `fields`."""
    found = fields.found
    fields.only("slug", "title", "concept", "minutes", "runtime", "entry", "limits", "hints", "certificate")
    concept = fields.slug("concept")
    if concept and lesson.concepts and concept not in {one.slug for one in lesson.concepts}:
        fields.report("concept", f"“{concept}” is no concept of this lesson", "name one of its concepts")
    runtime = fields.given.get("runtime")
    if not isinstance(runtime, str) or runtime not in RUNTIMES:
        fields.report("runtime", "is not known", f"write one of {', '.join(RUNTIMES)}")
        runtime = ""
    entry = tuple(_entry(fields.inner("entry", index)) for index, _ in enumerate(fields.entries("entry")))
    hints = fields.texts("hints")
    if not 1 <= len(hints) <= MOST_HINTS:
        fields.report("hints", f"are {len(hints)}", f"write 1 to {MOST_HINTS}, from a nudge to nearly the answer")
    return ExerciseFile(
        folder=lesson.folder / "exercise",
        slug=fields.slug("slug"),
        title=fields.text("title", most=160),
        concept=concept,
        seconds=_seconds(fields),
        runtime=runtime,
        entry=entry,
        limits=_limits(fields),
        hints_html=tuple(_html(fields.file, fields.lines.of_text("hints", i), hint, found) for i, hint in enumerate(hints)),
        prompt_html=_html(f"{here}/prompt.md", 1, texts["prompt.md"], found) if "prompt.md" in texts else "",
        starter=texts.get("starter.py", ""),
        solution=texts.get("solution.py", ""),
        checks=texts.get("checks.py", ""),
        check_list=check_list,
        mutants=mutants,
        certificate=fields.text("certificate", most=200, optional=True),
    )


def _entry(fields: Fields) -> dict[str, str]:
    fields.only("name", "signature")
    name = fields.text("name", most=80)
    if name and not name.isidentifier():
        fields.report("name", f"“{name}” is no name of a function", "write the function's name")
        name = ""
    return {"name": name, "signature": fields.text("signature")}


def _seconds(fields: Fields) -> int:
    minutes = fields.given.get("minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0.5 <= minutes <= 30:
        fields.report("minutes", "is not a number from 0.5 to 30", "say how long it takes")
        return 60
    return round(60 * minutes)


def _limits(fields: Fields) -> Limits:
    try:
        return Limits.from_dict(fields.given.get("limits", {}))
    except (BadJob, TypeError) as problem:
        fields.report("limits", str(problem).removeprefix("limits."), "write {cpu_seconds: 2, wall_seconds: 5, memory_mib: 512}")
        return Limits()


def _html(file: str, line: int, text: str, found: list[Problem]) -> str:
    if not text.strip():
        found.append(Problem(file, line, "there is no text", "write it"))
    rendered, flaws = try_render(text)
    found += [Problem(file, line + flaw.line, flaw.what, flaw.mend) for flaw in flaws]
    return rendered
