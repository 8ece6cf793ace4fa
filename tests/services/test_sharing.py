"""The processes of the site share connections that visitors keep."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.wire import Connection, request
from tests.waiting import until
from tutor.supervisor import programs

pytestmark = [pytest.mark.services]
ROUNDS, PROCESSES = 12, 2
BUSY_SECONDS, NOTICED_SECONDS = 0.015, 0.1


def who(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """A site that tells which of its processes serves; of /busy it computes a while before."""
    told = str(os.getpid()).encode()
    end = time.perf_counter() + (BUSY_SECONDS if environ["PATH_INFO"] == "/busy" else 0)
    while time.perf_counter() < end:
        pass
    start("200 OK", [("Content-Length", str(len(told)))])
    return [told]


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        site = programs.site(listener.fileno(), os.environ, ())
        command = [f"{__name__}:who" if part == "tutor.wsgi" else part for part in site.command]
        server = subprocess.Popen(command, pass_fds=site.descriptors)
        try:
            port = listener.getsockname()[1]
            # Until each process has served, whichever began first would have most.
            until(lambda: len(serving(port)) == PROCESSES)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def serving(port: int, visitors: int = 4, path: str = "/") -> Counter[bytes]:
    """How many of some visitors who come at once each process serves, by what it calls itself. Those before are gone."""

    def visit(_: int) -> tuple[Connection, bytes]:
        one = Connection(port)
        return one, one.ask(request("GET", path))[1]

    with ThreadPoolExecutor(visitors) as pool:
        visits = list(pool.map(visit, range(visitors)))
    for one, _ in visits:
        one.close()
    time.sleep(NOTICED_SECONDS)
    return Counter(told for _, told in visits)


def test_visitors_who_come_at_once_are_shared(port: int) -> None:
    """Whichever process is awake first takes most of four, in four rounds of five, if it leaves none to the other."""
    assert sum(max(serving(port).values()) for _ in range(ROUNDS)) < 2.9 * ROUNDS


def test_visitors_who_come_while_others_are_served_are_shared(port: int) -> None:
    """A process that computes looks too late in every third round, if its threads go on longer than the others wait."""
    assert sum(max(serving(port, 8, "/busy").values()) > 4 for _ in range(2 * ROUNDS)) <= 3
