"""A database to throw away, or another one, as the default for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend


def connection_to(**database: Any) -> BaseDatabaseWrapper:
    """A connection, opened when it is first used, that calls itself the default."""
    settings = connections.configure_settings({"default": database})["default"]
    wrapper: BaseDatabaseWrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    return wrapper


@contextmanager
def using(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever asks the default database asks this one until the block ends."""
    usual = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = usual


@contextmanager
def in_memory() -> Iterator[None]:
    """An empty SQLite with the tables of this version, gone when the block ends. The installation's own is not touched."""
    connection = connection_to(ENGINE="django.db.backends.sqlite3", NAME=":memory:", OPTIONS={"transaction_mode": "IMMEDIATE"})
    with using(connection):
        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connection.close()
