"""What can go wrong on the way: each ends in a sentence that says what to do, and an exit status of its own."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from loci_client import Client, Home, Memory
from loci_client.keeping import Kept
from loci_client.problems import Away, LociError, SignedOut, Unreachable
from loci_client.wire import address_of
from tests.client.conftest import PASSWORD, Run
from tests.sample import publish_sample
from tutor import services
from tutor.models import Device, User


def test_a_wrong_password_is_told_and_after_five_the_wait(live_server, run: Run) -> None:
    User.objects.create_user("ada", password=PASSWORD)
    for _ in range(5):
        wrong = run("sign-in", live_server.url, "--login", "ada", typed="wrong\n")
        assert (wrong.exit_code, "do not fit" in wrong.stderr) == (3, True), wrong.output
    limited = run("sign-in", live_server.url, "--login", "ada", typed=f"{PASSWORD}\n")
    assert limited.exit_code == 3 and "wrong too often" in limited.stderr
    assert re.search(r"The next is taken in \d+ s\.", " ".join(limited.stderr.split()))
    assert run("today").stderr == "loci: No server is known yet. Sign in: loci sign-in\n"


def test_an_access_token_that_ended_is_refreshed_once_by_all_who_share_it(guest: Client, live_server, home: Home) -> None:
    before = home.keeper(live_server.url).load()
    Device.objects.update(access_ends_at=timezone.now() - timedelta(seconds=1))
    others = [Client(live_server.url, home.keeper(live_server.url)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert {streak.current for streak in pool.map(Client.streak, others)} == {0}
    after = home.keeper(live_server.url).load()
    assert before.access != after.access and before.refresh != after.refresh and before.proof == after.proof
    assert Device.objects.count() == 1 and guest.streak().current == 0


def test_who_was_signed_out_elsewhere_is_told_and_the_tokens_are_gone(guest: Client, live_server, home: Home, run: Run) -> None:
    services.end_device(learner=User.objects.get(), public_id=Device.objects.get().public_id)
    told = run("streak")
    assert told.exit_code == 3 and told.stderr.endswith("Sign in: loci sign-in\n")
    kept = home.keeper(live_server.url).load()
    assert not kept.access and not kept.refresh and kept.proof
    with pytest.raises(LociError):
        guest.streak()


def test_a_guest_becomes_an_account_and_keeps_what_was_learned(guest: Client, live_server, run: Run) -> None:
    publish_sample()
    guest.today()
    assert run("sign-in", live_server.url, "--new", "--login", "ada", typed=f"{PASSWORD}\n").exit_code == 0
    ada = User.objects.get()
    assert (ada.username, ada.is_guest) == ("ada", False)
    assert run("sign-out").exit_code == 0 and not Device.objects.exists()
    assert run("sign-in", "--login", "ada", typed=f"{PASSWORD}\n").exit_code == 0
    refused = run("sign-in", "--guest")
    assert refused.exit_code == 3 and "Sign out first" in refused.stderr


def test_a_server_that_is_gone_is_told(guest: Client, home: Home, run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"127.0.0.1:{free.getsockname()[1]}"
    told = run("sign-in", gone, "--guest")
    assert told.exit_code == 3 and f"http://{gone} does not answer" in " ".join(told.stderr.split())
    assert "Traceback" not in told.stderr and home.server != f"http://{gone}"


@contextmanager
def playing(*answers: tuple[int, dict[str, str], str] | None) -> Iterator[tuple[str, list[Any]]]:
    """A server that gives these answers by turns, and breaks the connection off for None."""
    left, asked = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.command, self.path, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
            answer = left.pop(0) if left else answers[-1]
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body.encode()))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_PUT = do_GET

        def log_message(self, *told: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


LIMITED = (429, {"Retry-After": "7", "Content-Type": "application/problem+json"}, '{"code": "too_often", "detail": "Wait."}')
HINT = (200, {"Content-Type": "application/json"}, '{"number": 1, "html": "", "more": "passed over"}')


def client_of(server: str, slept: list[float]) -> Client:
    return Client(server, Memory(Kept("access", "refresh", "proof")), sleep=slept.append)


def test_a_limit_is_waited_for_as_long_as_it_says_and_the_same_act_is_sent_again() -> None:
    slept: list[float] = []
    with playing(LIMITED, None, HINT) as (server, asked), client_of(server, slept) as client:
        assert client.hint("count-arrows", 1).number == 1
    assert slept[0] == 7 and len(slept) == 2
    assert len(asked) == 3 and len({body for *_, body in asked}) == 1


def test_what_must_not_arrive_twice_is_not_sent_again() -> None:
    with playing(None) as (server, asked), client_of(server, []) as client, pytest.raises(Unreachable):
        client.more()
    assert len(asked) == 1


def test_a_server_that_stays_away_is_given_up_after_four_tries() -> None:
    slept: list[float] = []
    away = (503, {"Retry-After": "5"}, "<html>")
    with playing(away) as (server, asked), client_of(server, slept) as client, pytest.raises(Away, match="503"):
        client.streak()
    assert (len(asked), slept) == (4, [5, 5, 5])


def test_an_ended_refresh_token_is_a_sign_out() -> None:
    ended = (401, {}, '{"code": "not_authenticated", "detail": "It has ended."}')
    out = (401, {}, '{"code": "signed_out", "detail": "This sign-in has ended.", "errors": []}')
    with playing(ended, out) as (server, _), client_of(server, []) as client:
        with pytest.raises(SignedOut, match="has ended"):
            client.streak()
        assert not client.signed_in


@pytest.mark.parametrize("answer", ["<html>", "[]", '{"number": "one"}'])
def test_what_is_no_answer_of_the_specification_is_told(answer: str) -> None:
    with playing((200, {}, answer)) as (server, _), client_of(server, []) as client, pytest.raises(LociError, match="answer"):
        client.hint("count-arrows", 1)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("learn.example", "https://learn.example"),
        ("localhost:8000/", "http://localhost:8000"),
        ("http://Learn.example:81", "http://learn.example:81"),
    ],
)
def test_addresses_are_completed(given: str, address: str) -> None:
    assert address_of(given) == address


@pytest.mark.parametrize("given", ["", "ftp://learn.example", "https://a@learn.example", "https://learn.example/x", "http://:0"])
def test_what_is_no_address_is_refused_with_its_mend(given: str) -> None:
    with pytest.raises(LociError, match=r"Write it as https://learn\.example"):
        address_of(given)
