"""One stack for each kind of box, shared by all attacks of a run: what one attack breaks, the next ones feel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.stack import HANGS, MODES, Stack, settled, started
from tests.attacks.traces import traces

FOLDER = Path(__file__).parent
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One kind of box after the other, and for each the files in their order: what is left is looked at after all attacks, and
    checks that hang have done so by then. To pytest the order is that in which it comes by the parameters of a session.
    """
    places = [place for place, item in enumerate(items) if item.path.parent == FOLDER]
    own = [items[place] for place in places]
    modes = list(dict.fromkeys(map(_mode, own)))
    own.sort(key=lambda item: (modes.index(_mode(item)), item.path.name))
    for place, item in zip(places, own, strict=True):
        items[place] = item


def _mode(item: pytest.Item) -> str:
    return str(item.callspec.params.get("mode")) if hasattr(item, "callspec") else ""


@pytest.fixture(scope="session")
def stack(mode: str) -> Iterator[Stack]:
    with started(MODES[mode]) as stack:
        settled(stack, "before")
        stack.before = traces(stack.worker, stack.folder)
        stack.send(HANGS, stack.job("def attack(): pass", SLEEPS))
        yield stack
