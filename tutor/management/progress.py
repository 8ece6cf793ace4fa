"""Progress of long commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import track

Subject = TypeVar("Subject")


def tracked(subjects: Iterable[Subject], what: str, shown_on: OutputWrapper, *, total: int | None = None) -> Iterable[Subject]:
    """A bar for who watches a terminal; a log gets none. `total` for subjects that have no length."""
    console = Console(file=shown_on._out)
    return track(subjects, description=what, total=total, console=console, transient=True, disable=not console.is_terminal)
