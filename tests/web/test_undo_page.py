"""The button that takes the last answer back."""

import re

from django.test import Client
from django.utils import timezone

from exercises.models import Attempt
from tests.play import fields_of, hidden_fields, right_response
from tests.sample import LESSON, PATH, slug_of
from tutor import services
from tutor.models import User


def answered(site: Client, learner: User, page: str) -> str:
    asked = services.question_for(learner=learner, item_slug=slug_of("choice"), now=timezone.now())
    sent = hidden_fields(site.get(page).content.decode()) | fields_of(right_response(asked.question))
    return site.post(f"/items/{slug_of('choice')}/answer/", sent).content.decode()


def answer_of(page: str) -> str:
    return re.search(r'name="answer" value="([^"]+)"', page)[1]


def shown(page: str) -> str:
    """The page but for what differs each time, and for what is said on top."""
    page = re.sub(r'<p class="note">Your answer is taken back[^<]+</p>', "", page)
    return re.sub(r'name="(csrfmiddlewaretoken|event)" value="[^"]+"', "", page)


def test_undo_leads_back_to_the_same_question(site: Client, learner: User) -> None:
    page = f"/review/{slug_of('choice')}/"
    before = shown(site.get(page).content.decode())
    said = answered(site, learner, page)
    assert "data-undo" in said
    back = site.post("/undo/", {"answer": answer_of(said)}, follow=True)
    assert back.redirect_chain[-1][0] == page
    assert "Your answer is taken back" in back.content.decode()
    assert shown(back.content.decode()) == before
    assert not Attempt.objects.exists()


def test_undo_in_a_lesson_leads_back_to_its_step(site: Client, learner: User) -> None:
    site.post(f"/learn/{PATH}/{LESSON}/sight/")
    step = f"/learn/{PATH}/{LESSON}/which/"
    said = answered(site, learner, step)
    back = site.post("/undo/", {"answer": answer_of(said)}, follow=True)
    assert back.redirect_chain[-1][0] == step and b"data-question" in back.content


def test_where_a_script_asks_the_question_comes_in_place_of_the_answer(site: Client, learner: User) -> None:
    page = f"/review/{slug_of('choice')}/"
    asked = re.search(r'name="revision".+name="asking" value="1"', site.get(page).content.decode(), re.DOTALL)[0]
    said = site.post("/undo/", {"answer": answer_of(answered(site, learner, page))}, headers={"HX-Request": "true"})
    part = said.content.decode()
    assert said.status_code == 200 and asked in part and "<html" not in part
    assert '<div id="said" hx-swap-oob="innerHTML"><p class="note">Your answer is taken back' in part
    assert b"taken back" not in site.get(page).content, "what was said once is not said again"


def test_a_page_that_is_no_longer_the_newest_is_told_so(site: Client, learner: User) -> None:
    first = answer_of(answered(site, learner, f"/review/{slug_of('choice')}/"))
    answered(site, learner, f"/review/{slug_of('choice')}/")
    refused = site.post("/undo/", {"answer": first})
    assert refused.status_code == 409 and b"Only the newest answer" in refused.content
    assert site.post("/undo/", {"answer": "x"}).status_code == 400
