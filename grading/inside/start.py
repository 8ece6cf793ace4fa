"""The first code in a sandbox: closes what it does not need, preloads, locks itself, says READY, and only then listens.

Arguments: role (submission or checks); tier (A behind bubblewrap's walls, B without); the process that this one dies with (0
where namespaces hide it); modules to preload, separated by commas; folders with these modules and what may be read, both
separated by colons. Then come either CPU seconds, MiB of address space and the numbers of the two pipes' descriptors, or the
number of one socket: then this is a zygote, which goes on from here in each child that it forks.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
# So often the interpreter wants to have seen a piece of code before it runs it fast.
REHEARSALS = 16


def main() -> None:
    role, tier, parent, preload, path, readable, *rest = sys.argv[1:]
    _places_from_three(*map(int, rest[-2:]))
    sys.path[:0] = path.split(":")
    before = _stand_guard() if (os.getpid(), os.getuid()) == (1, 0) else 0.0
    # Nothing that is imported here will ever be garbage: to look for some takes a tenth of the boot.
    gc.disable()
    for name in filter(None, preload.split(",")):
        __import__(name)
    if "numpy" in sys.modules:
        _touch_numpy()
    # Imported before the lock, so that nothing has to be read from disk for it afterwards.
    from grading.inside import channel, filters, landlock, lock, zygote

    side = importlib.import_module(f"grading.inside.{'checking' if role == 'checks' else 'submission'}")
    is_zygote = len(rest) == 1
    if is_zygote:
        side.rehearse()  # once while all can be imported that it wants
    _forget_path(path.split(":"))
    sys.argv[:] = ["submission.py"]
    lock.become_nobody(for_certain=tier == "A")
    lock.die_with_parent(int(parent))
    lock.hide()
    lock.no_new_privileges()
    rules, calls = lock.readable(readable.split(":"), required=tier == "B"), filters.prepared()
    lock.limit_all()
    for _ in range(REHEARSALS if is_zygote else 0):
        _rehearse_lock(int(parent))
        side.rehearse()
    gc.freeze()
    if is_zygote:
        cpu_seconds, memory_mib = zygote.serve(socket.socket(fileno=3), spaces=tier == "A", keep=rules)
        before = 0.0
    else:
        cpu_seconds, memory_mib = float(rest[0]), int(rest[1])
    gc.enable()
    lock.drop_capabilities()
    lock.limit(cpu_seconds=cpu_seconds, memory_mib=memory_mib)
    if rules is not None:
        landlock.restrict(rules)
        os.close(rules)
    filters.filter_calls(calls)
    channel.send({"op": "ready", "cpu_ms": round(1000 * (before + time.process_time()))})
    side.serve()


def _stand_guard() -> float:
    """Forks the first process of another namespace, and returns there alone: the seconds that this one computed until then.

    Whoever becomes nobody is not ended by the kernel with root's bubblewrap, which has given up the right to signal others. This
    process remains root's, without any power: it dies with bubblewrap, and as it is the first of the outer namespace, all that is
    within with it. It has no other work than to end as its child does.
    """
    from grading.inside import lock

    lock.make_process_namespace()
    took = time.process_time()
    child = os.fork()
    if child == 0:
        return took
    lock.drop_capabilities()
    os.closerange(0, 1 << 16)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _rehearse_lock(parent: int) -> None:
    """Locks a zygote as far as it bears, as each of its children will be locked: what the interpreter notes down when code runs
    for the first times is then there before the fork, and no child copies memory for it.
    """
    from grading.inside import filters, landlock, lock

    lock.die_with_parent(parent)
    lock.drop_capabilities()
    lock.limit_all()
    # No rules, and no filter: the kernel refuses both.
    with contextlib.suppress(landlock.Refused):
        landlock.restrict(-1)
    with contextlib.suppress(lock.Unlockable):
        filters.filter_calls((0, b""))


def _places_from_three(*descriptors: int) -> None:
    """Puts the descriptors where `channel` or the zygote expects them and closes whatever else is open."""
    # First out of each other's way: whatever their numbers are, these are free.
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 8) for descriptor in descriptors]
    for number, descriptor in enumerate(high):
        os.dup2(descriptor, 3 + number)
    os.closerange(3 + len(high), 1 << 16)


def _forget_path(folders: list[str]) -> None:
    """What is imported stays, with all of its parts; what else lies beside it cannot be found. The folders that are left are
    looked into now: where there are no other walls, they cannot be listed later.
    """
    sys.path[:] = [folder for folder in sys.path if folder not in folders]
    for folder in folders:
        sys.path_importer_cache.pop(folder, None)
    for folder in sys.path:
        if (finder := sys.path_importer_cache.get(folder)) is not None:
            finder.find_spec("no such module")


def _touch_numpy() -> None:
    """Lazy parts that would otherwise be loaded in the middle of somebody's time limit."""
    import numpy

    numpy.random.default_rng(0).normal(size=(4, 4)) @ numpy.ones((4, 4))
    numpy.linalg.norm(numpy.ones((2, 2)), axis=1)


if __name__ == "__main__":
    main()
