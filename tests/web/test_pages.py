"""Every page: it answers, for whom it is, and under a policy that lets nothing in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.play import play_day
from tests.sample import EXERCISE, ITEMS, LESSON, PATH, slug_of
from tutor.models import User
from tutor.selectors.submissions import PAUSED_KEY
from tutor.services import note_worker

STEP = f"/learn/{PATH}/{LESSON}/sight/"
OWN = [
    "/today/",
    "/learn/sample/",
    STEP,
    f"/exercises/{EXERCISE}/",
    "/profile/",
    "/settings/",
    "/search/",
    "/search/?q=dot+product",
    "/accounts/signup/",
    "/accounts/logout/",
    *(f"/review/{slug_of(kind)}/" for kind in ITEMS),
]
ACCOUNTS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/"]
OPEN = ["/", f"/learn/{PATH}/", *ACCOUNTS]
INLINE = re.compile(rb"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("address", OWN)
def test_a_page_shows_under_a_strict_policy(site: Client, address: str) -> None:
    response = site.get(address)
    assert response.status_code == 200
    _is_strict(response)


@pytest.mark.parametrize("address", OPEN)
def test_a_visitor_may_see(client: Client, lesson: object, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    _is_strict(response)


def _is_strict(response: object) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    assert not INLINE.search(response.content), INLINE.search(response.content)


def test_no_template_has_anything_inline() -> None:
    for template in Path(settings.ROOT / "tutor" / "templates").rglob("*.html"):
        if template.parent.name == "mail":
            continue  # a mail is no page of the site, and mail programs know no other styles
        assert not INLINE.search(template.read_bytes()), template


@pytest.mark.parametrize(
    "address", ["/today/", "/learn/", STEP, "/profile/", "/settings/", "/search/", f"/exercises/{EXERCISE}/"]
)
def test_a_visitor_is_led_to_sign_in_and_back(client: Client, lesson: object, address: str) -> None:
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_who_is_signed_in_meets_today_instead_of_the_landing_page(site: Client) -> None:
    assert site.get("/")["Location"] == "/today/"


def test_a_site_without_lessons_says_what_is_missing(client: Client, db: None) -> None:
    assert b"content publish" in client.get("/").content
    client.post("/start/")
    assert b"no lesson left" in client.get("/today/").content


def test_the_summary_of_a_day_tells_what_was_learned(site: Client, learner: User) -> None:
    now = timezone.now()
    play_day(learner, now)
    page = site.get(f"/today/{learner.clock.day(now).isoformat()}/").content.decode()
    assert "The dot product" in page and "That was today" in page


def test_the_map_is_lit_by_what_is_remembered(site: Client, learner: User) -> None:
    before = site.get("/learn/sample/").content.decode()
    assert "is-unmet" in before
    play_day(learner, timezone.now())
    after = site.get("/learn/sample/").content.decode()
    assert "concept is-unmet" not in after and "lesson is-done" in after


def test_an_exercise_says_that_grading_is_paused_before_anything_is_handed_in(site: Client) -> None:
    page, told = f"/exercises/{EXERCISE}/", f"/api/v1/exercises/{EXERCISE}/"
    assert b"Grading is paused" not in site.get(page).content and not site.get(told).json()["grading_paused"]
    cache.set(PAUSED_KEY, "no sandbox", 30)
    assert b"Grading is paused" in site.get(page).content and site.get(told).json()["grading_paused"]


def test_health_says_whether_the_site_grades(client: Client, db: None) -> None:
    assert client.get("/health/").json() == {"ok": True, "grading": "running", "sandboxes": []}
    for name, state in (("one", {"boxes": "warm", "tier": "A"}), ("two", {"boxes": "warm", "tier": "B"}), ("paused", {})):
        note_worker(name=name, state=state, now=timezone.now())
    assert client.get("/health/").json()["sandboxes"] == ["warm A", "warm B"]
