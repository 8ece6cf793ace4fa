"""Web push: one encrypted message to one browser (RFC 8030, 8188, 8291, 8292).

Learners name the addresses that are sent to. So only https is spoken, the name is looked up here, every address it has must be a
public one, and the connection goes to the very address that was looked at: a name that changes meanwhile leads nowhere else.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, ip_address
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

import certifi
import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from tutor.messages import Undelivered

CURVE = ec.SECP256R1
# Connecting, and waiting for each part of the answer; and the whole of it, for who answers a byte at a time.
TIMEOUT_SECONDS, WHOLE_SECONDS = 4, 10
# A service keeps a message for a device that is away so long; a reminder of the morning is of no use at night.
KEEP_SECONDS = 3 * 3600
TOKEN_SECONDS = 12 * 3600
MOST_ADDRESSES = 2


class Refused(Exception):
    """No address that may be pushed to, or no keys that can be encrypted for; says why, in words for the learner."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives a site to reach it by: an address, its public key and a shared secret, both base64url."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).netloc


def check(given: Subscription) -> None:
    """Raises Refused for what cannot be pushed to, as far as can be told without asking anybody."""
    parts = _parts(given.endpoint)
    try:
        _check_address(parts.hostname or "")
    except ValueError:
        if not settings.PUSH_TO_PRIVATE and "." not in (parts.hostname or ""):
            raise Refused("Its push service is in a private network.") from None
    _keys(given)


def send(to: Subscription, message: dict[str, Any], *, topic: str) -> Undelivered | None:
    """Gives a message, as JSON, to the push service of a browser; why not, where it was not taken. A later one of the same topic
    takes the place of one that the device has not seen.
    """
    try:
        parts = _parts(to.endpoint)
        key, secret = _keys(to)
        where = _look_up(parts)
    except Refused as refused:
        return Undelivered(str(refused))
    except OSError:
        return Undelivered("Its push service was not found.", temporary=True, silent=True)
    body = http_ece.encrypt(
        json.dumps(message, ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(CURVE()),
        dh=key,
        auth_secret=secret,
        version="aes128gcm",
    )
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEEP_SECONDS),
        "Urgency": "normal",
        "Topic": topic,
        **_vapid().sign({
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time() + TOKEN_SECONDS),
            "sub": _contact(),
        }),
    }
    try:
        status = _post(where, parts, body, headers)
    except (OSError, HTTPException):
        # A later one would take its place, so that it is shown once even if this one did arrive.
        return Undelivered("Its push service did not answer.", temporary=True, silent=True)
    if status in {404, 410}:
        return Undelivered("It has taken its permission back.", gone=True)
    if not 200 <= status < 300:
        return Undelivered(f"Its push service refused it ({status}).", temporary=status == 429 or status >= 500)
    return None


def public_key() -> str:
    """The site's own, which a browser binds its subscription to: an uncompressed point, base64url."""
    point = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


@cache
def _vapid() -> Vapid02:
    return Vapid02.from_raw(settings.VAPID_KEY.encode())


def _contact() -> str:
    """Whom a push service can turn to. Some refuse an address that is none on the net."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    return settings.SITE_URL if address.endswith("@localhost") and settings.HTTPS else f"mailto:{address}"


def _parts(endpoint: str) -> SplitResult:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise Refused("That is no address of a push service.") from None
    if not endpoint.isascii() or not parts.hostname or "@" in parts.netloc or any(c <= " " for c in endpoint):
        raise Refused("That is no address of a push service.")
    if settings.PUSH_TO_PRIVATE and parts.scheme in {"http", "https"}:
        return parts
    if parts.scheme != "https" or port not in {None, 443}:
        raise Refused("Its push service does not speak https.")
    return parts


def _keys(given: Subscription) -> tuple[bytes, bytes]:
    try:
        key, secret = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (given.p256dh, given.auth))
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE(), key)
    except ValueError:
        raise Refused("The browser's keys are damaged.") from None
    if len(key) != 65 or len(secret) != 16:
        raise Refused("The browser's keys are damaged.")
    return key, secret


def _check_address(text: str) -> str:
    """Raises ValueError for what is no address, Refused for one that is not public."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    # 64:ff9b::/96 is a way into a network's own IPv4.
    private = not address.is_global or address.is_multicast or address.exploded.startswith("0064:ff9b:")
    if private and not settings.PUSH_TO_PRIVATE:
        raise Refused("Its push service is in a private network.")
    return text


def _look_up(parts: SplitResult) -> list[tuple[str, int]]:
    """Where it is reached, in the order to try. Not one of its addresses may be private."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a name that no name can be
        raise OSError from None
    return [(_check_address(str(entry[4][0])), port) for entry in found]


@cache
def _trusted() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # for a machine that knows no authorities
    return context


def _post(where: list[tuple[str, int]], parts: SplitResult, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Redirects are not followed, and what is answered besides is not read."""
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    with _channel(where, parts) as channel:
        end = Timer(WHOLE_SECONDS, socket.socket.shutdown, [channel, socket.SHUT_RDWR])
        end.daemon = True
        end.start()
        try:
            if isinstance(channel, ssl.SSLSocket):
                channel.do_handshake()
            connection = HTTPConnection(parts.hostname or "", parts.port)
            connection.sock = channel
            connection.request("POST", path, body, {"Host": parts.netloc, **headers})
            return connection.getresponse().status
        finally:
            end.cancel()


def _channel(where: list[tuple[str, int]], parts: SplitResult) -> socket.socket:
    plain = _first_that_answers(where[:MOST_ADDRESSES])
    if parts.scheme == "http":
        return plain
    return _trusted().wrap_socket(plain, server_hostname=parts.hostname, do_handshake_on_connect=False)


def _first_that_answers(where: list[tuple[str, int]]) -> socket.socket:
    for address in where[:-1]:
        with suppress(OSError):
            return socket.create_connection(address, timeout=TIMEOUT_SECONDS)
    return socket.create_connection(where[-1], timeout=TIMEOUT_SECONDS)
