"""The processes of the site share connections that visitors keep."""

from __future__ import annotations

import os
import socket
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest

from benchmarks.wire import Connection, request
from tutor.supervisor import programs

pytestmark = [pytest.mark.services]
ROUNDS, VISITORS = 12, 4


def who(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """A site that tells which of its processes serves."""
    told = str(os.getpid()).encode()
    start("200 OK", [("Content-Length", str(len(told)))])
    return [told]


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        site = programs.site(listener.fileno(), os.environ, ())
        command = [f"{__name__}:who" if part == "tutor.wsgi" else part for part in site.command]
        server = subprocess.Popen(command, pass_fds=site.descriptors)
        try:
            yield listener.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=30)


def most_of_rounds(port: int) -> int:
    most = 0
    for _ in range(ROUNDS):
        visitors = [Connection(port) for _ in range(VISITORS)]
        most += max(Counter(one.ask(request("GET", "/"))[1] for one in visitors).values())
        for one in visitors:
            one.close()
    return most


def test_visitors_who_come_at_once_are_shared(port: int) -> None:
    """Whichever process is awake first takes most of four, in four rounds of five, if it leaves none to the other. On a machine
    that is busy with something else the other may wake up too late for a while, so it is looked at up to three times.
    """
    found = [most_of_rounds(port)]
    while found[-1] >= 2.9 * ROUNDS and len(found) < 3:
        found.append(most_of_rounds(port))
    assert min(found) < 2.9 * ROUNDS, found
