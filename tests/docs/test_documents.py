"""What the documents say is so, and nothing of the machines that made the project is in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# In parts, so that this file does not find itself.
FORBIDDEN = [("pypi", r"\.org"), ("python", r"hosted\.org"), ("registry", r"\.npmjs"), ("/root", r"/\w"), ("/work", r"/\w")]
VARIABLE = re.compile(r"\bLOCI_[A-Z_]+[A-Z]\b")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[Path, str]:
    found = {}
    for file in tracked():
        try:
            found[file] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_in_a_document_exists(document: Path) -> None:
    named = re.findall(r"manage\.py ([a-z]\w*)", document.read_text(encoding="utf-8"))
    assert not set(named) - set(get_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    shown = re.sub(r"(`+).*?\1", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)  # what is code is no link
    targets = re.findall(r"\]\((?!\w+:|#)([^)#]+)", shown)
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_variable_that_the_code_reads_is_in_the_readme_and_the_other_way_round() -> None:
    table = set(re.findall(r"^\| `(LOCI_[A-Z_]+)` \|", README, re.MULTILINE))
    read = set()
    for file, text in texts().items():
        if file.suffix == ".py":
            read |= set(VARIABLE.findall(text))
    assert table == read


def test_the_readme_starts_with_the_learner_and_its_first_commands_are_up_and_test() -> None:
    assert re.findall(r"^python3 manage\.py (\w+)$", README, re.MULTILINE)[:2] == ["up", "test"]
    assert README.index("Six minutes a day") < README.index("manage.py")


def test_no_file_names_a_registry_or_a_place_of_the_machine_that_made_it() -> None:
    forbidden = re.compile("|".join("".join(parts) for parts in FORBIDDEN))
    assert {str(file.relative_to(ROOT)): found[0] for file, text in texts().items() if (found := forbidden.findall(text))} == {}


def test_the_locks_pin_one_version_each_and_nothing_for_a_graphics_card() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        names = [line.split("==")[0] for line in lock.read_text(encoding="utf-8").splitlines()]
        assert all("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
        assert len(set(names)) == len(names)
        assert not [name for name in names if name.startswith(("nvidia", "cuda", "triton"))]
        assert "+" not in lock.read_text(encoding="utf-8")


def test_continuous_integration_runs_what_a_person_runs() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[-1] == "python3 manage.py test"
    assert subprocess.run([sys.executable, "manage.py", "help", "up"], cwd=ROOT, capture_output=True).returncode == 0
