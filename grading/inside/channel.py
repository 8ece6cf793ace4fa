"""Frames over the two pipes that a sandboxed process has: descriptor 3 to read, 4 to write.

Before each request stands a number that nobody can guess, and the answer to it begins with the same.
"""

from __future__ import annotations

import os
from typing import Any

from grading import wire

IN, OUT = 3, 4
NONCE_BYTES = 8
# Before anything was asked, only that the box is locked is said.
NO_NONCE = bytes(NONCE_BYTES)
_nonce = NO_NONCE


def receive() -> Any:
    """The next frame's value; ends the process quietly when the judge has gone."""
    global _nonce
    _nonce = _exactly(NONCE_BYTES)
    prefix = _exactly(wire.PREFIX.size)
    return wire.loads(prefix + _exactly(wire.frame_length(prefix)))


def send(value: Any) -> None:
    frame = memoryview(_nonce + wire.dumps(value))
    while frame:
        frame = frame[os.write(OUT, frame) :]


def _exactly(count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = os.read(IN, min(1 << 20, count - len(parts)))
        if not part:
            os._exit(0)
        parts += part
    return bytes(parts)
