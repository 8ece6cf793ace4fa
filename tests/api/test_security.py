"""What guards an account, over the API: the second factor, the codes for a lost phone, and the addresses that mails go to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.api.caller import Api
from tests.api.test_accounts import PASS, WORD, App, code, signed_in
from tests.web.test_second_factor import code_of
from tutor.models import User

ME = {"password": WORD}


@pytest.fixture
def ada(lesson: object) -> User:
    return User.objects.create_user("ada", "ada@example.org", WORD)


@pytest.fixture
def app(ada: User) -> App:
    return signed_in()


def first_code(app: App) -> dict[str, str]:
    made = app.post("/account/second-factor/set-up/", ME).json()
    assert made["secret"] in made["otpauth_url"] and made["otpauth_url"].startswith("otpauth://totp/")
    return {"setup": made["setup"], "code": code_of(made["secret"])}


def test_a_second_factor_is_turned_on_asked_for_and_turned_off_from_an_app(app: App) -> None:
    assert app.get("/account/second-factor/").json() == {"on": False, "used_at": None, "codes_left": 0}
    sent = first_code(app)
    assert not Authenticator.objects.exists(), "a secret that no app has shown yet counts for nothing"
    codes = app.put("/account/second-factor/", sent).json()["codes"]
    assert len(codes) == 10 and app.put("/account/second-factor/", sent).json()["codes"] == codes
    assert app.get("/account/second-factor/").json()["codes_left"] == 10
    assert code(Api(Client()).post("/auth/tokens/", PASS)) == (401, "second_factor_needed")
    assert code(Api(Client()).post("/auth/tokens/", PASS | {"code": sent["code"]})) == (401, "wrong_credentials"), "it was used"
    assert Api(Client()).post("/auth/tokens/", PASS | {"code": codes[0]}).status_code == 201
    assert app.post("/account/recovery-codes/", ME).json()["codes"] == codes[1:]
    assert not set(app.post("/account/recovery-codes/renew/", ME).json()["codes"]) & set(codes)
    for _ in range(2):
        assert app.post("/account/second-factor/turn-off/", ME).status_code == 204
    assert not Authenticator.objects.exists() and Api(Client()).post("/auth/tokens/", PASS).status_code == 201


def test_a_second_factor_is_not_replaced_unseen(app: App) -> None:
    other = first_code(app)
    app.put("/account/second-factor/", first_code(app))
    assert code(app.put("/account/second-factor/", other)) == (400, "bad_input")
    assert code(app.post("/account/second-factor/set-up/", ME)) == (400, "bad_input")


NO_CODES = [("setup", "x"), ("setup", "é:é:é"), ("code", "000000"), ("code", "é"), ("code", "\u0661")]


@pytest.mark.parametrize("field, value", NO_CODES)
def test_a_first_code_that_is_none_turns_nothing_on(app: App, field: str, value: str) -> None:
    refused = app.put("/account/second-factor/", first_code(app) | {field: value})
    assert code(refused) == (400, "bad_input") and refused.json()["errors"][0]["field"] == field
    assert not Authenticator.objects.exists()


def test_guessing_first_codes_ends(app: App) -> None:
    sent = first_code(app) | {"code": "000000"}
    assert [app.put("/account/second-factor/", sent).status_code for _ in range(12)][-1] == 429


def test_a_set_up_of_another_account_is_none(app: App) -> None:
    User.objects.create_user("bob", password=WORD)
    sent = first_code(signed_in(login="bob"))
    assert app.put("/account/second-factor/", sent).json()["errors"][0]["field"] == "setup"


ACTS = [
    ("post", "second-factor/set-up", {}),
    ("post", "second-factor/turn-off", {}),
    ("post", "recovery-codes", {}),
    ("post", "recovery-codes/renew", {}),
    ("post", "addresses", {"email": "new@example.org"}),
    ("put", "addresses/primary", {"email": "ada@example.org"}),
    ("post", "addresses/remove", {"email": "ada@example.org"}),
]


@pytest.mark.parametrize("method, where, sent", ACTS)
def test_what_guards_an_account_takes_its_password_and_no_guest_has_one(app: App, method: str, where: str, sent: Any) -> None:
    guest = App()
    guest.enter("guests")
    for asker in (app, guest):
        refused = asker.call(method, f"/account/{where}/", sent | {"password": "wrong"})
        assert code(refused) == (400, "bad_input") and refused.json()["errors"][0]["field"] == "password"
    assert app.get("/account/addresses/").json()["results"][0]["email"] == "ada@example.org"


def test_codes_for_a_lost_phone_need_a_second_factor(app: App) -> None:
    assert code(app.post("/account/recovery-codes/", ME)) == (404, "not_found")


def test_an_address_is_changed_from_an_app(app: App, ada: User, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    EmailAddress.objects.create(user=ada, email="ada@example.org", primary=True, verified=True)
    fresh = ME | {"email": "New@example.org"}
    for _ in range(2):  # the same again changes nothing, and mails nothing
        told = app.post("/account/addresses/", fresh)
        assert [(one["email"], one["verified"]) for one in told.json()["results"]] == [
            ("ada@example.org", True),
            ("new@example.org", False),
        ]
    assert len(mail.outbox) == 1 and mail.outbox[0].to == ["new@example.org"]
    assert code(app.put("/account/addresses/primary/", fresh)) == (400, "bad_input"), "not before it is confirmed"
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    Client().post(link.partition("testserver")[2] or link)
    assert app.put("/account/addresses/primary/", fresh).json()["results"][0]["email"] == "new@example.org"
    assert code(app.post("/account/addresses/remove/", fresh)) == (400, "bad_input"), "mails go there"
    left = app.post("/account/addresses/remove/", ME | {"email": "ada@example.org"}).json()["results"]
    assert [one["email"] for one in left] == ["new@example.org"]
    assert app.get("/account/").json()["email"] == "new@example.org"
    assert "messages" not in app.client.cookies and "sessionid" not in app.client.cookies


def test_whether_another_has_an_address_is_not_told_and_five_are_enough(app: App) -> None:
    User.objects.create_user("bob", "bob@example.org", WORD)
    answers = [app.post("/account/addresses/", ME | {"email": f"{name}@example.org"}) for name in ("bob", "b", "c", "d", "e")]
    assert [answer.status_code for answer in answers] == [201] * 4 + [400]
    assert code(app.put("/account/addresses/primary/", ME | {"email": "nobody@example.org"})) == (404, "not_found")
