"""What authors type for one exercise: `exercise new`, `run`, `validate` and `fuzz`, in the real sandbox."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.content.conftest import GOOD, Copy

HOME, LESSON = "ground/01-first/exercise", "ground/01-first/lesson.md"
SOLUTION, CHECKS, EQUIVALENT = f"{HOME}/solution.py", f"{HOME}/checks.py", f"{HOME}/equivalent.yaml"
CODE_STEP = "# code measure: Measure it\n\nNow write it.\n"


@pytest.fixture
def files(tmp_path: Path) -> Copy:
    return Copy(Path(shutil.copytree(GOOD, tmp_path / "catalogue")))


@pytest.fixture
def bare(files: Copy) -> Copy:
    """A catalogue whose lesson has neither exercise nor code step."""
    shutil.rmtree(files.root / HOME)
    files.change(LESSON, CODE_STEP, "")
    return files


def said(files: Copy, *command: str) -> str:
    output = StringIO()
    call_command("exercise", *command, path=files.root, stdout=output, stderr=StringIO())
    return output.getvalue()


def refused(files: Copy, *command: str) -> tuple[str, str, str]:
    """What was shown, what problems were told, and the last word."""
    output, told = StringIO(), StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("exercise", *command, path=files.root, stdout=output, stderr=told)
    return output.getvalue(), told.getvalue(), str(refusal.value)


def test_a_new_exercise_is_whole_sound_and_watertight(bare: Copy) -> None:
    written = said(bare, "new", "ground/01-first", "share-equally").splitlines()
    assert written[-1] == "It is whole: make it yours, and see with exercise validate share-equally that it still is."
    assert LESSON in written and CHECKS in written and sum("/mutants/" in file for file in written) == 4
    assert [one for one in bare.problems() if "minutes" not in one] == []
    assert said(bare, "validate", "share-equally") == ("share-equally is sound: solution, starter and 4 mistakes, 20 seeds.\n")
    assert said(bare, "fuzz", "share-equally").endswith(" 0 argued equivalent, 0 survive.\n")


def test_the_step_that_opens_a_new_exercise_comes_before_the_recap(bare: Copy) -> None:
    said(bare, "new", str(bare.root / "ground/01-first"), "share-equally")
    steps = [line.split(" ")[1] for line in bare.read(LESSON).splitlines() if line.startswith("# ")]
    assert steps[-2:] == ["code", "recap"]


def test_a_lesson_with_a_code_step_keeps_its_words(files: Copy) -> None:
    shutil.rmtree(files.root / HOME)
    before = files.read(LESSON)
    said(files, "new", "ground/01-first", "share-equally")
    assert files.read(LESSON) == before


@pytest.mark.parametrize(
    ("folder", "slug", "why"),
    [
        ("ground/02-second", "share-equally", "ground/02-second is no lesson's folder. There are ground/01-first; "),
        ("ground/01-first", "Share Equally", "“Share Equally” is no slug."),
    ],
)
def test_what_cannot_be_begun_is_not_begun(bare: Copy, folder: str, slug: str, why: str) -> None:
    assert why in refused(bare, "new", folder, slug)[2]
    assert not (bare.root / HOME).exists()


def test_no_exercise_is_written_over(files: Copy) -> None:
    before = files.read(SOLUTION)
    assert "has an exercise, and a lesson has one at most." in refused(files, "new", "ground/01-first", "share-equally")[2]
    assert files.read(SOLUTION) == before


def test_running_tells_of_each_check(files: Copy) -> None:
    told = said(files, "run", "measure").splitlines()
    assert told[0].startswith("✓ measures the example (example): passed, ")
    assert told[-1].startswith("passed: 5 of 5 checks, score 1.00, seed 1, ")


def test_running_a_file_shows_what_the_learner_and_the_author_want_to_know(files: Copy, tmp_path: Path) -> None:
    mine = tmp_path / "mine.py"
    mine.write_text("def norm(a):\n    print('here')\n    return sum(a) if a[0] else 1 / 0\n", encoding="utf-8")
    told, _, last = refused(files, "run", "measure", str(mine), "--seed", "7")
    lines = told.splitlines()
    first = lines.index("    Take the root of the sum of squares.")
    assert lines[first - 1].startswith("✗ measures the example (example): failed, ")
    assert lines[first + 1 : first + 4] == ["    call: norm([3.0, 4.0])", "    expected: 5.0", "    got: 7.0"]
    assert any(line.startswith("✗ knows the arrow without length (zero): error, ") for line in lines)
    assert "It printed:\n    here\n" in told and "seed 7" in lines[-1]
    assert last == "error."


def test_an_exercise_can_be_run_from_its_first_check_on(bare: Copy) -> None:
    said(bare, "new", "ground/01-first", "share-equally")
    first = bare.read(CHECKS).split("\n\n\n")
    (bare.root / CHECKS).write_text("\n\n\n".join(first[:2]) + "\n", encoding="utf-8")
    for mistake in (bare.root / HOME / "mutants").iterdir():
        mistake.unlink()
    assert said(bare, "run", "share-equally").splitlines()[-1].startswith("passed: 1 of 1 checks, score 1.00")
    _, told, last = refused(bare, "validate", "share-equally")
    assert "checks.py:1: there are 1 checks; write 5 or more" in told
    assert "mutants:1: there are 0 known mistakes; write 4 or more" in told
    assert last == "2 problems."


def test_what_is_not_there_is_named(files: Copy, tmp_path: Path) -> None:
    assert refused(files, "run", "nothing")[2] == "There is no exercise nothing that can be read; there are measure."
    assert "cannot be read" in refused(files, "run", "measure", str(tmp_path / "none.py"))[2]
    files.change(f"{HOME}/exercise.yaml", "runtime: python", "runtime: cobol")
    assert f"{HOME}/exercise.yaml:5: `runtime` is not known" in refused(files, "fuzz", "measure")[2]
    assert f"{HOME}/exercise.yaml:5: `runtime` is not known" in refused(files, "validate", "all")[1]


def test_a_mistake_that_is_caught_with_few_seeds_only_is_found(files: Copy) -> None:
    files.change(CHECKS, 't.call("norm", [2.0]), 2.0', 't.call("norm", [float(t.rng.integers(9) > 0)] * 4), 2.0')
    _, told, last = refused(files, "validate", "measure")
    assert "solution.py:1: fails “grows with the arrow” with seed" in told
    assert last.endswith("problem.") or last.endswith("problems.")


def test_survivors_are_shown_as_diffs_until_they_are_caught_or_argued(files: Copy) -> None:
    """A solution with one needless step: leaving it out is as right, and that has to be argued."""
    files.change(SOLUTION, "x * x for x in a", "x * x for x in list(a)")
    shown, told, last = refused(files, "fuzz", "measure")
    assert "-    return math.sqrt(sum(x * x for x in list(a)))\n+    return math.sqrt(sum(x * x for x in a))\n" in shown
    assert "1 survive." in shown and last == "1 problem."
    assert told == (
        f"{SOLUTION}:5: a mutant (call forgotten) passes all checks with seed 1; "
        "sharpen a check, or argue in equivalent.yaml that it is as right\n"
    )
    argument = (
        "equivalent:\n"
        "  - before: return math.sqrt(sum(x * x for x in list(a)))\n"
        "    after: return math.sqrt(sum(x * x for x in a))\n"
        "    because: A list is gone through like its copy.\n"
    )
    files.write(EQUIVALENT, argument)
    assert said(files, "fuzz", "all").endswith(" 1 argued equivalent, 0 survive.\n")
    assert files.problems() == []


def test_arguments_that_hold_for_nothing_are_named(files: Copy) -> None:
    files.write(
        EQUIVALENT,
        "equivalent:\n"
        "  - before: return math.sqrt(sum(x * x for x in a))\n"
        "    after: return sum(x * x for x in a)\n"
        "    because: Who needs a root?\n"
        "  - {before: return 1, after: return 2, because: It was so once.}\n",
    )
    _, told, last = refused(files, "fuzz", "measure")
    assert told.splitlines() == [
        f"{EQUIVALENT}:2: this mutant is noticed by the checks; take this out, or mend the check",
        f"{EQUIVALENT}:5: there is no mutant that reads like this; copy its lines from the diff, or take this out",
    ]
    assert last == "2 problems."


def test_an_argument_without_a_reason_is_a_problem_of_its_file(files: Copy) -> None:
    files.write(EQUIVALENT, "equivalent:\n  - {before: return 1, after: return 2}\n")
    assert files.problems() == [f"{EQUIVALENT}:2: `because` is missing; write it"]
