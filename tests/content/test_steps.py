"""Where steps begin and end, and that no lesson, whatever stands in it, breaks the reader."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.content.problems import Problem
from lessons.content.steps import read_steps
from tests.content.conftest import GOOD, Copy

FILES = sorted(file.relative_to(GOOD).as_posix() for file in GOOD.rglob("*") if file.is_file())
PIECES = [
    *(
        "",
        "---",
        "# read a: B",
        "# check b: C",
        "```widget",
        "```item",
        "```",
        "````",
        "~~~",
        "name: x",
        "- ",
        "  - slug: x",
        "[]",
    ),
    *(
        "concepts:",
        "items: {}",
        "a: &b [1]",
        "*b",
        "\t",
        "'",
        '"',
        "|",
        "{{a}}",
        "[[1/0]]",
        "$\\frac{$",
        "![](x.svg)",
        "<script>",
    ),
    *("minutes: .nan", "minutes: 1e9", "seconds: -1", "options: {}", "right: [[]]", "kind: []", "predict: 1", "answer: true"),
    *("@check()", "def norm(", "limits: {cpu_seconds: []}", "entry: [[]]", "hints: {a: b}", "lessons: [[], ..]", "needs: {}"),
]


def steps(text: str) -> tuple[list[tuple[str, str, str]], list[Problem]]:
    found: list[Problem] = []
    read = read_steps("lesson.md", text.split("\n"), 0, found)
    return [(step.kind, step.key, step.text.strip()) for step in read], found


def test_a_hash_in_code_begins_no_step() -> None:
    python = "```python\n# read this: as code\n```\n"
    others = "~~~\n# a\n```\n# b\n~~~\n````text\n```\n# c\n```\n````\n"
    read, found = steps(f"# read a: A\n{python}{others}# recap b: B\nEnd.")
    assert [(kind, key) for kind, key, _ in read] == [("read", "a"), ("recap", "b")]
    assert found == []


def test_a_block_that_does_not_end_takes_no_other_step_along() -> None:
    read, found = steps("# check a: A\n```item\nx\n# check b: B\n```item\ny\n```\n# recap c: C\nEnd.")
    assert [key for _, key, _ in read] == ["a", "b", "c"]
    assert [(problem.line, problem.what) for problem in found] == [(2, "this block does not end")]


def test_blocks_are_taken_out_of_the_text_and_lines_stay_where_they_are() -> None:
    (step,) = read_steps("lesson.md", ["# check a: A", "Before.", "```item", "x", "```", "After."], 0, [])
    assert (step.item, step.text, step.text_line) == ("x", "Before.\n\n\n\nAfter.", 2)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12))
def test_any_lines_are_read_or_named(lines: list[str]) -> None:
    rows = "\n".join(lines).split("\n")
    found: list[Problem] = []
    read = read_steps("lesson.md", rows, 0, found)
    assert all(1 <= step.line <= len(rows) for step in read)
    assert all(1 <= problem.line <= len(rows) + 1 for problem in found)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_catalogue_with_any_line_changed_is_read_or_its_problems_are_named(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(shutil.copytree(GOOD, Path(folder) / "catalogue")))
        for name in data.draw(st.lists(st.sampled_from(FILES), min_size=1, max_size=2, unique=True)):
            rows = copy.read(name).split("\n")
            at = data.draw(st.integers(0, len(rows) - 1))
            rows[at : at + data.draw(st.integers(0, 2))] = data.draw(
                st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=2)
            )
            copy.write(name, "\n".join(rows).encode(errors="surrogatepass"))
        for problem in copy.load().problems:
            assert problem.what and problem.mend and problem.line >= 1
            assert "\n" not in str(problem)
