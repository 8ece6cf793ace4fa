"""Reads typed fields out of a YAML mapping and notes what is wrong, instead of stopping at it."""

from __future__ import annotations

import re
from typing import Any

from lessons.content.problems import Problem
from lessons.content.yamlfile import BadYaml, Lines, read

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Fields:
    """The fields of one mapping of a file; `path` is where the mapping stands in the document."""

    def __init__(self, file: str, given: Any, lines: Lines, found: list[Problem], path: tuple[Any, ...] = ()) -> None:
        self.file, self.lines, self.found, self.path = file, lines, found, path
        self.given: dict[str, Any] = given if isinstance(given, dict) else {}
        self._usable = True
        if not isinstance(given, dict):
            self.report("", "is no mapping", "write name: value lines")
            self._usable = False

    @property
    def line(self) -> int:
        """Where the mapping begins."""
        return self.lines.of(*self.path)

    def report(self, name: str, what: str, mend: str, *inside: Any) -> None:
        """Notes a problem of a field (of the part `inside` it), or of the mapping itself. That there is none is said once."""
        if not self._usable:
            return
        where = self.lines.of(*self.path, *([name] if name else []), *inside)
        self.found.append(Problem(self.file, where, f"`{name}` {what}" if name else f"this {what}", mend))

    def only(self, *known: str) -> None:
        for name in self.given:
            if name not in known:
                self.report(str(name), "is not a known field", f"known are {', '.join(known)}")

    def text(self, name: str, *, most: int = 400, optional: bool = False) -> str:
        value = self.given.get(name)
        if value is None and optional:
            return ""
        if value is not None and not isinstance(value, str):
            self.report(name, "is no text", "put quotes around it")
            return ""
        if value is None or not value.strip():
            self.report(name, "is missing", "write it")
            return ""
        if len(value) > most:
            self.report(name, f"has {len(value)} characters", f"use at most {most}")
        return value.strip()

    def slug(self, name: str) -> str:
        value = self.text(name, most=80)
        if value and not SLUG.fullmatch(value):
            self.report(name, f"“{value}” is no slug", "use small letters, digits and single hyphens")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        """A whole number; 0 if it is none, or too small or large."""
        value = self.given.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.report(name, f"is not a whole number from {least} to {most}", "write one")
            return 0
        return value

    def entries(self, name: str, *, optional: bool = False) -> list[Any]:
        value = self.given.get(name)
        if value is None and optional:
            return []
        if not isinstance(value, list) or (not value and not optional):
            self.report(name, "is not a list with entries", "write one entry a line, each after “- ”")
            return []
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.entries(name, optional=True)
        if not all(isinstance(value, str) for value in values):
            self.report(name, "has an entry that is no text", "write texts")
            return ()
        return tuple(values)

    def inner(self, name: str, index: int) -> Fields:
        return Fields(self.file, self.given[name][index], self.lines, self.found, (*self.path, name, index))


def fields_of(file: str, text: str, found: list[Problem], *, first_line: int = 1) -> Fields | None:
    """The fields of a YAML text that begins at `first_line` of a file; None, with the reason noted, if it is no YAML."""
    try:
        given, lines = read(text, first_line=first_line)
    except BadYaml as problem:
        found.append(Problem(file, problem.line, problem.what, "mend the YAML"))
        return None
    return Fields(file, given, lines, found)
