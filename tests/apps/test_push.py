"""Learners name the addresses that are pushed to: only what may be reached is, and only the device reads what is sent."""

from __future__ import annotations

import datetime
import re
import socket
import ssl
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.helpers import MONDAY
from tests.posted import Browser, push_service
from tutor import services
from tutor.errors import BadInput, NotFound
from tutor.messages import push
from tutor.models import PushDevice

GIVEN = Browser("/x", "https://push.example").subscription
MESSAGE = {"title": "About 6 minutes today", "body": "“Norm” ⭐", "url": "/today/"}


def add(learner, **changed: str) -> PushDevice:
    given = replace(GIVEN, **changed)
    return services.add_device(
        learner=learner, endpoint=given.endpoint, p256dh=given.p256dh, auth=given.auth, label="  A\n browser ", now=MONDAY
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x", "https://push.example:8443/x", "https://user@push.example/x", "https:///x", "ftp://push.example/x",
        "https://push.example:99999/", "https://[::1/", "https://localhost/x", "https://127.0.0.1/x", "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data", "https://[::1]/x", "https://[::ffff:10.0.0.1]/x", "https://[fd00::1]/x",
        "https://[64:ff9b::a00:1]/x", "https://224.0.0.1/x", "https://0.0.0.0/x", "https://intranet/x", "https://push.exa mple/x",
        "https://push.example/\r\nHost: x", "https://pußh.example/x", "javascript:alert(1)", "x", "",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_pushed_to_is_refused_when_given_and_when_used(ada, endpoint: str) -> None:
    with pytest.raises(BadInput) as refused:
        add(ada, endpoint=endpoint)
    assert refused.value.field == "endpoint" and not PushDevice.objects.exists()
    assert push.send(replace(GIVEN, endpoint=endpoint), MESSAGE, topic="daily") is not None


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "::1", "fe80::1%lo", "::ffff:192.168.1.1", "2002:7f00:1::"])
def test_a_public_name_that_leads_into_a_private_network_is_not_followed(monkeypatch, address: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    problem = push.send(GIVEN, MESSAGE, topic="daily")
    assert problem is not None and problem.why == "Its push service is in a private network." and not problem.temporary


@pytest.mark.parametrize("endpoint", ["https://2130706433/x", "https://0x7f.1/x", "https://127.1/x"])
def test_an_address_in_other_clothes_is_known(endpoint: str) -> None:
    problem = push.send(replace(GIVEN, endpoint=endpoint), MESSAGE, topic="daily")
    assert problem is not None and not problem.temporary


@pytest.mark.parametrize(
    "changed",
    [{"p256dh": ""}, {"p256dh": "AAAA"}, {"p256dh": "B" + "A" * 86}, {"p256dh": GIVEN.p256dh[:-4]}, {"auth": "A"}, {"auth": "ü"}],
)
def test_keys_that_nothing_can_be_encrypted_for_are_refused(ada, changed: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="damaged"):
        add(ada, **changed)


def test_a_learner_has_ten_devices_at_most_and_the_same_browser_is_one(ada) -> None:
    for number in range(10):
        add(ada, endpoint=f"https://push.example/{number}")
    assert add(ada, endpoint="https://push.example/3").label == "A browser"
    with pytest.raises(BadInput, match="Remove one"):
        add(ada, endpoint="https://push.example/10")
    assert PushDevice.objects.count() == 10
    with pytest.raises(BadInput, match="too long"):
        add(ada, endpoint="https://push.example/" + "x" * 1000)


def test_a_browser_that_another_learner_signs_in_with_is_theirs_from_then_on(ada) -> None:
    add(ada)
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    add(guest)
    assert PushDevice.objects.get().learner == guest


def test_nobody_tries_or_removes_the_device_of_somebody_else(ada) -> None:
    device, guest = add(ada), services.begin_as_guest(zone="UTC", now=MONDAY)
    services.remove_device(learner=guest, public_id=device.public_id)
    with pytest.raises(NotFound):
        services.try_device(learner=guest, public_id=device.public_id, now=MONDAY)
    assert PushDevice.objects.exists()


def test_a_message_is_read_by_its_device_alone(settings) -> None:
    with push_service(settings) as service:
        one, other = service.browser(), service.browser()
        assert push.send(one.subscription, MESSAGE, topic="daily") is None
        assert one.shown == [MESSAGE] and other.shown == []


def test_who_answers_a_byte_at_a_time_keeps_nobody_waiting(settings, monkeypatch) -> None:
    settings.PUSH_TO_PRIVATE = True
    monkeypatch.setattr(push, "WHOLE_SECONDS", 0.3)
    ended = threading.Event()

    def drip(listener: socket.socket) -> None:
        channel, _ = listener.accept()
        with channel:
            while not ended.wait(0.05):
                try:
                    channel.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=[listener])
        thread.start()
        port = listener.getsockname()[1]
        problem = push.send(replace(GIVEN, endpoint=f"http://127.0.0.1:{port}/x"), MESSAGE, topic="daily")
        ended.set()
        thread.join()
    assert problem is not None and problem.temporary and problem.silent


def test_by_https_the_certificate_has_to_be_that_of_the_name(settings, tmp_path: Path) -> None:
    settings.PUSH_TO_PRIVATE = True
    push._trusted.cache_clear()
    context = _certified(tmp_path, "localhost")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer, args=[listener, context], daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        unknown = push.send(replace(GIVEN, endpoint=f"https://localhost:{port}/x"), MESSAGE, topic="daily")
        push._trusted().load_verify_locations(tmp_path / "site.pem")
        other = push.send(replace(GIVEN, endpoint=f"https://127.0.0.1:{port}/x"), MESSAGE, topic="daily")
        right = push.send(replace(GIVEN, endpoint=f"https://localhost:{port}/x"), MESSAGE, topic="daily")
    push._trusted.cache_clear()
    assert unknown is not None and other is not None and right is None


def _certified(folder: Path, name: str) -> ssl.SSLContext:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(key, hashes.SHA256())
    (folder / "site.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "site.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "site.pem", folder / "site.key")
    return context


def _take_request(channel: ssl.SSLSocket) -> None:
    """All of it: who closes on something unread resets the connection, and the answer may be lost with it."""
    head, ended, body = b"", b"", b""
    while not ended and (part := channel.recv(8192)):
        head, ended, body = (head + part).partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]) and (part := channel.recv(8192)):
        body += part


def _answer(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(plain, server_side=True) as channel:
                _take_request(channel)
                channel.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            continue
