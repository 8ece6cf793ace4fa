"""Clients of an http server that are as quick as Python can be: requests are made beforehand, connections are kept."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Load:
    """What came of requests that several clients sent at once, each client its own one after another."""

    seconds: float
    waited: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.waited) / self.seconds


class Connection:
    """A connection that is kept. Of http it understands what the site sends."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        self._socket.sendall(request)
        status, length = int(self._reader.readline().split()[1]), 0
        while (line := self._reader.readline().lower()) != b"\r\n":
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return status, self._reader.read(length)

    def close(self) -> None:
        self._reader.close()
        self._socket.close()


def request(method: str, path: str, token: str = "", body: Any = None) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    sent = b"" if body is None else json.dumps(body).encode()
    lines += [] if body is None else ["Content-Type: application/json", f"Content-Length: {len(sent)}"]
    return "\r\n".join([*lines, "", ""]).encode() + sent


def load(port: int, requests: Sequence[Sequence[bytes]], wanted: int) -> Load:
    """Lets as many clients as there are lists send theirs at the same time. Whoever gets another status than `wanted` ends it."""
    clients = [_Client(port, own, wanted) for own in requests]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    done = Load(time.perf_counter() - began)
    for client in clients:
        if client.problem:
            raise SystemExit(client.problem)
        done.waited += client.waited
        done.answers += client.answers
    return done


class _Client(threading.Thread):
    def __init__(self, port: int, requests: Sequence[bytes], wanted: int) -> None:
        super().__init__(daemon=True)
        self._connection, self._requests, self._wanted = Connection(port), requests, wanted
        self.problem, self.waited, self.answers = "", list[float](), list[bytes]()

    def run(self) -> None:
        for one in self._requests:
            began = time.perf_counter()
            status, answer = self._connection.ask(one)
            self.waited.append(time.perf_counter() - began)
            self.answers.append(answer)
            if status != self._wanted:
                self.problem = f"{one[:80]!r} gets {status}: {answer[:300]!r}"
                break
        self._connection.close()
