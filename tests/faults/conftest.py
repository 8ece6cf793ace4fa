from collections.abc import Iterator

import pytest

from tests.faults.rig import Rig


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """One installation on SQLite for all faults: each test leaves it at work, and learners come and go."""
    with Rig() as running:
        yield running
