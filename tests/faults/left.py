"""What an installation's programs hold while they have nothing to do: processes, descriptors, temporary files. A fault may end
some of them, and what comes in their place holds no more than they did.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.attacks.traces import traces
from tests.faults.rig import SLOW, Rig
from tests.helpers import SOLUTION, WRONG
from tests.services.valkey import answers
from tests.waiting import until

PROGRAMS = ("site", "grading worker", "default worker")
# Threads open what they need when they first work: for the database a file and its log, for the broker two sockets. They keep it:
# over twenty faults no kind comes to more.
MOST_NEW_OF_A_KIND = 8
SEARCHES = 8


@dataclass(frozen=True, slots=True)
class Held:
    """By each program and all below it; files are those of the folder for temporary ones."""

    processes: dict[str, Counter[str]]
    descriptors: dict[str, Counter[str]]
    files: frozenset[Path]


def held(rig: Rig) -> Held:
    found = {name: traces(rig.process(name), rig.temporary) for name in PROGRAMS}
    descriptors = {name: one.descriptors + Counter(sockets=one.sockets) for name, one in found.items()}
    files = frozenset[Path]().union(*(one.files for one in found.values()))
    return Held({name: one.processes for name, one in found.items()}, descriptors, files)


def at_rest(rig: Rig) -> Held:
    """After so many honest submissions that all threads have been at work, on a busy machine as well. Of the site's one works as
    long as no request waits; a search does, for there is no index worker here, so several at once take them all.

    Of a worker that has lost its broker each thread with something to tell waits on a connection of its own, three sockets with
    what watches them, which stays for what comes next: that has happened once, with all threads at work, before it is looked at.
    """
    rig.every_verdict_came_once(rig.learners_submit(*[SLOW] * 6, SOLUTION, WRONG))
    waiting = rig.learners_submit(*[SLOW] * 6)
    rig.until(rig.is_grading)
    rig.stop("broker")
    rig.until(lambda: not rig.is_grading())
    rig.start("broker")
    until(lambda: answers(rig.broker))
    rig.every_verdict_came_once(waiting | rig.learners_submit(SOLUTION, WRONG))
    visitors = [rig.visitor().begin() for _ in range(SEARCHES)]
    with ThreadPoolExecutor(SEARCHES) as pool:
        pages = list(pool.map(lambda visitor: visitor.get("/search/?q=dot"), visitors))
    assert [page.status for page in pages] == [200] * SEARCHES
    return held(rig)


def more(now: Held, before: Held) -> str:
    """What is held now and was not before; empty if nothing is."""
    found = []
    for name in PROGRAMS:
        if fresh := now.processes[name] - before.processes[name]:
            found.append(f"processes of the {name}: {dict(fresh)}")
        kinds = now.descriptors[name] - before.descriptors[name]
        if fresh := {kind: count for kind, count in kinds.items() if count > MOST_NEW_OF_A_KIND}:
            found.append(f"descriptors of the {name}: {fresh}")
    if now.files - before.files:
        found.append(f"temporary files: {sorted(map(str, now.files - before.files))}")
    return "; ".join(found)


def nothing_more(rig: Rig, before: Held) -> None:
    """Waits until that is so, after honest submissions: whatever was started again has been at work."""
    rig.every_verdict_came_once(rig.learners_submit(SOLUTION, WRONG, SLOW))
    last = ["nothing was looked at"]

    def is_so() -> bool:
        with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError):
            last[0] = more(held(rig), before)
        return not last[0]

    rig.until(is_so, otherwise=lambda: last[0])
