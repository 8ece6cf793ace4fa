"""A Valkey of a test's own, as `up` would start it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import redis

from tests.waiting import until
from tutor.supervisor import programs
from tutor.supervisor.child import Child


@contextlib.contextmanager
def valkey(socket: Path, folder: Path) -> Iterator[redis.Redis]:
    """A client of a server that lives as long as the block and keeps its data in `folder`."""
    child = Child(programs.valkey(socket, folder, os.environ, ()))
    child.start()
    with redis.Redis(unix_socket_path=str(socket)) as client:
        until(lambda: answers(client), otherwise="Valkey did not start")
        yield client
    child.ask_to_end()
    until(lambda: not child.alive, otherwise="Valkey did not end")


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
