"""What must hold between files, and that every problem of a catalogue is told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.content.conftest import Copy
from tutor.catalogue.bundle import load_bundle

LESSON = "ground/01-first/lesson.md"
TAKEN = "choose another"


def add_lesson(copy: Copy, folder: str = "ground/02-second") -> None:
    """The first lesson once more, with another slug and without an exercise of its own."""
    shutil.copytree(copy.root / "ground/01-first", copy.root / folder)
    copy.change(f"{folder}/lesson.md", "slug: first", "slug: second")
    if folder.startswith("ground/"):
        copy.change("ground/path.yaml", "[01-first]", "[01-first, 02-second]")


def test_slugs_of_lessons_concepts_items_and_exercises_are_taken_once(copy: Copy) -> None:
    add_lesson(copy)
    problems = copy.problems()
    second = "ground/02-second/"
    assert f"{second}lesson.md:8: the concept “sums” is introduced in {LESSON} already; introduce it once" in problems
    assert f"{second}items.yaml:2: the slug “add-two” is taken at ground/01-first/items.yaml:2; {TAKEN}" in problems
    assert (
        f"{second}exercise/exercise.yaml:1: the slug “measure” is taken by ground/01-first/exercise/exercise.yaml; {TAKEN}"
        in problems
    )
    assert f"{second}lesson.md:48: the item “add-two” is another lesson's; ask one of this lesson's items.yaml" in problems
    concepts, items = 3, len(copy.load().items["first"])
    assert len(problems) == concepts + items + 2, "each of them, once"


def test_a_lesson_has_a_slug_of_its_own(copy: Copy) -> None:
    add_lesson(copy)
    copy.change("ground/02-second/lesson.md", "slug: second", "slug: first")
    assert f"ground/02-second/lesson.md:2: the slug “first” is taken by {LESSON}; {TAKEN}" in copy.problems()


def test_a_path_has_a_slug_of_its_own(copy: Copy) -> None:
    shutil.copytree(copy.root / "ground", copy.root / "more")
    assert f"more/path.yaml:1: the slug “ground” is taken by ground/path.yaml; {TAKEN}" in copy.problems()


def test_a_circle_of_needs_is_told_at_each_concept_on_it(copy: Copy) -> None:
    copy.change(LESSON, "needs: []", "needs: [likeness]")
    assert copy.problems() == [
        f"{LESSON}:{line}: the concept “{slug}” needs itself in the end; take a need away"
        for line, slug in ((8, "sums"), (12, "lengths"), (16, "likeness"))
    ]


def test_all_problems_of_all_files_are_told_at_once_in_their_order(copy: Copy) -> None:
    copy.change("ground/path.yaml", "slug: ground", "slug: ground\ncolour: red")
    copy.change(LESSON, "summary: Every", "sumary: Every")
    copy.change(LESSON, "needs: [sums]", "needs: [differences]")
    copy.change(LESSON, "Pick a word.", "Pick a [word](lesson:nowhere) or <b>two</b>.")
    copy.change(LESSON, "data: words.json", "data: word.json")
    copy.change("ground/01-first/items.yaml", "kind: order", "kind: sort")
    copy.change("ground/01-first/items.yaml", "concept: sums\n    kind: choices", "concept: primes\n    kind: choices")
    copy.change("ground/01-first/exercise/exercise.yaml", "runtime: python", "runtime: fortran")
    copy.change("ground/01-first/exercise/checks.py", ", sample=True", "")
    copy.write("ground/01-first/exercise/starter.py", b"\xff")
    assert [problem.partition("; ")[0] for problem in copy.problems()] == [
        "ground/01-first/exercise/checks.py:1: 0 checks are samples",
        "ground/01-first/exercise/exercise.yaml:5: `runtime` is not known",
        "ground/01-first/exercise/starter.py:1: byte 0 is no UTF-8",
        "ground/01-first/items.yaml:35: `concept` “primes” is no concept of this lesson",
        "ground/01-first/items.yaml:55: `kind` “sort” is not a kind of item",
        "ground/01-first/lesson.md:2: `summary` is missing",
        "ground/01-first/lesson.md:6: `sumary` is not a known field",
        "ground/01-first/lesson.md:12: “lengths” needs “differences”, which there is not",
        "ground/01-first/lesson.md:31: HTML is not taken",
        "ground/01-first/lesson.md:31: there is no lesson “nowhere”",
        "ground/01-first/lesson.md:35: “word.json”: there is no such file",
        "ground/path.yaml:2: `colour` is not a known field",
    ]


def test_a_folder_without_a_path_is_no_catalogue(tmp_path: Path) -> None:
    # To publish it would retire everything that learners have.
    assert [str(one) for one in load_bundle(tmp_path).problems] == [
        f"{tmp_path.name}:1: there is no path in this folder; name the catalogue's, or write a path.yaml"
    ]
    assert [str(one) for one in load_bundle(tmp_path / "nowhere").problems] == [
        "nowhere:1: there is no such folder; name the catalogue's folder"
    ]
