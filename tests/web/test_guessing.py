"""Guessing passwords: slow for whoever guesses, from however many places, and never a way to keep the owner out."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client

from lessons.models import Lesson
from tutor.guessing import OF_A_DEVICE, OF_A_NETWORK, OF_AN_ACCOUNT, OF_AN_ACCOUNT_AND_NETWORK, proof_for
from tutor.models import User
from tutor.web.accounts import KNOWN

WORD = "maps-of-points"


@pytest.fixture
def ada(lesson: Lesson) -> User:
    return User.objects.create_user("ada", "ada@example.org", WORD)


def sign_in(password: str = WORD, *, login: str = "ada", address: str = "192.0.2.1", proof: str = "") -> object:
    client = Client(REMOTE_ADDR=address)
    if proof:
        client.cookies[KNOWN] = proof
    return client.post("/accounts/login/", {"login": login, "password": password})


def guess(times: int, **where: str) -> list[int]:
    return [sign_in("wrong", **where).status_code for _ in range(times)]


def test_five_wrong_passwords_are_enough_for_one_network(ada: User) -> None:
    most, seconds = OF_AN_ACCOUNT_AND_NETWORK
    assert guess(most) == [200] * most
    refused = sign_in()
    assert (refused.status_code, refused["Retry-After"]) == (429, str(seconds))
    assert b"wrong too often" in refused.content
    assert sign_in(address="192.0.2.2").status_code == 302, "nobody elsewhere is kept out by it"


def test_names_that_look_the_same_are_counted_as_one(ada: User) -> None:
    for login in ("ADA", " ada", "ａｄａ", "Ada", "ada "):
        sign_in("wrong", login=login)
    assert sign_in().status_code == 429


def test_who_is_refused_on_and_on_fills_nothing_more(ada: User) -> None:
    guess(40)
    assert cache.get("guess:network:192.0.2.1") == 5


def test_one_network_cannot_go_through_many_accounts(ada: User) -> None:
    most, seconds = OF_A_NETWORK
    cache.set("guess:network:192.0.2.1", most - 1, seconds)
    assert sign_in("wrong", login="one").status_code == 200
    assert sign_in("wrong", login="another")["Retry-After"] == str(seconds)


def test_the_networks_of_a_whole_world_do_not_keep_out_a_device_that_is_known(ada: User) -> None:
    proof = sign_in().cookies[KNOWN]
    assert proof["httponly"] and proof["samesite"] == "Lax"
    networks, each = OF_AN_ACCOUNT[0] // 5, 5
    for n in range(networks):
        guess(each, address=f"198.51.100.{n}")
    assert sign_in(address="203.0.113.9").status_code == 429, "somebody who might be anybody waits"
    assert sign_in(address="203.0.113.9", proof=proof.value).status_code == 302
    assert sign_in(address="198.51.100.1", proof=proof.value).status_code == 302, "even from the network of who guesses"
    assert sign_in(address="203.0.113.9", login="ADA@example.org", proof=proof.value).status_code == 302


def test_a_device_that_is_known_may_not_guess_on_and_on_either(ada: User) -> None:
    most, seconds = OF_A_DEVICE
    assert guess(most, proof=(proof := proof_for(ada))) == [200] * most
    assert sign_in(proof=proof)["Retry-After"] == str(seconds)
    assert sign_in(proof=proof_for(ada)).status_code == 302, "another device of hers is another"


# Signed with this process's own key: as a name of a test it would differ between the processes that share the tests.
SIGNED_FOR_ANOTHER_USE = pytest.param(signing.dumps([1, "a"]), id="signed for another use")


@pytest.mark.parametrize("forged", ["x", "a:b:c", "é", "x" * 5000, SIGNED_FOR_ANOTHER_USE, ""])
def test_a_proof_that_is_forged_or_of_another_account_is_none(ada: User, forged: str) -> None:
    mallory = User.objects.create_user("mallory", password=WORD)
    for proof in (forged, proof_for(mallory)):
        cache.clear()
        guess(5, proof=proof)
        assert sign_in(proof=proof).status_code == 429


def test_right_passwords_are_not_counted(ada: User) -> None:
    assert [sign_in().status_code for _ in range(12)] == [302] * 12


def test_who_is_unknown_is_answered_as_who_is_known(ada: User) -> None:
    for login in ("ada", "nobody", "nobody@example.org"):
        cache.clear()
        statuses = [sign_in("wrong", login=login, address="192.0.2.77").status_code for _ in range(6)]
        assert statuses == [200] * 5 + [429]


def test_a_mailbox_opens_the_door_when_guessers_have_shut_it(ada: User) -> None:
    cache.set(f"guess:account:{hashlib.sha256(b'ada').hexdigest()}", OF_AN_ACCOUNT[0], 60)
    assert sign_in(address="203.0.113.9").status_code == 429
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": "points-on-maps", "password2": "points-on-maps"})
    assert done.status_code == 302 and client.get("/profile/").context["user"] == ada
    assert KNOWN in client.cookies


@pytest.mark.parametrize("verified", [True, False])
def test_signing_up_does_not_tell_whose_addresses_are_here(ada: User, verified: bool) -> None:
    ada.emailaddress_set.create(email="ada@example.org", verified=verified, primary=True)
    for name, email in (("bob", "ada@example.org"), ("eve", "new@example.org")):
        said = Client().post("/accounts/signup/", {"username": name, "password1": WORD, "email": email})
        assert (said.status_code, said["Location"]) == (302, "/today/")
    assert sign_in(login="ada@example.org").status_code == 302
