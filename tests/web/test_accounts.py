"""Accounts: made with or without an address, entered by name or address, and no mail where no mail server is set."""

from __future__ import annotations

import pytest
from django.test import Client

from tutor import settings as site_settings
from tutor.models import User

PHRASE = "a long and quiet phrase"


def sign_up(client: Client, **more: str) -> None:
    response = client.post("/accounts/signup/", {"username": "ada", "password1": PHRASE, **more})
    assert response.status_code == 302, response.context["form"].errors


@pytest.mark.parametrize("by", ["ada", "ada@example.org", "ADA@example.org"])
def test_who_gave_an_address_signs_in_by_it_or_by_name(site: Client, learner: User, by: str) -> None:
    sign_up(site, email="ada@example.org")
    other_device = Client()
    assert other_device.post("/accounts/login/", {"login": by, "password": PHRASE})["Location"] == "/today/"
    assert other_device.get("/profile/").context["user"].pk == learner.pk


def test_an_address_is_not_needed(site: Client, learner: User) -> None:
    sign_up(site)
    assert Client().post("/accounts/login/", {"login": "ada", "password": PHRASE})["Location"] == "/today/"


def test_without_a_mail_server_nothing_is_sent_and_no_address_waits_for_a_mail() -> None:
    # The site's own settings: Django puts a backend of its own into those of a test.
    assert site_settings.EMAIL_HOST == ""
    assert site_settings.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"
    assert site_settings.ACCOUNT_EMAIL_VERIFICATION == "none"


def test_a_wrong_password_says_so_without_saying_whether_the_name_exists(site: Client, learner: User) -> None:
    sign_up(site)
    said = []
    for name in ("ada", "nobody"):
        page = Client().post("/accounts/login/", {"login": name, "password": "guessed"})
        said.append(page.context["form"].non_field_errors())
    assert said[0] == said[1]
    assert said[0]
