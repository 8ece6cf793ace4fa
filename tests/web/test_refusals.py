"""What is refused: with a status that fits, in words that name the fault and the mend, as a page and as a part of one."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sample import EXERCISE, LESSON, PATH, slug_of
from tutor import services
from tutor.models import User

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/learn/nowhere/",
        f"/learn/{PATH}/nothing/",
        f"/learn/{PATH}/{LESSON}/nothing/",
        "/review/nothing/",
        "/exercises/nothing/",
        "/submissions/00000000-0000-4000-8000-000000000000/",
        "/assets/abc/picture.svg",
        "/today/2026-13-77/",
    ],
)
def test_what_is_not_there_is_said_to_be_missing(site: Client, address: str) -> None:
    response = site.get(address)
    assert response.status_code == 404
    assert b"There is nothing here" in response.content


@pytest.mark.parametrize(
    "address", ["/start/", "/today/more/", f"/items/{slug_of('choice')}/answer/", f"/exercises/{EXERCISE}/submit/"]
)
def test_what_is_sent_cannot_be_looked_at(site: Client, address: str) -> None:
    assert site.get(address).status_code == 405


def test_a_later_step_leads_to_the_one_that_is_open(site: Client) -> None:
    assert site.get(f"/learn/{PATH}/{LESSON}/takeaways/", follow=True).redirect_chain[-1][0].endswith("/sight/")
    assert site.post(f"/learn/{PATH}/{LESSON}/takeaways/").status_code == 409


def test_a_check_cannot_be_leafed_over(site: Client) -> None:
    site.post(f"/learn/{PATH}/{LESSON}/sight/")
    response = site.post(f"/learn/{PATH}/{LESSON}/which/")
    assert response.status_code == 409
    assert b"Answer first" in response.content


@pytest.mark.parametrize("kind", ["choice", "choices", "number", "match", "fill", "output", "text", "card", "design"])
def test_an_answer_that_is_none_names_the_mend(site: Client, learner: User, kind: str) -> None:
    response = site.post(f"/items/{slug_of(kind)}/answer/", _asked(learner, kind), **HTMX)
    assert response.status_code == 400, response.content
    assert response.content.count(b"problem") == 1 and b"<html" not in response.content


def test_the_same_refusal_is_a_page_without_htmx(site: Client, learner: User) -> None:
    response = site.post(f"/items/{slug_of('choice')}/answer/", _asked(learner, "choice"))
    assert response.status_code == 400
    assert b"</html>" in response.content and b"Choose one" in response.content


def test_an_answer_to_a_question_that_was_replaced_says_so(site: Client, learner: User) -> None:
    sent = _asked(learner, "choice") | {"asking": 7, "choice": "a"}
    response = site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX)
    assert response.status_code == 409 and b"Reload the page" in response.content


@pytest.mark.parametrize("field, value", [("asking", "x"), ("revision", "9" * 40), ("revision", ""), ("seconds", "-1")])
def test_a_field_that_makes_no_sense_is_named(site: Client, learner: User, field: str, value: str) -> None:
    sent = _asked(learner, "choice") | {"choice": "a", field: value}
    response = site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX)
    assert response.status_code == 400 and field.encode() in response.content


def test_settings_name_the_field_and_keep_what_was_given(site: Client) -> None:
    response = site.post("/settings/", {"zone": "Mars/Olympus", "daily_minutes": 600, "day_turns_at": 4, "theme": "auto"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Mars/Olympus is not one of the available choices" in page
    assert "less than or equal to 60" in page and 'value="600"' in page


def test_a_form_from_elsewhere_is_refused_kindly(lesson: object, learner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    page = strict.post("/today/more/")
    assert page.status_code == 403 and b"open for too long" in page.content
    part = strict.post(f"/items/{slug_of('choice')}/answer/", **HTMX)
    assert part.status_code == 403 and b"<html" not in part.content and b"Reload" in part.content


def test_an_expired_session_leads_the_whole_page_to_sign_in(client: Client, lesson: object) -> None:
    response = client.post(f"/items/{slug_of('choice')}/answer/", **HTMX)
    assert response["HX-Redirect"].startswith("/accounts/login/")


def test_a_fault_of_ours_is_a_page_too(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("tutor.selectors.profile_for", broken)
    site.raise_request_exception = False
    response = site.get("/profile/")
    assert response.status_code == 500 and b"</html>" in response.content


def _asked(learner: User, kind: str) -> dict[str, object]:
    from django.utils import timezone

    asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
    return {"kind": kind, "revision": asked.revision_id, "asking": asked.number, "seconds": 9, "hints_used": 0}
