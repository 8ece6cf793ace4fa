from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Where the mounts put our own code, and packages.
PATH = ("/loci", "/site")


@dataclass(frozen=True, slots=True)
class Mount:
    """`source` of this machine, seen read-only at `target` inside; without a source, an empty folder is there."""

    source: Path | None
    target: str


@dataclass(frozen=True, slots=True)
class Interior:
    """What a box needs of this machine for a runtime: files, links at the top of the file system, variables, the command."""

    mounts: tuple[Mount, ...]
    links: tuple[tuple[str, str], ...]
    environment: tuple[tuple[str, str], ...]
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Runtime:
    """A language as the sandbox sees it.

    Attributes:
        interior: found out once per process, as it looks at the machine. Raises SandboxDown if something is not installed.
        preload: modules that are imported before the box is locked.
        base_mib: address space that it takes by itself, with what its libraries map when they are first used in earnest.
    """

    name: str
    interior: Callable[[], Interior]
    preload: tuple[str, ...]
    base_mib: int
