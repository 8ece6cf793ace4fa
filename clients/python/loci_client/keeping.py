"""Keeps tokens: in a file of the user's own for each server, or in memory."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import click
from filelock import FileLock

from loci_client.problems import LociError

LOCK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest tokens of a server, empty while nobody is signed in. The proof outlives them."""

    access: str = ""
    refresh: str = ""
    proof: str = ""


class Keeper(Protocol):
    """Where a client keeps its tokens."""

    def load(self) -> Kept:
        """What was saved last."""

    def save(self, kept: Kept) -> None:
        """Has it in safe keeping before returning: an old refresh token is worth nothing."""

    def lock(self) -> AbstractContextManager[object]:
        """Keeps others who share these tokens from refreshing them meanwhile."""


class Memory:
    """For as long as the program runs, and for one thread."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept or Kept()

    def load(self) -> Kept:
        return self._kept

    def save(self, kept: Kept) -> None:
        self._kept = kept

    def lock(self) -> AbstractContextManager[object]:
        return nullcontext()


class File:
    """One file for each server, which nobody but its owner can read (0600, in a folder of 0700)."""

    def __init__(self, folder: Path, server: str) -> None:
        self._path = folder / "servers" / f"{quote(server, safe='')}.json"

    def load(self) -> Kept:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            return Kept(**{name: str(told[name]) for name in Kept.__slots__})
        except FileNotFoundError:
            return Kept()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LociError(f"{self._path} cannot be read ({error}). Delete it, and sign in again.") from error

    def save(self, kept: Kept) -> None:
        private(self._path.parent)
        write(self._path, {name: getattr(kept, name) for name in Kept.__slots__})

    @contextmanager
    def lock(self) -> Iterator[None]:
        private(self._path.parent)
        with FileLock(self._path.with_suffix(".lock"), timeout=LOCK_SECONDS, mode=0o600):
            yield


class Home:
    """The user's config folder: which server was used last, and the tokens of each."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(click.get_app_dir("loci"))
        self._path = self.folder / "settings.json"

    @property
    def server(self) -> str:
        """The server that was signed in to last; empty before that."""
        try:
            return str(json.loads(self._path.read_text(encoding="utf-8"))["server"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def use(self, server: str) -> None:
        private(self.folder)
        write(self._path, {"server": server})

    def keeper(self, server: str) -> File:
        return File(self.folder, server)


def forget(keeper: Keeper) -> None:
    """Drops the tokens and keeps the proof."""
    keeper.save(replace(keeper.load(), access="", refresh=""))


def private(folder: Path) -> None:
    """Makes a folder that only its owner can enter."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        raise LociError(f"{folder} cannot be made ({error.strerror}). Make it writable.") from error


def write(path: Path, told: Mapping[str, object]) -> None:
    """All or nothing: a file that is broken off would cost the sign-in, or the days taken along."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)  # 0600 from the beginning
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        raise LociError(f"{path} cannot be written ({error.strerror}). Make room, or make it writable.") from error
