"""A Valkey of a test's own, as `up` would start it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import redis

from tests.waiting import until
from tutor.supervisor import programs
from tutor.supervisor.child import Child


@contextlib.contextmanager
def valkey(socket: Path, folder: Path, port: int | None = None) -> Iterator[redis.Redis]:
    """A client of a server that lives as long as the block and keeps its data in `folder`."""
    child = Child(program(socket, folder, os.environ, port))
    child.start()
    with redis.Redis(unix_socket_path=str(socket)) as client:
        until(lambda: answers(client), otherwise="Valkey did not start")
        yield client
    child.ask_to_end()
    until(lambda: not child.alive, otherwise="Valkey did not end")


def program(socket: Path, folder: Path, environ: Mapping[str, str], port: int | None) -> programs.Program:
    """With a port, as an owner's broker has one."""
    ours = programs.valkey(socket, folder, environ, ())
    return ours if port is None else replace(ours, command=(*ours.command, "--port", str(port)))


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
