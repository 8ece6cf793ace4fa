"""What authors type: `content validate`, `content publish` and `content build-data`."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lessons.models import Lesson
from tests.content.conftest import GOOD, Copy

# Validating loads the model, which one process of the suite has loaded anyway.
pytestmark = pytest.mark.xdist_group("sentence model")
LESSON, ITEMS, DATA = "ground/01-first/lesson.md", "ground/01-first/items.yaml", "embeddings/03-cosine/data/cosine-explorer.json"


@pytest.fixture
def files(tmp_path: Path) -> Copy:
    return Copy(Path(shutil.copytree(GOOD, tmp_path / "catalogue")))


def said(*command: str, **options: object) -> str:
    output = StringIO()
    call_command("content", *command, stdout=output, stderr=StringIO(), **options)
    return output.getvalue()


def refused(*command: str, **options: object) -> tuple[list[str], str]:
    """The problems that were told, and the last word."""
    told = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("content", *command, stderr=told, **options)
    return told.getvalue().splitlines(), str(refusal.value)


@pytest.mark.django_db
def test_publishing_says_what_it_did(files: Copy) -> None:
    assert said("publish", path=files.root).startswith("19 new: path ground, phase steps, lesson first, concept sums, ")
    assert said("publish", path=files.root) == "Everything is published already.\n"
    files.change(LESSON, "Pick a word.", "Pick another word.")
    assert said("publish", path=files.root) == "1 changed: lesson first\n"


@pytest.mark.django_db
def test_every_problem_is_named_and_nothing_published(files: Copy) -> None:
    files.change(LESSON, "minutes: 4", "minutes: 6")
    files.change(LESSON, "data: words.json", "data: word.json")
    assert refused("publish", path=files.root) == (files.problems(), "2 problems; nothing was published.")
    assert refused("validate", "--fast", path=files.root) == (files.problems(), "2 problems.")
    assert not Lesson.objects.exists()


def test_validating_runs_what_can_be_run(files: Copy) -> None:
    shutil.rmtree(files.root / "ground/01-first/exercise")  # whose proofs take seconds, and have tests of their own
    files.change(LESSON, "# code measure: Measure it\n\nNow write it.\n", "")
    files.change(LESSON, "minutes: 4", "minutes: 2")
    assert said("validate", path=files.root) == "The catalogue is sound.\n"
    files.change(ITEMS, "print(sum(range([[n]])))", "print('nothing')")
    assert said("validate", "--fast", path=files.root) == "The catalogue is sound.\n"
    problems, last = refused("validate", path=files.root)
    assert problems and all("prints 'nothing', not" in problem for problem in problems)
    assert last.startswith(f"{len(problems)} problem")


def test_widget_data_are_built_and_compared(tmp_path: Path, settings) -> None:
    settings.CATALOGUE_DIR = tmp_path
    stale = f"Not as computed: {DATA}. Run content build-data."
    assert refused("build-data", "--check", "cosine-explorer") == ([], stale)
    said("build-data", "cosine-explorer")
    said("build-data", "--check", "cosine-explorer")
    (tmp_path / DATA).write_text("{}", encoding="utf-8")
    assert refused("build-data", "--check", "cosine-explorer") == ([], stale)
    assert refused("build-data", "time-machine")[1].startswith("No file is like that. There are embeddings/01-company/data/")
