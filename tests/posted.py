"""Where messages arrive: a mail server and a push service on this machine, that speak the real protocols and keep what comes."""

from __future__ import annotations

import base64
import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from tutor.messages.push import Subscription

# It tells of each byte.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Mailbox:
    """`refuse` answers each recipient with that line instead of taking the mail; `drop` breaks off after the text has come."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse, self.drop, self.connections = "", False, 0

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        if self.drop:
            server.transport.close()
        return "250 taken"


class _AnyPort(Controller):
    """The system chooses the port, which the controller then asks whether it answers."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(settings: Any) -> Iterator[Mailbox]:
    """The site's mail server while the block lasts."""
    box = Mailbox()
    controller = _AnyPort(box, hostname="127.0.0.1", port=0, ready_timeout=30)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    settings.EMAIL_PORT = controller.port
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Browser:
    """One that has allowed notifications: only it can read what is pushed to it."""

    path: str
    origin: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    status: int = 201
    shown: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def subscription(self) -> Subscription:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (point, self.secret))
        return Subscription(self.origin + self.path, *keys)


class PushService:
    def __init__(self, origin: str) -> None:
        self.origin, self.browsers, self.asked = origin, dict[str, Browser](), 0

    def browser(self) -> Browser:
        path = f"/push/{len(self.browsers)}"
        self.browsers[path] = Browser(path, self.origin)
        return self.browsers[path]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """As RFC 8030 and RFC 8292 ask: who sends has signed that they are for this service."""
        self.asked += 1
        browser = self.browsers[path]
        token = dict(part.strip().split("=", 1) for part in headers["Authorization"].removeprefix("vapid ").split(","))["t"]
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        assert Vapid02.verify(headers["Authorization"]) and claims["aud"] == self.origin, claims
        assert int(headers["TTL"]) > 0 and headers["Content-Encoding"] == "aes128gcm"
        if browser.status == 201:
            clear = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.secret, version="aes128gcm")
            browser.shown.append(json.loads(clear))
            browser.headers.append(headers)
        return browser.status


@contextmanager
def push_service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_TO_PRIVATE = True

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                status = service.take(self.path, dict(self.headers), body)
            except Exception as problem:
                service.wrong.append(problem)
                status = 400
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    service.wrong = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        assert not service.wrong, service.wrong
