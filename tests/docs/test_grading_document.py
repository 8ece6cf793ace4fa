"""What the page on grading says of limits, verdicts, values and files is so."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from grading import checkers, contract, engine, replies, reports, tasks, wire
from grading.contract import Limits, Verdict
from grading.inside import filters
from grading.runtimes.python import OURS
from tests.grading.bench import sample
from tutor.celery import app
from tutor.selectors import watching

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """Cells of the section's table, without its head."""
    lines = re.findall(r"^\| (.+) \|$", section(title), re.MULTILINE)
    return [line.split(" | ") for line in lines[2:]]


def test_the_limits_are_those_that_hold() -> None:
    told = {name.strip("`"): (float(default), float(least), float(most)) for name, default, least, most, _ in rows("Limits")}
    assert told == {name: (default, *contract.LIMIT_RANGES[name]) for name, default in asdict(Limits()).items()}


def test_every_verdict_is_told() -> None:
    assert [name.strip("`") for name, _ in rows("Verdicts")] == [one.value for one in Verdict]


@pytest.mark.parametrize(
    "words",
    [
        f"A source has at most {contract.MOST_SOURCE_BYTES} bytes",
        f"{contract.MOST_DATA_BYTES >> 10} KiB of data for them",
        f"an exercise at most {replies.MOST_CHECKS} checks",
        f"the checks of a grading have {checkers.CHECKS_LIMITS.wall_seconds} s",
        f"the first and the last {reports.MOST_OUTPUT // 2} characters",
        f"int of at most {wire.MOST_INT_BITS} bits",
        f"waited for one another for {1000 * checkers.PATIENCE_SECONDS:g} ms in a grading",
        f"{wire.MOST_HEADER >> 20} MiB of header and {wire.MOST_BODY >> 20} MiB of arrays",
        f"{wire.MOST_ITEMS} values, {wire.MOST_DEPTH} levels",
        f"tried again {tasks.MOST_TRIES} times",
        f"looks again every {tasks.LOOK_AGAIN_SECONDS} s",
        f"gives it out again after {tasks.app.conf.broker_transport_options['visibility_timeout']} s",
        f"the sweep sends the submission again after {watching.LOST_AFTER.seconds} s",
        f"have taken {engine.MOST_LATE} times `wall_seconds` together",
        f"up to {'six' if engine.LANES == 2 else '?'} a submission",
        *(f"`{part}`" for part in OURS if part not in {"__init__.py", "inside"}),
    ],
)
def test_every_number_and_name_is_that_of_the_code(words: str) -> None:
    assert words in WORDS
    assert checkers.CHECKS_LIMITS.wall_seconds == checkers.CHECKS_LIMITS.cpu_seconds
    assert app.conf.beat_schedule


def test_every_tag_of_the_codec_is_in_the_table() -> None:
    told = set(re.findall(r"`([a-z])`", " ".join(tags for tags, _ in rows("The protocol"))))
    values = [None, True, 1, 1.0, "s", b"y", [], (), {}, np.zeros(1), np.float64(1)]
    assert told == {wire.dumps(value)[wire.PREFIX.size + 2 : wire.PREFIX.size + 3].decode() for value in values}


def test_every_module_and_name_that_it_names_exists() -> None:
    modules = re.findall(r"`(grading/[\w/.]*)`", PAGE)
    assert modules
    assert [name for name in modules if not (ROOT / name).exists()] == []
    for name in re.findall(r"`([a-z]+\.py)`", section("One grading")):
        assert list((ROOT / "grading").rglob(name)), name


def test_inside_there_are_no_places_of_the_system() -> None:
    assert "There is no `/proc`, no `/dev`, no `/tmp`." in WORDS
    seen = set(sample("import os\nprint(*os.listdir('/'))").split())
    assert "loci" in seen
    assert seen.isdisjoint({"proc", "dev", "tmp", "home", "etc", "var", "run", "sys"})


def test_the_filter_is_written_for_the_processor_that_the_page_names() -> None:
    assert "Linux on x86-64" in WORDS
    assert filters.AUDIT_ARCH_X86_64 == 0xC000003E


@pytest.mark.parametrize(
    ("line", "says"), [("manage.py sandbox doctor", "Every wall holds"), ("-m benchmarks.grading", "floors")]
)
def test_the_commands_do_what_they_are_said_to(line: str, says: str) -> None:
    (command,) = re.findall(rf"^    \.venv/bin/python ({re.escape(line)}.*)$", PAGE, re.MULTILINE)
    command = command.replace("--rounds 100 --many 10000", "--rounds 1 --many 10")
    done = subprocess.run([sys.executable, *command.split()], cwd=ROOT, capture_output=True, text=True)
    assert says in done.stdout
