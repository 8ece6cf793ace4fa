"""The owner of an account is told by mail when what guards it has changed, on the site or over the API, and nobody else is."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.api.test_accounts import App, signed_in
from tests.api.test_security import ME, first_code
from tests.web.test_account_mails import newest
from tests.web.test_second_factor import WORD, code_of
from tutor.models import User

pytestmark = pytest.mark.django_db(transaction=True)  # mails are sent once a change is written

NEW = "points-on-maps"
TOLD = [
    ("ada@example.org", "Your password for Loci was changed"),
    ("ada@example.org", "Signing in to Loci takes a code now"),
    ("ada@example.org", "There are new codes for a lost phone on Loci"),
    ("ada@example.org", "The second factor for Loci was turned off"),
    ("ada@example.org", "Mails from Loci go to another address"),
    ("ada@home.example", "An address was removed on Loci"),
    ("ada@home.example", "Your password for Loci was set anew"),
]


@pytest.fixture
def ada(lesson: object, settings: Any) -> User:
    settings.ACCOUNT_EMAIL_NOTIFICATIONS, settings.SITE_URL = True, "https://learn.example"
    account: User = User.objects.create_user("ada", "ada@example.org", WORD, zone="Europe/Berlin")
    for email, primary in (("ada@example.org", True), ("ada@home.example", False)):
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=primary)
    return account


@pytest.fixture
def browser(ada: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": "ada", "password": WORD})
    return client


def notices() -> Iterator[tuple[str, str]]:
    for sent in mail.outbox:
        if "It was done for the account ada" in sent.body:
            yield sent.to[0], sent.subject


def key_of_reset() -> tuple[str, str]:
    """The path of the newest mail's link, and its key."""
    return re.search(r"//[^/]+(/accounts/password/reset/key/(\S+)/)", mail.outbox[-1].body).groups()


def test_each_change_on_the_site_is_told(browser: Client) -> None:
    browser.post(reverse("account_change_password"), {"oldpassword": WORD, "password1": NEW, "password2": NEW})
    asked = browser.get(reverse("mfa_activate_totp"))["Location"]
    page = browser.post(asked, {"password": NEW, "next": reverse("mfa_activate_totp")}, follow=True)
    browser.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})
    browser.post(reverse("mfa_generate_recovery_codes"))
    browser.post(reverse("mfa_deactivate_totp"))
    browser.post(reverse("account_email"), {"action_primary": "", "email": "ada@home.example"})
    browser.post(reverse("account_email"), {"action_remove": "", "email": "ada@example.org"})
    Client().post(reverse("account_reset_password"), {"email": "ada@home.example"})
    page = (other := Client()).get(key_of_reset()[0], follow=True)
    other.post(page.request["PATH_INFO"], {"password1": WORD, "password2": WORD})
    assert list(notices()) == TOLD


def test_each_change_from_an_app_is_told(ada: User) -> None:
    app, me = signed_in(), {"password": NEW}
    assert app.post("/account/password/", {"old": WORD, "new": NEW}).status_code < 300
    made = app.post("/account/second-factor/set-up/", me).json()
    app.put("/account/second-factor/", {"setup": made["setup"], "code": code_of(made["secret"])})
    app.post("/account/recovery-codes/renew/", me)
    app.post("/account/second-factor/turn-off/", me)
    app.put("/account/addresses/primary/", me | {"email": "ada@home.example"})
    app.post("/account/addresses/remove/", me | {"email": "ada@example.org"})
    App().post("/auth/password-resets/", {"email": "ada@home.example"})
    App().post("/auth/password-reset/", {"key": key_of_reset()[1], "password": WORD})
    assert list(notices()) == TOLD


def test_a_notice_says_what_follows_when_it_was_and_where_to_go_if_it_was_somebody_else(ada: User) -> None:
    signed_in().post("/account/password/", {"old": WORD, "new": NEW})
    sent, link, html = newest()
    assert sent.subject == "Your password for Loci was changed" and link == "https://learn.example/accounts/password/reset/"
    for text in (sent.body, re.sub("<[^>]+>", "", html)):
        assert "All other devices and browsers were signed out." in text
        assert re.search(r"ada on \d+ \w+ 20\d\d at [\d:]{5} \(Europe/Berlin\), from the network address 127\.0\.0\.1\.", text)


def test_whoever_has_not_confirmed_an_address_is_told_nothing(ada: User) -> None:
    ada.emailaddress_set.update(verified=False)
    app = signed_in()
    app.put("/account/addresses/primary/", ME | {"email": "ada@home.example"})
    app.put("/account/second-factor/", first_code(app))
    assert app.get("/account/second-factor/").json()["on"] and not mail.outbox


def test_what_was_undone_is_not_told(ada: User) -> None:
    assert signed_in().post("/account/password/", {"old": "wrong", "new": NEW}).status_code == 400
    assert not mail.outbox


@pytest.fixture
def no_server(settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def test_no_page_fails_with_the_mail_server(browser: Client, no_server: None, caplog: Any) -> None:
    fresh = Client()
    pages = [
        browser.post(reverse("account_change_password"), {"oldpassword": WORD, "password1": NEW, "password2": NEW}),
        browser.post(reverse("account_email"), {"action_add": "", "email": "new@example.org", "password": NEW}),
        fresh.post(reverse("account_reset_password"), {"email": "ada@example.org"}),
        fresh.post(reverse("account_signup"), {"username": "bob", "password1": WORD, "email": "bob@example.org"}),
    ]
    assert [page.status_code for page in pages] == [302] * 4
    assert User.objects.get(username="ada").check_password(NEW) and fresh.get("/profile/").status_code == 200
    assert [line.getMessage().partition(":")[0] for line in caplog.records].count("a mail was not sent") == 4
