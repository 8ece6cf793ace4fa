"""Refuses what cannot work before anything is started: one line that says what is wrong, and the mend."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

BYTES_NEEDED = 100_000_000
LEFTOVERS_SECONDS = 25.0


class CannotStart(SystemExit):
    """Ends the process with status 1 and this one line."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"Loci cannot start: {problem}. {mend}.")


def check_space(data_dir: Path) -> None:
    if not os.access(data_dir, os.W_OK):
        raise CannotStart(f"the data folder {data_dir} cannot be written", "Run as its owner, or set LOCI_DATA_DIR to another")
    free = shutil.disk_usage(data_dir).free
    if free < BYTES_NEEDED:
        mend = "Free 100 MB or more, or set LOCI_DATA_DIR to another disk"
        raise CannotStart(f"the disk of {data_dir} has {free / 1e6:.0f} MB left", mend)


def take_data_dir(data_dir: Path, say: Callable[[str], None]) -> int:
    """A descriptor that holds the folder for this process and, as it is handed on, for its programs until the last has ended."""
    descriptor = os.open(data_dir / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + LEFTOVERS_SECONDS
    told = False
    while not _locked(descriptor):
        holder = os.pread(descriptor, 20, 0).decode().strip()
        if time.monotonic() > deadline or _lives(holder):
            os.close(descriptor)
            mend = "Stop that one, or set LOCI_DATA_DIR and --port for a second installation"
            raise CannotStart(f"process {holder} already runs Loci on {data_dir}", mend)
        if not told:
            say("waiting for the programs of an earlier start to end")
            told = True
        time.sleep(0.1)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def take_port(host: str, port: int) -> socket.socket:
    """A listening socket, held by the supervisor and handed to the site."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(f"port {port} is taken by another program", f"Choose another: --port {_next(port)}") from None
        if error.errno == errno.EACCES:
            raise CannotStart(f"port {port} needs more rights", "Choose one above 1023 and put a proxy before it") from None
        mend = "Set --host to an address of this machine"
        raise CannotStart(f"{host} port {port} cannot be used ({error.strerror})", mend) from None


def private_folder(folder: Path) -> None:
    """Makes `folder` for this user alone; one that somebody else made first is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise CannotStart(f"{folder} is not yours alone", "Remove it, or set LOCI_DATA_DIR to a shorter path")


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8000
