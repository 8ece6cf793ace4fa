"""The pages of rewards as a browser gets them: what they say, whom they let in, and what they refuse."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.play import play_day
from tutor.models import LeagueMember, User


@pytest.fixture
def account(site: Client, learner: User) -> Client:
    User.objects.filter(pk=learner.pk).update(is_guest=False)
    return site


def test_rewards_are_shown_on_the_days_that_earned_them(site: Client, learner: User) -> None:
    first = site.get("/today/").content.decode()
    assert "Quests of today" in first and "freezes in hand" in first and "This week" in first
    assert "0 of 30 constellations" in site.get("/achievements/").content.decode()
    day = learner.clock.day(timezone.now()).isoformat()
    assert "<dt>Right</dt>" not in site.get(f"/today/{day}/").content.decode(), "nothing was asked yet"
    play_day(learner, timezone.now())
    summary = site.get(f"/today/{day}/").content.decode()
    assert all(said in summary for said in ("Level 1", "Reached", "First light", "Answering", "<dt>Right</dt>"))
    assert "First light" in site.get("/profile/").content.decode()
    assert "Still ahead" in site.get("/achievements/").content.decode()


def test_no_page_of_rewards_sells_or_shames(account: Client, learner: User) -> None:
    account.post("/league/join/")
    play_day(learner, timezone.now())
    for page in ("/today/", "/profile/", "/achievements/", "/league/", "/settings/"):
        text = account.get(page).content.decode().lower()
        assert not [word for word in ("lost", "heart", "buy ", "premium", "gems", "don’t lose", "hurry") if word in text], page


def test_a_guest_is_asked_to_make_an_account_before_a_league(site: Client) -> None:
    assert b"Make an account to join" in site.get("/league/").content
    refused = site.post("/league/join/")
    assert refused.status_code == 400 and b"account" in refused.content and not LeagueMember.objects.exists()


def test_a_league_is_joined_renamed_in_and_left(account: Client, learner: User) -> None:
    assert b"Join a league" in account.get("/league/").content
    account.post("/league/join/")
    play_day(learner, timezone.now())
    page = account.get("/league/")
    assert b"Ember league" in page.content and b'aria-current="true"' in page.content
    assert learner.username.encode() not in page.content
    assert account.post("/league/name/", {"name": "<b>Me</b>"}).status_code == 400
    assert account.post("/league/name/", {}).status_code == 400
    chosen = page.context["names"][3]
    assert account.post("/league/name/", {"name": chosen}, follow=True).context["league"].name == chosen
    assert b"You have left" in account.post("/league/leave/", follow=True).content


@pytest.mark.parametrize("days", ["", "0", "8", "many", "3.5", "9" * 400])
def test_a_weekly_goal_that_is_none_is_refused(site: Client, days: str) -> None:
    refused = site.post("/settings/week/", {"weekly_days": days})
    assert refused.status_code == 400 and b"weekly days" in refused.content


def test_a_weekly_goal_is_kept_and_shown(site: Client) -> None:
    site.post("/settings/week/", {"weekly_days": "3"})
    assert b'<option value="3" selected>' in site.get("/settings/").content
    assert b"0 of 3" in site.get("/today/").content


PAGES = ("/achievements/", "/league/")
FORMS = ("/league/join/", "/league/leave/", "/league/name/", "/settings/week/")


@pytest.mark.parametrize("page", PAGES + FORMS)
def test_strangers_are_asked_to_sign_in(client: Client, db: None, page: str) -> None:
    response = client.get(page) if page in PAGES else client.post(page)
    assert response.status_code == 302 and response["Location"].startswith("/accounts/login/")
