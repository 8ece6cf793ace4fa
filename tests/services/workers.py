"""Real Celery workers on a test's database."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from tests.waiting import until
from tutor.supervisor import programs
from tutor.supervisor.child import Child, Program


def environment(broker_url: str) -> dict[str, str]:
    """What the programs of an installation get, with the site's own settings and this test's database."""
    environ = programs.environment(broker_url) | {"DJANGO_SETTINGS_MODULE": "tutor.settings"}
    if url := os.environ.get("LOCI_DATABASE_URL"):
        environ["LOCI_DATABASE_URL"] = _on_test_database(url)
    return environ


@contextlib.contextmanager
def running(*given: Program) -> Iterator[list[Child]]:
    children = [Child(program) for program in given]
    for child in children:
        child.start()
    try:
        yield children
    finally:
        for child in children:
            child.ask_to_end()
        until(lambda: not any(child.alive for child in children), otherwise="the workers did not end")


def _on_test_database(url: str) -> str:
    from django.db import connection

    head, mark, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}{mark}{query}"
