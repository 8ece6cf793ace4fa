"""The exercise that the page on checks grows is sound, watertight, and says what the page says that it says."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from exercises.content.exercises import ExerciseFile
from exercises.content.sources import read_checks
from grading import fuzzing
from grading.checkers import CHECKS_LIMITS
from grading.checks import T
from grading.contract import Job, Limits, Verdict
from grading.engine import judge
from grading.validate import Bench, validate_exercise
from lessons.content import yamlfile
from lessons.content.problems import Problem
from tutor.catalogue.bundle import load_bundle

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "authoring-checks.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
TOLD = re.compile(r"^> (✓|✗) (.+)<br>\n((?:> .+\n)+)", re.MULTILINE)
ENTRY = ("nearest", "build", "search", "nearest_by")
LIMITS = Limits(cpu_seconds=20, wall_seconds=60)
BLOCKS = FILE.findall(PAGE)
COMMANDS = re.findall(r"^    ((?:cp|rm|python3) .+)\n", PAGE, re.MULTILINE)
SOLUTION, STARTER, ENTRY_LIST = (
    next(text for name, text in BLOCKS if name == wanted) for wanted in ("solution.py", "starter.py", "entry.yaml")
)
CHECKS = "\n\n".join(text for name, text in BLOCKS if name == "checks.py")
MUTANTS = {name.removeprefix("mutants/"): text for name, text in BLOCKS if name.startswith("mutants/")}


def told() -> list[tuple[str, str, str, str]]:
    """Each attempt of the page, with mark, title and message of what is told of it."""
    found = []
    for part in PAGE.split("`attempt.py`")[1:]:
        source = part.split("```python\n")[1].split("```")[0]
        said = re.split(r"^(?:`\w|#+ )", part, flags=re.MULTILINE)[0]
        found += [(source, mark, title, text.replace("> ", "").strip()) for mark, title, text in TOLD.findall(said)]
    return found


def completed(source: str) -> str:
    """The source, with what it does not define as in the solution."""
    own = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    rest = [node for node in ast.parse(SOLUTION).body if getattr(node, "name", "") not in own]
    missing = "\n\n".join(ast.unparse(node) for node in rest)
    return f"{source}\n\n{missing}\n"


def bench() -> Bench:
    return Bench(
        solution=SOLUTION,
        starter=STARTER,
        checks=CHECKS,
        mutants={name: completed(text) for name, text in MUTANTS.items()},
        entry=ENTRY,
        limits=LIMITS,
    )


def test_the_exercise_of_the_page_is_sound() -> None:
    found: list = []
    listed = read_checks("checks.py", CHECKS, found, found)
    assert (found, len(MUTANTS)) == ([], 4)
    assert {"cpu_seconds": 1, "wall_seconds": 20}.items() <= listed[-1].facts.items()
    assert validate_exercise(bench()) == []


@pytest.mark.parametrize(("source", "mark", "title", "says"), told())
def test_what_the_page_says_that_learners_are_told_is_so(source: str, mark: str, title: str, says: str) -> None:
    name = next(one.facts["name"] for one in read_checks("checks.py", CHECKS, [], []) if one.facts["title"] == title)
    job = Job("j", "python", "submit", completed(source), CHECKS, ENTRY, 5, LIMITS, "")
    (report,) = judge(job, only={name}).checks
    assert report.status is (Verdict.PASSED if mark == "✓" else Verdict.FAILED)
    assert report.message == says


def test_every_attempt_of_the_page_is_told_something() -> None:
    assert len({source for source, *_ in told()}) == PAGE.count("`attempt.py`") == 5


def test_an_author_can_follow_the_page_from_its_first_command_on(tmp_path: Path) -> None:
    """Up to the first attempt, and then everything in its place."""
    home = tmp_path / "catalogue" / "embeddings" / "03-cosine" / "exercise"
    *begin, run, _, _ = COMMANDS
    for command in begin:
        assert typed(command, tmp_path)[0] == 0
    settings = (home / "exercise.yaml").read_text(encoding="utf-8")
    written = re.sub(r"^entry:\n(  - .+\n)+", ENTRY_LIST, settings, flags=re.MULTILINE)
    assert written != settings
    for file in (home / "mutants").iterdir():
        file.unlink()
    attempt, mark, title, says = told()[0]
    first = next(text for name, text in BLOCKS if name == "checks.py")
    write(home, {"exercise.yaml": written, "starter.py": STARTER, "solution.py": SOLUTION, "checks.py": first})
    write(tmp_path, {"attempt.py": completed(attempt)})
    status, said = typed(run, tmp_path)
    assert (status, said.splitlines()[0].split(" (")[0]) == (1, f"{mark} {title}")
    assert says in said
    write(home, {"checks.py": CHECKS, **{f"mutants/{name}": completed(text) for name, text in MUTANTS.items()}})
    exercise, problems = loaded(home)
    assert (problems, exercise.title) == ([], "Share equally")


def typed(command: str, folder: Path) -> tuple[int, str]:
    """A command of the page, with `folder` in place of /tmp: its status and what it said."""
    words = shlex.split(command.replace("/tmp/", f"{folder}/"))
    program = sys.executable if words[0] == "python3" else words[0]
    done = subprocess.run([program, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def loaded(home: Path) -> tuple[ExerciseFile, list[Problem]]:
    bundle = load_bundle(home.parents[2])
    return bundle.exercises["cosine"], [one for one in bundle.problems if "/exercise" in one.file]


def test_every_call_and_judge_is_in_the_tables() -> None:
    tables = PAGE.split("## Everything that `t` has")[1]
    named = set(re.findall(r"`t\.(\w+)", tables))
    assert named == {name for name in dir(T) if not name.startswith("_")} - {"sample_io", "findings"} | {"rng"}


def test_the_time_of_checks_is_that_of_the_code() -> None:
    assert f"all checks of a grading have {CHECKS_LIMITS.wall_seconds} seconds" in " ".join(PAGE.split())


def test_no_small_mistake_in_the_solution_of_the_page_slips_through_but_those_that_are_argued() -> None:
    argued = yamlfile.read(next(text for name, text in BLOCKS if name == "equivalent.yaml"))[0]["equivalent"]
    trials = list(fuzzing.tried(bench(), fuzzing.mutants(SOLUTION)))
    assert len(trials) > 20
    slipped = [(one.mutant.before, one.mutant.after) for one in trials if one.passed_with is not None]
    assert sorted(slipped) == sorted((one["before"], one["after"]) for one in argued)
