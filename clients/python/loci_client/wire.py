"""Requests over HTTP: sent again where that is harmless, refused with exceptions that say why."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2

from loci_client.problems import LociError, Problem, Unreachable, Unreadable, problem_of

ROOT = "/api/v1"
TIMEOUT_SECONDS = 40.0  # more than the server lets anybody wait for a verdict
TRIES = 4
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LOCAL = ("localhost", "127.0.0.1", "::1")


class Wire:
    """A connection to one server.

    Args:
        server: its address, such as https://learn.example.
        sleep: waits so many seconds; tests pass one that does not.
        told: is told why and how long it waits, for who looks on.
    """

    def __init__(
        self,
        server: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        told: Callable[[str, float], None] = lambda why, seconds: None,
    ) -> None:
        self.server, self._sleep, self._told = address_of(server), sleep, told
        self._http = httpx2.Client(base_url=self.server + ROOT, timeout=TIMEOUT_SECONDS, headers={"User-Agent": "loci-client"})

    def close(self) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, int | str] | None = None,
        again: bool = True,
        patient: bool = True,
    ) -> httpx2.Response:
        """The answer, if it is a good one.

        Args:
            again: the request does the same when it arrives twice, so it may be sent again after a lost connection.
            patient: wait for a Retry-After of up to half a minute, rather than tell of it.

        Raises:
            Unreachable: after the last try.
            Problem: what the server refused, by its kind.
        """
        for left in range(TRIES - 1, -1, -1):
            try:
                response = self._http.request(method, path, json=body, headers=headers, params=query)
                check(response)
            except httpx2.TransportError as error:
                never_arrived = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
                if not left or not (again or never_arrived):
                    raise Unreachable(f"{self.server} does not answer ({error or type(error).__name__}).") from error
                self._pause("The connection was lost.", FIRST_PAUSE * 2 ** (TRIES - 1 - left) * random.uniform(0.5, 1.5))
            except Problem as problem:
                wait = problem.retry_after
                if not left or not patient or wait is None or wait > LONGEST_PAUSE:
                    raise
                self._pause(problem.detail, wait)
            else:
                return response
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str]) -> Iterator[Iterator[str]]:
        """The lines of an answer, as they come."""
        try:
            with self._http.stream("GET", path, headers=headers) as response:
                if not response.is_success:
                    response.read()
                check(response)
                yield response.iter_lines()
        except httpx2.TransportError as error:
            raise Unreachable(f"{self.server} does not answer ({error or type(error).__name__}).") from error

    def _pause(self, why: str, seconds: float) -> None:
        self._told(why, seconds)
        self._sleep(seconds)


def json_of(response: httpx2.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise Unreadable("The server's answer is no JSON. Is this the address of a Loci server?") from error


def check(response: httpx2.Response) -> None:
    """Raises the Problem that the answer is, if it is one."""
    if response.is_success or response.status_code == 304:
        return
    if response.is_redirect:
        raise LociError(f"The server sends us to {response.headers.get('Location', '')}. Sign in at that address.")
    try:
        document: object = response.json()
    except ValueError:
        document = None
    wait = response.headers.get("Retry-After", "")
    raise problem_of(response.status_code, document, float(wait) if wait.isdigit() else None)


def address_of(server: str) -> str:
    """The address without a path, with https:// where nothing is said and the server is elsewhere."""
    given = server.strip().rstrip("/")
    if "://" not in given:
        host = (urlsplit(f"//{given}").hostname or "").lower()
        given = f"{'http' if host in LOCAL else 'https'}://{given}"
    try:
        parts = urlsplit(given)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port is not False and not parts.username
    except ValueError:
        sound = False
    if not sound or parts.path or parts.query or parts.fragment:
        raise LociError(f"“{server}” is no address of a server. Write it as https://learn.example.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def open_to_all(server: str) -> bool:
    """Whether a password would cross a network in clear."""
    parts = urlsplit(server)
    return parts.scheme == "http" and parts.hostname not in LOCAL
