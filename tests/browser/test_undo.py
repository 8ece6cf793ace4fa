"""Taking the last answer back: by key, by finger, without scripts, and after somebody else was quicker."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Attempt
from tests.browser.keyboard import ANSWER
from tests.sample import publish_sample, slug_of
from tutor import services
from tutor.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "() => document.activeElement.id || document.activeElement.name"


@pytest.fixture
def sample(page, live_server):
    """A phone with a guest signed in."""
    publish_sample()
    client = Client()
    client.force_login(services.begin_as_guest(zone="UTC", now=timezone.now()))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def answer(page, address: str, kind: str) -> None:
    page.goto(f"{address}/review/{slug_of(kind)}/")
    question = services.question_for(learner=User.objects.get(), item_slug=slug_of(kind), now=timezone.now()).question
    ANSWER[question.kind](page, question.key)
    page.wait_for_selector("[data-feedback]")


def test_the_key_takes_an_answer_back_says_so_and_leaves_what_was_chosen(sample, live_server) -> None:
    answer(sample, live_server.url, "choice")
    region = sample.locator("#said").element_handle()
    chosen = Attempt.objects.get().response["choice"]
    sample.keyboard.press("u")
    sample.wait_for_selector("form[data-question]")
    assert not Attempt.objects.exists()
    assert "taken back" in region.text_content(), "a live region speaks only when it was there before its words"
    sample.wait_for_function("() => document.activeElement.id === 'ask'")
    assert sample.locator("input[name=choice]:checked").get_attribute("value") == chosen
    sample.keyboard.press("Enter")
    sample.wait_for_selector("[data-feedback]")
    assert Attempt.objects.count() == 1
    assert region.text_content() == "", "what was said of the answer before is over"


@pytest.mark.parametrize("kind", ["number", "order", "match", "choices"])
def test_only_the_slip_has_to_be_mended(kind: str, sample, live_server) -> None:
    answer(sample, live_server.url, kind)
    before = Attempt.objects.get().response
    sample.locator("[data-undo]").click()
    sample.wait_for_selector("form[data-question]")
    sample.wait_for_function(f"() => ({FOCUSED})() === '{'number' if kind == 'number' else 'ask'}'")
    sample.locator("button[data-answer]").click()
    sample.wait_for_selector("[data-feedback]")
    assert Attempt.objects.get().response == before


def test_the_button_is_large_enough_for_a_finger(sample, live_server) -> None:
    answer(sample, live_server.url, "choice")
    box = sample.locator("[data-undo]").bounding_box()
    assert box["height"] >= 44 and box["width"] >= 44


def test_who_has_answered_on_since_is_told_so_and_loses_nothing(sample, live_server) -> None:
    answer(sample, live_server.url, "choice")
    other = sample.context.new_page()
    answer(other, live_server.url, "number")
    sample.keyboard.press("u")
    sample.wait_for_selector("#problem .problem")
    assert re.search("Only the newest answer", sample.locator("#problem").text_content())
    assert sample.locator("[data-feedback]").count() == 1 and Attempt.objects.count() == 2
