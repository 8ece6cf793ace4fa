"""One stack for each kind of box, shared by all attacks of a run: what one attack breaks, the next ones feel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.stack import HANGS, MODES, Stack, settled, started
from tests.attacks.traces import traces

SLEEPS = """
from grading.checks import check
@check("sleeps", sample=True)
def sleeps(t):
    import time
    time.sleep(600)
"""


def each_mode() -> list[object]:
    """On several cores each kind of box keeps to one of them, with all its attacks."""
    return [pytest.param(mode, id=mode.replace(" ", "-"), marks=pytest.mark.xdist_group(f"attacks {mode}")) for mode in MODES]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "mode" in metafunc.fixturenames:
        metafunc.parametrize("mode", each_mode(), scope="session")


@pytest.fixture(scope="session")
def stack(mode: str) -> Iterator[Stack]:
    with started(MODES[mode]) as stack:
        settled(stack, "before")
        stack.before = traces(stack.worker, stack.folder)
        stack.send(HANGS, stack.job("def attack(): pass", SLEEPS))
        yield stack
