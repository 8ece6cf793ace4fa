"""The path that the author's page shows is sound: its blocks are put into files, validated, and run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lessons.content.minutes import DECLARED_WITHIN, LOOK_SECONDS, WIDGET_SECONDS, WORDS_PER_MINUTE
from lessons.content.steps import read_steps
from tutor.catalogue.bundle import Bundle, load_bundle
from tutor.catalogue.proving import proofs, prove

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`(averages/[\w./-]+)`\n\n(`{3,})\w+\n(.*?)^\2$", re.DOTALL | re.MULTILINE)
WIDGET = re.compile(r"^````markdown\n(# explore .*?)^````$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    files = {name: text for name, _, text in FILE.findall(PAGE)}
    assert len(files) == 12
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load_bundle(tmp_path)


def test_the_example_is_sound(bundle: Bundle) -> None:
    assert [str(problem) for problem in bundle.problems] == []


def test_what_runs_in_the_example_does_what_it_should(bundle: Bundle) -> None:
    assert [name for name, _ in proofs(bundle)] == ["exercise write-median", "item print-the-mean"]
    assert [str(problem) for _, subject in proofs(bundle) for problem in prove(bundle, subject)] == []


def test_the_example_of_a_widget_is_one() -> None:
    found: list = []
    (step,) = read_steps("lesson.md", WIDGET.search(PAGE)[1].split("\n"), 0, found)
    assert found == []
    assert (step.widget.name, step.widget.predict.answer) == ("cosine-explorer", 1)


def test_seconds_are_counted_as_the_page_says() -> None:
    said = " ".join(PAGE.split())
    assert f"read at {WORDS_PER_MINUTE} a minute" in said
    assert f"looked at for {LOOK_SECONDS} seconds" in said
    assert f"afterwards, and {WIDGET_SECONDS} |" in said
    assert f"may be {100 * DECLARED_WITHIN:.0f} % away" in said
