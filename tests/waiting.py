"""Waits for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

# Far more than anything here takes, on however busy a machine.
PATIENCE_SECONDS = 120.0


def until(true: Callable[[], object], seconds: float = PATIENCE_SECONDS, otherwise: Callable[[], str] | str = "") -> None:
    """Returns as soon as `true()` is; after so many seconds the test fails, and says `otherwise`."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            why = otherwise() if callable(otherwise) else otherwise
            raise AssertionError(f"it did not come true within {seconds:g} s. {why}")
        time.sleep(0.02)
