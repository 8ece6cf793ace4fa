from collections.abc import Iterator

import pytest

from tests.faults.left import Held, at_rest, nothing_more
from tests.faults.rig import Rig


@pytest.fixture(scope="session")
def installation() -> Iterator[tuple[Rig, Held]]:
    """One on SQLite for all faults, and what it held before the first."""
    with Rig() as running:
        yield running, at_rest(running)


@pytest.fixture
def rig(installation: tuple[Rig, Held]) -> Iterator[Rig]:
    """Each test leaves it at work, and learners come and go; no fault leaves anything else."""
    running, before = installation
    yield running
    nothing_more(running, before)
