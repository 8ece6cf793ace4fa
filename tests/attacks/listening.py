"""What code in a box must not reach: servers that really listen on this machine, and files that are really there."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

SECRET = f"secret-{secrets.token_hex(12)}"


class Surroundings:
    """Servers of four kinds, which remember whoever knocks, and a file with a secret, in a folder of the stack's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "secret").write_text(SECRET)
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._abstract, self._path = (socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(2))
        self._abstract.bind(abstract := f"\0loci-{secrets.token_hex(6)}")
        self._path.bind(path := str(folder / "listens"))
        self._all = (self._tcp, self._udp, self._abstract, self._path)
        for one in self._all:
            one.setblocking(False)
        for one in (self._abstract, self._path):
            one.listen()
        self._addresses = {
            "tcp": self._tcp.getsockname()[1],
            "udp": self._udp.getsockname()[1],
            "abstract": abstract,
            "path": path,
        }

    def here(self) -> dict[str, object]:
        return {**self._addresses, "folder": str(self.folder)}

    def knocks(self) -> list[str]:
        """Who came to any of the servers since the last look."""
        heard = []
        for one in self._all:
            try:
                heard.append(repr(one.recv(100) if one is self._udp else one.accept()))
            except BlockingIOError:
                continue
        return heard

    def is_untouched(self) -> bool:
        return (self.folder / "secret").read_text() == SECRET

    def close(self) -> None:
        for one in self._all:
            one.close()
