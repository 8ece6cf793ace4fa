"""Starts a zygote without namespaces and without bubblewrap, for machines that allow neither: an empty environment, and from then
on Landlock, limits and the filter of system calls alone (see grading/inside/lock.py).

Who it runs as: root becomes nobody; an ordinary user cannot become another and stays who they are. The files of this machine are
where they are, and none but those of the runtime can be opened; that they exist can be seen.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from grading.contract import SandboxDown
from grading.runtimes import PATH, Runtime
from grading.runtimes.runtime import Interior
from grading.sandbox.box import Role


def start(role: Role, runtime: Runtime, inside: Sequence[str], *, pass_fds: Sequence[int]) -> subprocess.Popen[bytes]:
    """The runtime's process. Raises SandboxDown."""
    try:
        return subprocess.Popen(
            (*command(role, runtime), *inside),
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(runtime.interior().environment),
            cwd="/",
            pass_fds=pass_fds,
            start_new_session=True,
        )
    except OSError as problem:
        raise SandboxDown(f"the interpreter does not start: {problem}.") from problem


def command(role: Role, runtime: Runtime) -> tuple[str, ...]:
    interpreter, path, files = _outside(runtime)
    return (*interpreter, role.value, "B", str(os.getpid()), ",".join(runtime.preload), path, files)


@lru_cache(maxsize=8)
def _outside(runtime: Runtime) -> tuple[tuple[str, ...], str, str]:
    """The interior's command, path and files, by their names on this machine."""
    interior = runtime.interior()
    sources = {mount.target: mount.source for mount in interior.mounts if mount.source is not None}
    command = tuple(_source(part, sources) for part in interior.command)
    path = {
        str(source).removesuffix(target.removeprefix(folder))
        for target, source in sources.items()
        for folder in PATH
        if target.startswith(f"{folder}/")
    }
    return command, ":".join(sorted(path)), ":".join(sorted(set(_readable(interior))))


def _source(name: str, sources: dict[str, Path]) -> str:
    for target, source in sources.items():
        if name.startswith(f"{target}/"):
            return f"{source}{name.removeprefix(target)}"
    return name


def _readable(interior: Interior) -> Iterator[str]:
    """Landlock gives a folder with all that is in it: where a part is hidden, the other parts are listed."""
    hidden = {mount.target for mount in interior.mounts if mount.source is None}
    for mount in interior.mounts:
        if mount.source is None:
            continue
        if any(name.startswith(f"{mount.target}/") for name in hidden):
            yield from (str(part) for part in mount.source.iterdir() if f"{mount.target}/{part.name}" not in hidden)
        else:
            yield str(mount.source)
