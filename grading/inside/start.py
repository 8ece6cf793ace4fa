"""The first code in a sandbox: closes what it does not need, preloads, locks itself, says READY, and only then listens.

Arguments: role (submission or checks), CPU seconds, MiB of address space, modules to preload, separated by commas, and the
numbers of the two pipes' descriptors.
"""

from __future__ import annotations

import gc
import os
import sys
import time

sys.path[:0] = ["/loci", "/site"]
sys.dont_write_bytecode = True


def main() -> None:
    role, cpu_seconds, memory_mib, preload, to_read, to_write = sys.argv[1:]
    _pipes_to_three_and_four(int(to_read), int(to_write))
    # Nothing that is imported here will ever be garbage: to look for some takes a tenth of the boot.
    gc.disable()
    for name in filter(None, preload.split(",")):
        __import__(name)
    if "numpy" in sys.modules:
        _touch_numpy()
    # Imported before the lock, so that nothing has to be read from disk for it afterwards.
    from grading.inside import channel, checking, lock, submission

    gc.freeze()
    gc.enable()
    sys.argv[:] = ["submission.py"]
    lock.become_nobody()
    lock.limit(cpu_seconds=float(cpu_seconds), memory_mib=int(memory_mib))
    lock.filter_calls()
    channel.send({"op": "ready", "cpu_ms": round(1000 * time.process_time())})
    (checking if role == "checks" else submission).serve()


def _pipes_to_three_and_four(to_read: int, to_write: int) -> None:
    """Puts the pipes where `channel` expects them and closes whatever else is open."""
    high_read, high_write = os.dup2(to_read, 100), os.dup2(to_write, 101)
    os.dup2(high_read, 3)
    os.dup2(high_write, 4)
    os.closerange(5, 1 << 16)


def _touch_numpy() -> None:
    """Lazy parts that would otherwise be loaded in the middle of somebody's time limit."""
    import numpy

    numpy.random.default_rng(0).normal(size=(4, 4)) @ numpy.ones((4, 4))
    numpy.linalg.norm(numpy.ones((2, 2)), axis=1)


if __name__ == "__main__":
    main()
