"""Landlock, for a process and for ever: of files, those that are listed can be read and nothing else be done; no network; no
signals to others. See landlock(7).
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

CREATE, ADD, RESTRICT, VERSION, PATH_BENEATH = 444, 445, 446, 1, 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
_libc = ctypes.CDLL(None, use_errno=True)


class Refused(RuntimeError):
    """The kernel does not do as it should."""


def version() -> int:
    """The kernel's version of it; below 1 where it has none."""
    return int(_libc.syscall(ctypes.c_long(CREATE), None, ctypes.c_size_t(0), ctypes.c_uint(VERSION)))


def ruleset(readable: Iterable[str]) -> int | None:
    """The descriptor of rules by which these files and folders, with all in them, may be read. None without Landlock.

    Raises Refused, OSError.
    """
    if (has := version()) < 1:
        return None
    files = (1 << 13 + (has >= 2) + (has >= 3) + (has >= 5)) - 1
    # The network is ruled from the fourth version on, signals and abstract sockets from the sixth.
    handled = struct.pack("<QQQ", files, 3, 3)[: 24 if has >= 6 else 16 if has >= 4 else 8]
    rules = int(_libc.syscall(ctypes.c_long(CREATE), handled, ctypes.c_size_t(len(handled)), ctypes.c_uint(0)))
    if rules < 0:
        raise Refused(f"Landlock is refused: {os.strerror(ctypes.get_errno())}")
    for path in readable:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = READ_FILE | (READ_DIR if stat.S_ISDIR(os.fstat(place).st_mode) else 0)
        rule = struct.pack("<Qi", rights, place)
        if _libc.syscall(ctypes.c_long(ADD), ctypes.c_int(rules), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint(0)):
            raise Refused(f"Landlock takes no rule for {path}: {os.strerror(ctypes.get_errno())}")
        os.close(place)
    return rules


def restrict(rules: int) -> None:
    """For this process and for ever; it must have given up new privileges before. Raises Refused."""
    if _libc.syscall(ctypes.c_long(RESTRICT), ctypes.c_int(rules), ctypes.c_uint(0)):
        raise Refused(f"Landlock is refused: {os.strerror(ctypes.get_errno())}")
