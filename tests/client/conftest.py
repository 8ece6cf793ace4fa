"""A served site, and a learner's own folder on the other side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loci_client import Client, Home
from loci_client.terminal import commands
from tests.helpers import where_it_is_noon

PASSWORD = "a long and quiet phrase"
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return Home()


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with its output in a pipe, and does not wait between tries."""
    monkeypatch.setattr(commands, "Client", partial(Client, sleep=lambda seconds: None))

    def ran(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(commands.main, words, input=typed)

    return ran


@pytest.fixture
def guest(live_server, home: Home) -> Iterator[Client]:
    """A guest of the served site, whose tokens lie in their folder."""
    server = str(live_server.url)
    with Client(server, home.keeper(server)) as client:
        client.begin_as_guest(zone=where_it_is_noon())
        home.use(server)
        yield client
