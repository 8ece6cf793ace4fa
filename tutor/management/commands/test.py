"""`manage.py test`: everything that must hold before a change is taken, in sections; with arguments, pytest alone.

A part that lacks its tool (browser, PostgreSQL) is an error, and so is a skipped test: what was not looked at may be broken.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

PYTEST = (sys.executable, "-m", "pytest")
# More processes than the two cores of a small machine: nearly half of the time they wait, for programs that start and end, for
# deadlines, for a browser. In the order of tests/conftest.py, where the longest groups come first.
SIDE_BY_SIDE = ("-n", "3", "--dist", "loadgroup", "--no-loadscope-reorder")
HOME_PAGE = "tests/services/test_up.py::test_the_home_page_comes_with_every_file_that_it_names"
MANAGE = (sys.executable, "manage.py")
# Every core has a process of its own: threads of the sentence model would wait for one another, busily.
ONE_THREAD = {"OMP_NUM_THREADS": "1"}
# Where the machine forbids it, as images of containers often do, each of hundreds of processes would compile what it imports.
COMPILE_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
# What a public installation sets.
PRODUCTION = {
    "LOCI_HTTPS": "1",
    "LOCI_BEHIND_PROXY": "1",
    "LOCI_HOSTS": "learn.example",
    "LOCI_SECRET_KEY": secrets.token_urlsafe(64),
}


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    command: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)


def checks() -> list[Section]:
    return [
        Section("types of the pure rooms", (sys.executable, "-m", "mypy")),  # first, for it takes longest
        Section("style", (sys.executable, "-m", "ruff", "check", ".")),
        Section("which room imports which", (str(Path(sys.executable).with_name("lint-imports")), "--no-cache")),
        Section("migrations fit the models", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Section("settings of a public site", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        Section("a browser", (sys.executable, "-m", "tests.browser.chromium")),
    ]


def suites(results: Path) -> list[Section]:
    """All tests, and those that need the database's promises a second time, on PostgreSQL."""
    everything = (*PYTEST, *SIDE_BY_SIDE, f"--junitxml={results / 'all.xml'}")
    again = (*PYTEST, *SIDE_BY_SIDE, f"--junitxml={results / 'postgres.xml'}", "tests/flows", HOME_PAGE)
    return [
        Section("tests", everything),
        Section("flows and a served site on PostgreSQL", (sys.executable, "-m", "tests.services.postgres", *again)),
    ]


class Command(BaseCommand):
    help = "Run everything that CI runs. Arguments, if any, go to pytest, which then runs alone."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        if argv[2:]:
            os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
            os.execv(sys.executable, [*PYTEST, *argv[2:]])
        sys.exit(self.run_everything())

    def run_everything(self) -> int:
        with tempfile.TemporaryDirectory(prefix="loci-test-") as folder:
            results = Path(folder)
            done = [*self.run_side_by_side(checks(), results), *(self.run(section, results) for section in suites(results))]
            failed = [title for title, in_order in done if not in_order]
            passed_tests, failed_tests, skipped_tests = count(results)
        if skipped_tests:
            failed.append(f"{skipped_tests} skipped")
        if failed:
            self.stdout.write(f"\nNot in order: {', '.join(failed)}.")
        self.stdout.write(f"{passed_tests} passed, {failed_tests} failed")
        return 1 if failed or not passed_tests else 0

    def run_side_by_side(self, sections: list[Section], data_dir: Path) -> Iterator[tuple[str, bool]]:
        """One process each on as many cores as there are; what each said is shown when it has ended."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            all_done = pool.map(lambda section: timed(section, data_dir, keep=True), sections)
            for section, (done, seconds) in zip(sections, all_done, strict=True):
                self.stdout.write(f"\n── {section.title} ──\n{done.stdout}")
                yield self.ended(section, done, seconds)

    def run(self, section: Section, data_dir: Path) -> tuple[str, bool]:
        self.stdout.write(f"\n── {section.title} ──")
        self.stdout.flush()
        return self.ended(section, *timed(section, data_dir))

    def ended(self, section: Section, done: subprocess.CompletedProcess[str], seconds: float) -> tuple[str, bool]:
        in_order = done.returncode == 0
        self.stdout.write(f"   {'in order' if in_order else 'NOT in order'}, {seconds:.1f} s")
        self.stdout.flush()
        return section.title, in_order


def timed(section: Section, data_dir: Path, *, keep: bool = False) -> tuple[subprocess.CompletedProcess[str], float]:
    """Runs it, and keeps what it says, or shows it meanwhile; how many seconds it took."""
    # The tests have settings of their own; nothing here touches the data of an installation.
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environ |= {"LOCI_DATA_DIR": str(data_dir / "data")} | ONE_THREAD | COMPILE_ONCE | section.environ
    said: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if keep else {}
    started = time.monotonic()
    done = subprocess.run(section.command, env=environ, cwd=settings.ROOT, text=True, **said)
    return done, time.monotonic() - started


def count(results: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's own reports."""
    total = failed = skipped = 0
    for report in results.glob("*.xml"):
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            total += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped
