"""Brings database, catalogue, static files and the API's specification to what the code wants, and skips what stands already."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max

from lessons.models import LessonRevision
from tutor.supervisor.guard import CannotStart

# Code that decides what a catalogue file becomes in the database.
PUBLISHING = (
    "lessons/content", "lessons/services.py", "exercises/content", "exercises/marking", "exercises/services.py",
    "tutor/catalogue",
)  # fmt: skip


def prepare(say: Callable[[str], None]) -> None:
    """Each step says what it did and how long it took; one that had nothing to do says nothing."""
    kept = Stamps(settings.DATA_DIR / "prepared.json")
    if _migrations_wait():
        _timed("the database", _migrate, say)
    if kept.get("catalogue") != _catalogue() and _timed("the catalogue", lambda: _publish(say), say):
        kept.put("catalogue", _catalogue())
    static = _digest_of_stats(_static_files())
    if kept.get("static") != static or not settings.STATIC_ROOT.exists():
        _timed("static files", _collect, say)
        kept.put("static", static)
    code = _digest_of_stats(_code())
    if kept.get("specification") != code:
        _timed("the specification of the API", _specify, say)
        kept.put("specification", code)
    connections.close_all()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool:
        close_pool()


class Stamps:
    """What each step last worked on, in a file beside the data."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, step: str) -> str | None:
        return self._read().get(step)

    def put(self, step: str, digest: str) -> None:
        self._file.write_text(json.dumps({**self._read(), step: digest}, indent=1), encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}


def _timed(name: str, work: Callable[[], bool], say: Callable[[str], None]) -> bool:
    started = time.monotonic()
    say(f"preparing {name}")
    done = work()
    if done:
        say(f"prepared {name} in {time.monotonic() - started:.1f} s")
    return done


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate() -> bool:
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _publish(say: Callable[[str], None]) -> bool:
    """An author's mistake must not keep learners from what was published before."""
    try:
        call_command("content", "publish")
    except CommandError as error:
        if not LessonRevision.objects.exists():
            raise CannotStart("the catalogue has the mistakes named above", "Mend them, or take the lesson out") from error
        say("the catalogue has the mistakes named above, so the site shows what was published before")
        return False
    return True


def _collect() -> bool:
    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    return True


def _specify() -> bool:
    from tutor.api import schema  # which takes a second to import, and is seldom wanted here

    schema.prepare()
    return True


def _catalogue() -> str:
    """The catalogue's files, the code that reads them, and what the database holds: a restored backup is published anew."""
    held = LessonRevision.objects.aggregate(count=Count("pk"), last=Max("published_at"))
    files = [settings.CATALOGUE_DIR, *(settings.ROOT / part for part in PUBLISHING)]
    found = (file for top in files for file in sorted([top] if top.is_file() else top.rglob("*")))
    digest = hashlib.sha256(f"{held['count']} {held['last']}".encode())
    for file in found:
        if file.is_file() and file.suffix != ".pyc":
            digest.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _static_files() -> Iterable[Path]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _code() -> Iterable[Path]:
    """What decides what the specification says: the code, and the versions of what it stands on."""
    for part in ("exercises", "lessons", "tutor"):
        yield from (settings.ROOT / part).rglob("*.py")
    yield from (settings.ROOT / "requirements").glob("*.lock")


def _digest_of_stats(files: Iterable[Path]) -> str:
    """Sizes and times suffice for files that only an installation or an author writes, and cost nothing at a start."""
    facts = sorted((str(file), (found := file.stat()).st_size, found.st_mtime_ns) for file in files)
    return hashlib.sha256(repr(facts).encode()).hexdigest()
