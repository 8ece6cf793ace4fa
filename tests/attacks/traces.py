"""What hostile code could leave behind: processes, descriptors, memory, files, shared memory."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psutil

MARK = "loci-attack"
# By these System V would know what an attack made (see `catalogue`).
KEYS = range(0x10C10000, 0x10C10100)
PLACES = ("/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue")
# What a connection to the broker takes, which is opened when it is first wanted.
BROKER = ("socket", "anon_inode:[eventpoll]")


@dataclass(frozen=True, slots=True)
class Traces:
    """Of the worker and all below it: how many processes of each name, descriptors of each kind, and the greatest memory."""

    processes: Counter[str]
    descriptors: Counter[str]
    sockets: int
    most_mib: float
    files: frozenset[Path]


def traces(worker: psutil.Process, folder: Path) -> Traces:
    family = [worker, *worker.children(recursive=True)]
    kinds = Counter(_kind(one, number) for one in family for number in os.listdir(f"/proc/{one.pid}/fd"))
    return Traces(
        processes=Counter(one.name() for one in family),
        descriptors=Counter({kind: count for kind, count in kinds.items() if kind not in BROKER}),
        sockets=sum(kinds[kind] for kind in BROKER),
        most_mib=max(one.memory_info().rss for one in family) / (1 << 20),
        files=frozenset(path for path in folder.rglob("*") if "valkey" not in path.parts),
    )


def _kind(process: psutil.Process, number: str) -> str:
    try:
        return re.sub(r":\[\d+\]", "", os.readlink(f"/proc/{process.pid}/fd/{number}"))
    except FileNotFoundError:  # it was the one of this very look
        return ""


def left_outside() -> list[str]:
    """Files and System V objects by the names that attacks give to what they make, anywhere that they try."""
    found = [f"{place}/{name}" for place in PLACES if os.path.isdir(place) for name in os.listdir(place) if MARK in name]
    for kind in ("shm", "msg", "sem"):
        lines = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]
        found += [f"{kind} {line}" for line in lines if int(line.split()[0]) % (1 << 32) in KEYS]
    return found


def remembers(process: psutil.Process, words: bytes) -> bool:
    """Whether the words are anywhere in the memory that the process may write."""
    with open(f"/proc/{process.pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{process.pid}/maps").read_text().splitlines():
            start, end, rights = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line).groups()
            if rights.startswith("rw"):
                memory.seek(int(start, 16))
                if words in memory.read(int(end, 16) - int(start, 16)):
                    return True
    return False
