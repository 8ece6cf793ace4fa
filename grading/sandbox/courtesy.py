"""Whoever computes for long steps back behind whoever has just come, so that endless code of one learner does not slow others."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

# Seconds that a box may be waited for before it steps back; most answer in a few milliseconds.
SOON = 0.1
LAST = 19


def step_back(process: int) -> None:
    """Gives the process behind this pidfd the processor only when nobody else wants it. Where that is not allowed, it stays.

    Kernels that share the processor among sessions (autogroups, see sched(7)) heed the value of the session alone.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        told = Path(f"/proc/self/fdinfo/{process}").read_text()
        pid = int(told.partition("Pid:")[2].split()[0])
        if pid > 0:
            os.setpriority(os.PRIO_PROCESS, pid, LAST)
            Path(f"/proc/{pid}/autogroup").write_text(f"{LAST}")
