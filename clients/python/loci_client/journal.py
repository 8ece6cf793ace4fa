"""What was done without the server, in a file to which lines are added and from which none is lost: each is on the disk before
the learner is told that it is kept, and a line that a crash broke off is cut away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from loci_client.keeping import LOCK_SECONDS, private
from loci_client.problems import LociError
from loci_client.shapes import EventOutcome


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, as the server takes it (`event`), and what it is called for people. `score` is the mark that an answer
    got here; None where only the server marks.
    """

    by: str
    title: str
    event: Mapping[str, Any]
    score: float | None = None


class Journal:
    """Lines of JSON: acts, and the outcomes of those that the server has heard of."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keeps another terminal from telling the same meanwhile."""
        private(self._path.parent)
        with FileLock(self._path.with_suffix(".lock"), timeout=LOCK_SECONDS, mode=0o600):
            yield

    def add(self, act: Act) -> None:
        """Has it on the disk before returning."""
        self._append([_line(act)])

    def settle(self, outcomes: Iterable[EventOutcome]) -> None:
        """Notes that the server has heard of these, whatever it said."""
        self._append([{"told": one.id, "state": one.state} for one in outcomes])

    @property
    def acts(self) -> tuple[Act, ...]:
        """All since the last clearing, in the order in which they were done."""
        return tuple(Act(one["by"], one["title"], one["event"], one.get("score")) for one in self._lines() if "event" in one)

    def waiting(self, by: str) -> tuple[Act, ...]:
        """Those of this learner that the server has not heard of."""
        return tuple(act for act in self._unheard() if act.by == by)

    def others(self, by: str) -> tuple[Act, ...]:
        """Those that wait and are another learner's, who was signed in here before."""
        return tuple(act for act in self._unheard() if act.by != by)

    def clear(self) -> None:
        """Forgets what the server has heard of."""
        with self.lock():
            self._clear()

    def _clear(self) -> None:
        left = [_line(act) for act in self._unheard()]
        if not left:
            self._path.unlink(missing_ok=True)
            return
        fresh = Journal(self._path.with_suffix(".new"))
        fresh._path.unlink(missing_ok=True)
        fresh._append(left)
        os.replace(fresh._path, self._path)

    def _unheard(self) -> list[Act]:
        heard = {one["told"] for one in self._lines() if "told" in one}
        return [act for act in self.acts if act.event["id"] not in heard]

    def _lines(self) -> list[dict[str, Any]]:
        try:
            whole = self._path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise LociError(f"{self._path} cannot be read ({error.strerror}). Make it readable.") from error
        found = []
        for number, line in enumerate(whole[: _end(whole)].splitlines(), start=1):
            try:
                found.append(json.loads(line))
            except ValueError as error:
                raise LociError(f"Line {number} of {self._path} is damaged ({error}). Take it out, and try again.") from error
        return found

    def _append(self, lines: list[dict[str, Any]]) -> None:
        private(self._path.parent)
        told = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(handle, "r+b") as file:
                # What a crash broke off was never said to be kept.
                file.truncate(file.seek(_end(file.read())))
                file.write(told.encode())
                file.flush()
                os.fsync(file.fileno())
            _keep_names(self._path.parent)
        except OSError as error:
            raise LociError(f"{self._path} cannot be written ({error.strerror}). Make room, or make it writable.") from error


def _line(act: Act) -> dict[str, Any]:
    return {"by": act.by, "title": act.title, "event": dict(act.event), "score": act.score}


def _keep_names(folder: Path) -> None:
    """A file that is new is on the disk only once its folder is, where systems tell the two apart."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _end(whole: bytes) -> int:
    """Where the last whole line ends."""
    return whole.rfind(b"\n") + 1
