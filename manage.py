#!/usr/bin/env python3
"""Loci's one command: `python3 manage.py up` serves the site, `python3 manage.py test` runs every test.

Where the interpreter has what requirements/base.lock names, this is Django's ordinary manage.py. Elsewhere it first makes the
environment .venv with nothing but the standard library, and goes on in there. The test command adds requirements/test.lock.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"base": ROOT / "requirements" / "base.lock", "test": ROOT / "requirements" / "test.lock"}
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
BYTES_NEEDED = 2_500_000_000
ONLINE = "Is the machine online? The lines above say more; starting again goes on where this ended"
STARTED = time.monotonic()


def stop(problem, mend):
    sys.exit(f"Loci: {problem}. {mend}.")


def say(text):
    print(f"Loci: {text}", file=sys.stderr, flush=True)


def pins(lock):
    """The (name, version) pairs of a lock; lines for some platforms only are left to the installer."""
    return re.findall(r"^([\w.-]+)==([\w.]+)$", lock.read_text(encoding="utf-8"), re.MULTILINE)


def has(name, version):
    try:
        return metadata.version(name).partition("+")[0] == version  # a local suffix such as +cpu is the same release
    except metadata.PackageNotFoundError:
        return False


def stamp(lock):
    """The file that says: .venv has what this very lock names."""
    return VENV / f"{lock.stem}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}.ready"


def stands(locks):
    """Whether this interpreter can go on by itself."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return all(stamp(lock).exists() for lock in locks)
    return all(has(name, version) for lock in locks for name, version in pins(lock))


def run(*command, problem, mend, **options):
    """Run a step of the installation; its own output tells how far it is."""
    try:
        done = subprocess.run([str(part) for part in command], **options)
    except OSError as error:
        stop(f"{problem}: {error}", mend)
    if done.returncode:
        if shutil.disk_usage(ROOT).free < 50_000_000:
            stop(f"the disk of {ROOT} is full", "Free about 2 GB and start again")
        stop(problem, mend)
    return done


def make_venv():
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    say("making .venv")
    mend = "Install it (on Debian and Ubuntu: apt install python3-venv) and start again"
    if importlib.util.find_spec("venv") is None:
        stop("this Python has no venv module", mend)
    if importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", "--clear", VENV, problem="could not make .venv", mend="The lines above say why")
    elif importlib.util.find_spec("pip"):  # Debian keeps ensurepip in a package of its own; pip can fill the environment too
        run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV, problem="could not make .venv", mend=mend)
        fill = [sys.executable, "-m", "pip", "-q", "--python", PYTHON, "install", "pip"]
        run(*fill, problem="could not put pip into .venv", mend=mend)
    else:
        stop("this Python has neither ensurepip nor pip", mend)


def install_torch(version, uv):
    """PyTorch alone and first, as its CPU build: asked for like the others, it would bring gigabytes of CUDA on Linux."""
    wanted = f"torch=={version}"
    say("installing PyTorch, the CPU build (about 200 MB)")
    ask = [*PIP, "install", "-q", "--dry-run", "--no-deps", "--report", "-", wanted]
    look = subprocess.run(ask, capture_output=True, text=True)
    report = json.loads(look.stdout) if look.returncode == 0 else {"install": []}
    cpu = sys.platform != "linux" or any("+cpu" in found["metadata"]["version"] for found in report["install"])
    if not cpu and uv:
        if subprocess.run([*uv, "pip", "install", "--python", str(PYTHON), "--torch-backend", "cpu", wanted]).returncode == 0:
            return
        say("no CPU build to be had; taking the ordinary one")
    alone = ["--no-deps"] if cpu else []  # the lock has the rest
    run(*PIP, "install", "--no-compile", *alone, wanted, problem="PyTorch could not be installed", mend=ONLINE)


def install(locks):
    """Bring .venv to what the locks name. Safe to break off: it goes on where it was, and the stamp comes last."""
    say("installing; this happens once and takes a minute or two")
    # uv is many times as fast as pip; where it cannot be had, pip does all.
    subprocess.run([*PIP, "install", "-q", "uv"], stderr=subprocess.DEVNULL)
    uv = [str(VENV / "bin" / "uv")] if (VENV / "bin" / "uv").exists() else []
    torch = dict(pins(LOCKS["base"])).get("torch")
    ask = [str(PYTHON), "-c", "import importlib.metadata as m; print(m.version('torch'))"]
    if torch and not subprocess.run(ask, capture_output=True, text=True).stdout.startswith(torch):
        install_torch(torch, uv)
    wanted = [part for lock in locks for part in ("-r", lock)]
    if not uv or subprocess.run([*uv, "pip", "install", "--python", str(PYTHON), *map(str, wanted)]).returncode:
        run(*PIP, "install", "--no-compile", *wanted, problem="the packages could not be installed", mend=ONLINE)
    for lock in locks:
        for old in VENV.glob(f"{lock.stem}-*.ready"):
            old.unlink()
        stamp(lock).touch()
    say(f"the environment stands after {time.monotonic() - STARTED:.0f} s")


def prepare(locks):
    """Make .venv what the locks name; a second process waits until the first is through."""
    if not os.access(ROOT, os.W_OK):
        stop(f"the folder {ROOT} cannot be written", "Run as its owner, or install requirements/base.lock yourself")
    with open(__file__, encoding="utf-8") as own:
        try:
            fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another process that prepares .venv")
            fcntl.flock(own, fcntl.LOCK_EX)
        if all(stamp(lock).exists() for lock in locks):
            return
        if not PYTHON.exists() and shutil.disk_usage(ROOT).free < BYTES_NEEDED:
            stop(f"too little space on the disk of {ROOT}", "Free about 2.5 GB and start again")
        make_venv()
        install(locks)


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 whoever starts this with an older one shall learn why it does not go
        stop("this is Python " + sys.version.split()[0], "Use Python 3.11 or newer, such as python3.12 manage.py")
    names = ["base", "test"] if sys.argv[1:2] == ["test"] else ["base"]
    locks = [LOCKS[name] for name in names]
    if not stands(locks):
        try:
            prepare(locks)
        except KeyboardInterrupt:
            stop("broken off", "Starting again goes on where this ended")
        os.execv(PYTHON, [str(PYTHON), __file__, *sys.argv[1:]])
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
