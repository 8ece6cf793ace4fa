"""A second factor: set up on the site, asked for on the site and over the API, and no code is good twice."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from lessons.models import Lesson
from tests.api.caller import Api
from tutor.models import User
from tutor.web.second_factor import SecondFactorAdapter

WORD = "maps-of-points"
PASS = {"login": "ada", "password": WORD}


def code_of(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def secret(client: Client, lesson: Lesson) -> str:
    """Of an account that has turned its second factor on."""
    User.objects.create_user("ada", password=WORD)
    client.post("/accounts/login/", PASS)
    assert b"Turn it on" in client.get("/accounts/2fa/").content
    asked = client.get("/accounts/2fa/totp/activate/")["Location"]
    assert b"Is it you?" in client.get(asked).content
    page = client.post(asked, {"password": WORD, "next": "/accounts/2fa/totp/activate/"}, follow=True)
    found = page.context["form"].secret
    assert found in page.content.decode() and b'src="data:image/svg' in page.content
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200 and not Authenticator.objects.exists()
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found, -1)}, follow=True)
    assert len(re.findall(r"<li><code>\d{8}</code>", done.content.decode())) == 10
    return found


def sign_in(**more: str) -> object:
    return Api(Client()).post("/auth/tokens/", PASS | more)


def test_the_site_asks_for_it_and_takes_each_code_once(secret: str) -> None:
    code = code_of(secret)
    for again in (False, True):
        browser = Client()
        assert browser.post("/accounts/login/", PASS)["Location"] == "/accounts/2fa/authenticate/"
        assert browser.get("/profile/").status_code == 302 and "known" not in browser.cookies
        assert b"authenticator app shows" in browser.get("/accounts/2fa/authenticate/").content
        answer = browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == (200 if again else 302)
        assert browser.get("/profile/").status_code == (302 if again else 200)


def test_the_code_that_turned_it_on_signs_nobody_in(secret: str) -> None:
    browser = Client()
    browser.post("/accounts/login/", PASS)
    assert browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret, -1)}).status_code == 200
    assert browser.get("/profile/").status_code == 302


def test_the_api_asks_for_it_and_takes_each_code_once(secret: str) -> None:
    code = code_of(secret, 1)
    asked = sign_in()
    assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_needed")
    assert sign_in(password="wrong", code=code).json()["code"] == "wrong_credentials"
    assert sign_in(code=code).status_code == 201
    assert sign_in(code=code).json()["errors"][0]["field"] == "code"


@pytest.mark.parametrize("code", ["000000", "x", "é", "\u0661" * 6, " ", "1" * 20])
def test_a_code_that_is_none_is_refused_and_guessing_ends(secret: str, code: str) -> None:
    statuses = [sign_in(code=code).status_code for _ in range(6)]
    assert statuses in ([401] * 5 + [429], [401] * 6)
    assert Authenticator.objects.get(type="totp").last_used_at is None


def test_a_code_for_a_lost_phone_is_good_once(secret: str) -> None:
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert [sign_in(code=codes[0]).status_code for _ in range(2)] == [201, 401]


def test_the_database_alone_makes_no_codes_and_another_key_opens_nothing(secret: str, settings: object) -> None:
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept and SecondFactorAdapter().decrypt(kept) == secret
    settings.SECRET_KEY = "another" * 10
    assert SecondFactorAdapter().decrypt(kept) != SecondFactorAdapter().decrypt(kept)
    assert sign_in(code=code_of(secret)).status_code == 401


def test_it_is_turned_off_by_who_is_signed_in(client: Client, secret: str) -> None:
    for page in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        assert client.get(f"/accounts/2fa/{page}").status_code == 200
    assert b"second factor" in client.get("/settings/").content
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists() and sign_in().status_code == 201


def test_who_finds_an_open_browser_does_not_change_it(secret: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get())
    for page in ("recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/", "totp/deactivate/"):
        assert "/reauthenticate/" in browser.get(f"/accounts/2fa/{page}")["Location"], page
    asked = browser.get("/accounts/2fa/reauthenticate/")
    assert b"authenticator app shows" in asked.content and Authenticator.objects.count() == 2
