"""Installations that tests share: each start costs the work of six programs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.services.installation import Installation

# A log for programs, with everything in it, and what must never be told.
SECRETS = {"LOCI_LOG_FORMAT": "json", "LOCI_LOG_LEVEL": "debug", "LOCI_MAIL_PASSWORD": "halibut", "LOCI_SECRET_KEY": "k" * 60}

# Nobody searches there; a stop would wait until the model is loaded.
NO_MODEL = {"LOCI_INDEX_AFTER_SECONDS": "300"}


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that all tests may look at, and none may disturb."""
    installation = Installation(tmp_path_factory.mktemp("up") / "data")
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture(scope="session")
def prepared(running: Installation) -> Callable[..., Installation]:
    """Makes an installation whose data are prepared already."""

    def make(data_dir: Path, **environ: str) -> Installation:
        if not data_dir.exists():
            ignore = shutil.ignore_patterns("*.sock", "valkey", "up.lock", "beat-schedule*")
            shutil.copytree(running.data_dir, data_dir, ignore=ignore)
        return Installation(data_dir, **NO_MODEL, **environ)

    return make


@pytest.fixture
def another(prepared: Callable[..., Installation], tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes an installation for one test; what the test leaves running is ended."""
    with ExitStack() as made:

        def make(**environ: str) -> Installation:
            return made.enter_context(closing(prepared(tmp_path / "data", **environ)))

        yield make


@pytest.fixture(scope="session")
def with_secrets(prepared: Callable[..., Installation], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that knows secrets and logs for programs, in a folder whose path is longer than a socket's may be."""
    with closing(prepared(tmp_path_factory.mktemp("up") / ("long-" * 25), **SECRETS)) as installation:
        installation.start()
        yield installation
    assert not [name for name in ("LOCI_MAIL_PASSWORD", "LOCI_SECRET_KEY") if SECRETS[name] in installation.said()]


@pytest.fixture(scope="session")
def _disturbed(prepared: Callable[..., Installation], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with closing(prepared(tmp_path_factory.mktemp("up") / "data")) as installation:
        yield installation


@pytest.fixture
def ended(_disturbed: Installation) -> Installation:
    """One that does not run, and whose log is empty."""
    _disturbed.close()
    _disturbed.log.write_text("", encoding="utf-8")
    return _disturbed


@pytest.fixture
def disturbed(_disturbed: Installation) -> Installation:
    """One that runs, and whose programs a test may end; its log begins here."""
    if not _disturbed.runs:
        _disturbed.start()
    _disturbed.log.write_text("", encoding="utf-8")
    return _disturbed
