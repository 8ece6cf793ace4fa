"""The page on how long the lessons are says what is computed."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.catalogue.bundle import real
from tests.content.conftest import GOOD
from tutor.catalogue.bundle import load_bundle
from tutor.catalogue.lengths import document, lengths

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "lessons.md"
BUNDLE = real()


def test_the_page_has_the_lengths_of_all_lessons() -> None:
    stale = PAGE.read_text(encoding="utf-8") != document(BUNDLE)
    assert not stale, "lessons have changed: run python3 manage.py content minutes --write, and commit docs/lessons.md"


def test_every_lesson_takes_what_it_declares_within_a_fifth() -> None:
    assert {one.number: round(one.away, 2) for one in lengths(BUNDLE) if abs(one.away) > 0.2} == {}


def test_a_length_is_the_sum_of_its_steps() -> None:
    steps = {lesson.number: BUNDLE.rendered[lesson.slug].document["steps"] for path in BUNDLE.paths for lesson in path.lessons}
    for one in lengths(BUNDLE):
        assert one.minutes * 60 == pytest.approx(sum(step["seconds"] for step in steps[one.number]))
        assert one.words > 100


def test_the_command_prints_the_table_of_any_catalogue() -> None:
    output = StringIO()
    call_command("content", "minutes", path=GOOD, stdout=output)
    lines = output.getvalue().splitlines()
    assert lines[0] == "|  | lesson | words | reading | widget | questions | code | minutes | declared | away |"
    assert len(lines) == 2 + sum(len(path.lessons) for path in load_bundle(GOOD).paths)
