"""Reads files that may be anything: too large, no text, no file at all, or links to somewhere else."""

from __future__ import annotations

import stat
from pathlib import Path as FilePath

from lessons.content.problems import Problem
from lessons.content.yamlfile import UNPRINTABLE

MOST_BYTES = 256 << 10


class Unusable(Exception):
    def __init__(self, what: str, mend: str, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.mend, self.line = what, mend, line


def read_text(root: FilePath, file: FilePath, found: list[Problem]) -> str | None:
    """A file's text; None, with the reason noted, if it cannot be used. Links may not lead out of `root`."""
    try:
        return _decoded(read_bytes(root, file, MOST_BYTES))
    except Unusable as problem:
        found.append(Problem(file.relative_to(root).as_posix(), problem.line, problem.what, problem.mend))
        return None


def read_bytes(root: FilePath, file: FilePath, most: int) -> bytes:
    """What is in a file of at most `most` bytes below `root`. Raises Unusable."""
    try:
        if not is_inside(file, root):
            raise Unusable("this is a link that leads elsewhere", "copy the file here")
        facts = file.stat()
        if not stat.S_ISREG(facts.st_mode):  # reading a pipe would wait for ever
            raise Unusable("this is no file", "put a file in its place")
        if facts.st_size > most:
            raise Unusable(f"this file has more than {most >> 10} KiB", "make it smaller")
        return file.read_bytes()
    except FileNotFoundError:
        raise Unusable("there is no such file", "write it") from None
    except OSError as problem:
        raise Unusable(f"it cannot be read: {problem.strerror}", "mend the file") from problem


def is_inside(file: FilePath, folder: FilePath) -> bool:
    """Whether a path, its links followed, stays in a folder."""
    try:
        return file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, names that no system takes
        return False


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        raise Unusable(f"byte {problem.start} is no UTF-8", "save the file as UTF-8", line) from problem
    unprintable = UNPRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        raise Unusable("the text has a character that cannot be shown", "take it away", line)
    return text
