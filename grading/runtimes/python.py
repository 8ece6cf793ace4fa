"""Python with no packages, with numpy, or with numpy and faiss, and nothing else of this machine: the interpreter, its standard
library without site-packages, those packages, and exactly the shared libraries that these load. They are found by letting the
interpreter load them and reading its memory map.
"""

from __future__ import annotations

import glob
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from grading.contract import SandboxDown
from grading.runtimes.runtime import Interior, Mount, Runtime

ROOM = Path(__file__).resolve().parent.parent
# Of our own code only this enters a box.
OURS = ("__init__.py", "wire.py", "forms.py", "checks.py", "calls.py", "findings.py", "judging", "inside")
# Terminals, windows, databases of the system and TLS serve nobody in a box without a network.
UNUSED = ("_curses", "_curses_panel", "_dbm", "_gdbm", "_ssl", "_tkinter", "nis", "readline")
LOADS_EVERYTHING = f"""
import importlib, os, sys
sys.path[:0] = filter(None, sys.argv[1].split(":"))
for name in filter(None, sys.argv[2].split(",")):
    importlib.import_module(name)
for folder in sys.path:
    if folder.endswith("lib-dynload"):
        for name in sorted({{file.split(".")[0] for file in os.listdir(folder)}} - set({UNUSED!r})):
            if not name.startswith(("_test", "_xx", "xx")):
                try:
                    importlib.import_module(name)
                except ImportError:
                    pass
for line in open("/proc/self/maps"):
    print(line.split(None, 5)[5].strip() if line.count("/") else "")
"""


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package: the folders that it has beside one another, and modules that load all of its shared libraries."""

    name: str
    folders: tuple[str, ...]
    modules: tuple[str, ...]


NUMPY = Package("numpy", ("numpy", "numpy.libs"), ("numpy", "numpy.fft", "numpy.linalg", "numpy.random"))
# Its loader compares versions by `packaging`.
FAISS = Package("faiss", ("faiss", "faiss_cpu.libs", "packaging"), ("faiss",))


@lru_cache(maxsize=8)
def interior(packages: tuple[Package, ...]) -> Interior:
    """Raises SandboxDown."""
    interpreter = os.path.realpath(sys.executable)
    standard_library = Path(os.__file__).resolve().parent
    folders = [folder for package in packages for folder in _folders(package)]
    known = (f"{standard_library}/", *(f"{folder}/" for folder in folders))
    modules = [module for package in packages for module in package.modules]
    loaded = sorted(path for path in _loaded(interpreter, folders, modules) if not path.startswith(known))
    libraries = [path for path in loaded if path != interpreter and ".so" in os.path.basename(path)]
    mounts = [Mount(Path(interpreter), interpreter), Mount(standard_library, str(standard_library))]
    for name in ("site-packages", "dist-packages"):
        if (standard_library / name).is_dir():
            mounts.append(Mount(None, str(standard_library / name)))
    mounts += [Mount(Path(real), name) for real in libraries for name in _names_of(real)]
    mounts += [Mount(folder, f"/site/{folder.name}") for folder in folders]
    mounts += [Mount(ROOM / part, f"/loci/grading/{part}") for part in OURS]
    links = tuple((os.readlink(top), top) for top in ("/lib", "/lib64") if os.path.islink(top))
    threads = tuple((f"{library}_NUM_THREADS", "1") for library in ("OMP", "OPENBLAS", "MKL"))
    libraries_lie = ":".join(sorted({os.path.dirname(path) for path in libraries}))
    return Interior(
        mounts=tuple(mounts),
        links=links,
        environment=(*threads, ("PYTHONHASHSEED", "0"), ("LC_ALL", "C.UTF-8"), ("LD_LIBRARY_PATH", libraries_lie)),
        # No site, no user's site, nothing from the working directory; the environment is ours alone. What was printed must have
        # left when the process is killed.
        command=(interpreter, "-S", "-s", "-P", "-B", "-u", "-X", "utf8", "/loci/grading/inside/start.py"),
    )


def _folders(package: Package) -> list[Path]:
    spec = importlib.util.find_spec(package.name)
    if spec is None or spec.origin is None:
        raise SandboxDown(f"{package.name} is not installed. Install the project's requirements.")
    site = Path(spec.origin).resolve().parent.parent
    return [site / folder for folder in package.folders if (site / folder).is_dir()]


def _loaded(interpreter: str, folders: list[Path], modules: list[str]) -> set[str]:
    site = ":".join(sorted({str(folder.parent) for folder in folders}))
    command = [interpreter, "-I", "-S", "-B", "-c", LOADS_EVERYTHING, site, ",".join(modules)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={}, check=True)
    except (OSError, subprocess.SubprocessError) as problem:
        what = " and ".join(modules) or "its library"
        raise SandboxDown(f"{interpreter} does not load {what}: {problem}. Install the requirements.") from problem
    return {line for line in done.stdout.splitlines() if line.startswith("/")}


def _names_of(real: str) -> Iterator[str]:
    """A library's file, the links beside it by which it is asked for, and where the kernel looks for the loader."""
    yield real
    folder = os.path.dirname(real)
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if ".so." in name and os.path.islink(path) and os.path.realpath(path) == real:
            yield path
    for path in glob.glob("/lib*/ld-*.so*"):
        if os.path.realpath(path) == real and os.path.realpath(os.path.dirname(path)) != folder:
            yield os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


PYTHON = Runtime("python", partial(interior, (NUMPY,)), preload=("numpy",), base_mib=176)
BASE = Runtime("python-base", partial(interior, ()), preload=(), base_mib=48)
WITH_FAISS = Runtime("python-faiss", partial(interior, (NUMPY, FAISS)), preload=("numpy", "faiss"), base_mib=400)
