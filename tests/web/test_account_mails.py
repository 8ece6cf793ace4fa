"""The mails about accounts: what they say, in both of their forms, and where they lead."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tutor.models import User

WORD = "one calm sentence of words"


@pytest.fixture
def ada(settings: Any, db: None) -> User:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    settings.SITE_URL = "https://learn.example"
    return User.objects.create_user("<ada>", email="ada@example.org", password=WORD)


def newest() -> tuple[Any, str, str]:
    """The newest mail, the link of its text, and its picture for mail programs."""
    sent = mail.outbox[-1]
    [(html, kind)] = sent.alternatives
    assert kind == "text/html" and sent.extra_headers["Auto-Submitted"] == "auto-generated"
    link = re.search(r"http\S+", sent.body)[0]
    assert f'class="go" href="{link}"' in html and f"<title>{sent.subject}</title>" in html
    assert '<a href="https://learn.example/"' in html and not {"{{", "{%"} & {*html.split(), *sent.body.split()}
    return sent, link, html


def ask_for_a_password(email: str) -> None:
    Client().post(reverse("account_reset_password"), {"email": email})


def test_a_new_password(ada: User) -> None:
    ask_for_a_password("ada@example.org")
    sent, link, html = newest()
    assert sent.subject == "A new password for Loci" and sent.to == ["ada@example.org"]
    assert "account <ada>." in sent.body and "<b>&lt;ada&gt;</b>" in html
    client = Client()
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "points-on-maps", "password2": "points-on-maps"})
    assert User.objects.get(pk=ada.pk).check_password("points-on-maps")


def test_nobody_has_the_address(ada: User) -> None:
    ask_for_a_password("eve@example.org")
    sent, link, _ = newest()
    assert sent.subject == "No account on Loci has this address" and "eve@example.org" in sent.body
    assert link.endswith(reverse("account_signup")) and Client().get(link).status_code == 200


@pytest.mark.parametrize("way", ["signing up", "adding an address"])
def test_an_address_is_confirmed(ada: User, way: str) -> None:
    client = Client()
    if way == "signing up":
        client.post(reverse("account_signup"), {"username": "bob", "password1": WORD, "email": "bob@example.org"})
    else:
        client.force_login(User.objects.create_user("bob", password=WORD), "django.contrib.auth.backends.ModelBackend")
        client.post(reverse("account_email"), {"action_add": "", "email": "bob@example.org", "password": WORD})
    sent, link, html = newest()
    assert sent.subject == "Confirm your address for Loci" and sent.to == ["bob@example.org"]
    assert "account bob." in sent.body and "<b>bob</b>" in html
    assert client.post(link).status_code == 302
    assert User.objects.get(username="bob").emailaddress_set.get().verified
