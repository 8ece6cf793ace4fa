"""What an author says about mutants that no check could notice: `equivalent.yaml` in an exercise's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from lessons.content.fields import fields_of
from lessons.content.problems import Problem
from lessons.content.textfile import read_text

NAME = "equivalent.yaml"
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The lines `before` of the solution may as well read `after`, and why. `line` is where equivalent.yaml says so."""

    before: str
    after: str
    because: str
    line: int


def load_equivalents(root: FilePath, folder: FilePath, found: list[Problem]) -> tuple[Equivalent, ...]:
    """The arguments of an exercise's folder; none without the file."""
    file = folder / NAME
    text = read_text(root, file, found) if file.exists() else None
    fields = fields_of(file.relative_to(root).as_posix(), text, found) if text is not None else None
    if fields is None:
        return ()
    fields.only("equivalent")
    argued = []
    for index, _ in enumerate(fields.entries("equivalent")):
        one = fields.inner("equivalent", index)
        one.only("before", "after", "because")
        before, after, because = (one.text(name, most=MOST_CHARACTERS) for name in ("before", "after", "because"))
        argued.append(Equivalent(before, after, because, one.line))
    return tuple(argued)
