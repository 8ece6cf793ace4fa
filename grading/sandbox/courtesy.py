"""What the judge does to a process that takes long: it looks at its processor time, and lets others compute first."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

# Seconds of processor time after which a box steps back; most answer in a few milliseconds.
SOON = 0.1
# A tenth of what others get, and not less: honest code that computes for long must end within its limit on a busy machine too.
NICE = 10
# Of the clocks of a process, that which the scheduler keeps; see clock_getcpuclockid(3) for how the number is made.
SCHEDULED = 2


def step_back(process: int) -> None:
    """Gives the process behind this pidfd little of the processor while others want it. Where that is not allowed, it stays.

    Kernels that share the processor among sessions (autogroups, see sched(7)) heed the value of the session alone.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = _number(process)
        if pid > 0:
            os.setpriority(os.PRIO_PROCESS, pid, NICE)
            Path(f"/proc/{pid}/autogroup").write_text(f"{NICE}")


def cpu_seconds(process: int) -> float | None:
    """Processor time that the process behind this pidfd has used; None where that cannot be told, as of one that has ended."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = _number(process)
        if pid > 0:
            return time.clock_gettime(~pid << 3 | SCHEDULED)
    return None


def _number(process: int) -> int:
    """As this process sees it; -1 of one that has ended."""
    return int(Path(f"/proc/self/fdinfo/{process}").read_text().partition("Pid:")[2].split()[0])
