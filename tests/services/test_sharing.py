"""The processes of the site share connections that visitors keep."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest

from benchmarks.wire import Connection, request
from tests.waiting import until
from tutor.supervisor import programs
from tutor.supervisor.sharing import TURN_SECONDS

pytestmark = [pytest.mark.services]
ROUNDS, VISITORS, PROCESSES = 12, 4, 2


def who(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """A site that tells which of its processes serves; at /switch, after how long a thread that computes lets others go on."""
    told = str(sys.getswitchinterval() if environ["PATH_INFO"] == "/switch" else os.getpid()).encode()
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


def serving(port: int) -> Counter[bytes]:
    """How many of some visitors who come at once each process serves, by what it calls itself."""
    visitors = [Connection(port) for _ in range(VISITORS)]
    found = Counter(one.ask(request("GET", "/"))[1] for one in visitors)
    for one in visitors:
        one.close()
    return found


def test_visitors_who_come_at_once_are_shared(port: int) -> None:
    """Whichever process is awake first takes most of four, in four rounds of five, if it leaves none to the other."""
    assert sum(max(serving(port).values()) for _ in range(ROUNDS)) < 2.9 * ROUNDS


def test_a_process_that_computes_looks_who_comes_before_the_others_go_on(port: int) -> None:
    """Or it would look too late, and the others had taken them: of four visitors who work three were with one process."""
    visitor = Connection(port)
    told = float(visitor.ask(request("GET", "/switch"))[1])
    visitor.close()
    assert told <= TURN_SECONDS / 2
