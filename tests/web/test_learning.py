"""Learning through the pages, without scripts and with htmx: start, steps, answers of each kind, settings, accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from exercises.marking.responses import right_response
from tests.play import fields_of, hidden_fields, play_day
from tests.sample import ITEMS, LESSON, PATH, slug_of
from tutor import services
from tutor.models import LessonProgress, Review, User, XpEntry

HTMX = {"headers": {"HX-Request": "true"}}


def right_fields(learner: User, kind: str) -> dict[str, Any]:
    """What the form of a kind sends for the right answer."""
    asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
    return fields_of(right_response(asked.question))


def test_one_button_leads_a_visitor_into_the_first_lesson(client: Client, lesson: object) -> None:
    response = client.post("/start/", {"zone": "Asia/Tokyo"}, follow=True)
    assert response.redirect_chain[-1][0] == f"/learn/{PATH}/{LESSON}/sight/"
    guest = User.objects.get()
    assert guest.is_guest and guest.zone == "Asia/Tokyo"
    client.post("/start/")
    assert User.objects.count() == 1


def test_going_on_leads_through_the_lesson(site: Client) -> None:
    first = f"/learn/{PATH}/{LESSON}/sight/"
    assert site.post(first)["Location"] == f"/learn/{PATH}/{LESSON}/which/"
    assert site.post(first)["Location"] == f"/learn/{PATH}/{LESSON}/which/"
    assert XpEntry.objects.count() == 1
    assert site.get(f"/learn/{PATH}/{LESSON}/")["Location"] == f"/learn/{PATH}/{LESSON}/which/"


def test_a_lesson_under_another_path_leads_to_its_own(site: Client) -> None:
    assert site.get(f"/learn/elsewhere/{LESSON}/sight/")["Location"] == f"/learn/{PATH}/{LESSON}/sight/"


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("more", [HTMX, {}], ids=["htmx", "page"])
def test_a_right_answer_is_told_why(site: Client, learner: User, kind: str, more: dict[str, Any]) -> None:
    page = site.get(f"/review/{slug_of(kind)}/").content.decode()
    sent = hidden_fields(page) | right_fields(learner, kind)
    response = site.post(f"/items/{slug_of(kind)}/answer/", sent, **more)
    assert response.status_code == 200, response.content
    said = response.content.decode()
    assert "is-right" in said and "comes back" in said
    assert ("</html>" in said) is not bool(more)


@pytest.mark.parametrize(("kind", "typed"), [("number", "7 cm"), ("output", "<b>*7*</b>\n8"), ("text", "<b>*sine*</b>")])
def test_what_was_typed_and_is_not_right_stands_beside_the_answer(site: Client, learner: User, kind: str, typed: str) -> None:
    for given, shown in ((typed, escape(typed)), (right_fields(learner, kind)[kind], "")):
        sent = hidden_fields(site.get(f"/review/{slug_of(kind)}/").content.decode()) | {kind: given}
        said = site.post(f"/items/{slug_of(kind)}/answer/", sent, **HTMX).content.decode()
        assert re.findall("<samp>(.*?)</samp>", said, re.DOTALL) == [shown][: bool(shown)]


def test_an_answer_sent_twice_counts_once(site: Client, learner: User) -> None:
    sent = hidden_fields(site.get(f"/review/{slug_of('number')}/").content.decode()) | {"number": "7 cm"}
    first, second = (site.post(f"/items/{slug_of('number')}/answer/", sent, **HTMX).content.decode() for _ in range(2))
    tokens = r'name="csrfmiddlewaretoken" value="\w+"'
    assert re.sub(tokens, "", first) == re.sub(tokens, "", second)
    assert "You have added the coordinates" in first and "Not quite" in first and "<samp>7 cm</samp>" in first
    assert Review.objects.filter(learner=learner).count() == 1


def test_a_check_step_is_done_by_its_answer(site: Client, learner: User) -> None:
    site.post(f"/learn/{PATH}/{LESSON}/sight/")
    page = site.get(f"/learn/{PATH}/{LESSON}/which/").content.decode()
    sent = hidden_fields(page) | right_fields(learner, "choice")
    said = site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX).content.decode()
    assert f"/learn/{PATH}/{LESSON}/where/" in said


def test_more_of_a_finished_day_goes_on(site: Client, learner: User) -> None:
    play_day(learner, timezone.now())
    assert b"Done for today" in site.get("/today/").content
    assert site.post("/today/more/").status_code == 302
    assert LessonProgress.objects.get(learner=learner).finished_at


def test_settings_are_kept(site: Client, learner: User) -> None:
    given = {"zone": "America/Lima", "daily_minutes": 10, "day_turns_at": 2, "theme": "dark"}
    page = site.post("/settings/", given, follow=True).content.decode()
    assert 'data-theme="dark"' in page and "Saved" in page
    learner.refresh_from_db()
    assert (learner.zone, learner.daily_minutes, learner.day_turns_at) == ("America/Lima", 10, 2)


def test_signing_up_keeps_the_row_that_has_learned(site: Client, learner: User) -> None:
    play_day(learner, timezone.now(), most=2)
    response = site.post("/accounts/signup/", {"username": "ada", "password1": "maps-of-points"})
    assert response.status_code == 302, response.content
    account = User.objects.get()
    assert account.pk == learner.pk and account.username == "ada" and not account.is_guest
    assert b"What is true?" in site.get("/today/").content


def test_signing_in_brings_along_what_a_guest_has_learned(site: Client, learner: User) -> None:
    account = User.objects.create_user("ada", password="maps-of-points")
    play_day(learner, timezone.now(), most=2)
    site.post("/accounts/login/", {"login": "ada", "password": "maps-of-points"})
    assert User.objects.get().pk == account.pk
    assert Review.objects.filter(learner=account).exists()


@pytest.mark.parametrize(
    "sent, says",
    [
        ({"username": "guest-1", "password1": "maps-of-points"}, "username"),
        ({"username": "ada", "password1": "12345678"}, "too common"),
        ({"username": "", "password1": "maps-of-points"}, "required"),
    ],
)
def test_a_sign_up_that_cannot_be_says_why_and_leaves_the_guest(
    site: Client, learner: User, sent: dict[str, str], says: str
) -> None:
    response = site.post("/accounts/signup/", sent)
    assert response.status_code == 200 and says in response.content.decode().lower()
    learner.refresh_from_db()
    assert learner.is_guest and learner.username.startswith("guest-")
