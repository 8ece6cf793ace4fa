"""Everything can be learned without a pointer: each stop is seen, and the focus goes where the next thing is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Exercise
from tests.browser.keyboard import ANSWER, stop, tab_to
from tests.sample import ITEMS, publish_sample, slug_of
from tutor import services
from tutor.models import User

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("workers")]


@pytest.fixture
def wide(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


@pytest.fixture
def sample(wide, live_server):
    """The sample path, and a guest signed in to the page."""
    publish_sample()
    client = Client()
    client.force_login(services.begin_as_guest(zone="UTC", now=timezone.now()))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    wide.context.add_cookies([cookie])
    return wide


def answer(page, item: str) -> None:
    """Answers rightly; the explanation then has the focus."""
    question = services.question_for(learner=User.objects.get(), item_slug=item, now=timezone.now()).question
    ANSWER[question.kind](page, question.key)
    page.wait_for_selector("[data-feedback]")
    assert page.locator(".feedback-head.is-right").count() == 1
    assert page.evaluate("() => document.activeElement.matches('[data-feedback]')")
    assert page.locator(".feedback-head").evaluate("head => head.getBoundingClientRect().bottom <= innerHeight")


def take_widget(page) -> None:
    """Guesses by a digit, and moves what there is to move."""
    page.keyboard.press("1")
    page.locator("[data-stage] .kit-says").wait_for()
    tab_to(page, "[data-stage] input")
    page.keyboard.press("ArrowRight")
    page.locator("[data-after]").wait_for(state="visible")
    tab_to(page, ".player-foot .button-primary")
    page.keyboard.press("Enter")


def write_code(page, exercise: Exercise) -> None:
    """Tab indents in the editor; Escape and Tab lead out of it."""
    tab_to(page, "loci-editor")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    assert page.locator("loci-editor").evaluate("editor => editor.value") == "    "
    assert stop(page, "loci-editor")["matches"]
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert stop(page, "button[value=run]")["matches"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(exercise.current.solution)
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector(".verdict[data-verdict=passed]", timeout=60_000)
    tab_to(page, ".verdict .button-primary", most=20)
    page.keyboard.press("Enter")


def learn(page) -> set[str]:
    """Goes on from step to step until the day is done or a recap is read; returns the kinds of steps that were met."""
    page.wait_for_selector("[data-step-kind]")
    kinds: set[str] = set()
    while page.locator("[data-step-kind]").count() and "recap" not in kinds:
        kind = page.locator("[data-step-kind]").get_attribute("data-step-kind")
        kinds.add(kind)
        before = page.url
        if kind == "explore":
            take_widget(page)
        elif kind == "check":
            answer(page, page.locator("form[data-question]").get_attribute("action").split("/")[-3])
            page.keyboard.press("Enter")
        elif kind == "code":
            slug = page.locator("loci-workbench").get_attribute("data-exercise")
            write_code(page, Exercise.objects.select_related("current").get(slug=slug))
        else:
            page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_load_state()
    return kinds


def test_a_whole_lesson_is_learned_with_keys_alone(live_server, workers, catalogue, wide):
    page = wide
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert stop(page, ".skip")["matches"], "the first stop leads past the menu"
    tab_to(page, ".hero .button-primary")
    page.keyboard.press("Enter")
    kinds = learn(page)
    if "recap" not in kinds:  # the lesson is longer than the day
        assert "That was today" in page.inner_text("h1")
        tab_to(page, "main a[href='/today/']")
        page.keyboard.press("Enter")
        tab_to(page, "form[action='/today/more/'] button")
        page.keyboard.press("Enter")
        kinds |= learn(page)
    assert kinds == {"read", "explore", "check", "code", "recap"}


@pytest.mark.parametrize("kind", ITEMS)
def test_a_question_of_each_kind_is_answered_with_keys_alone(kind: str, sample, live_server):
    sample.goto(f"{live_server.url}/review/{slug_of(kind)}/")
    answer(sample, slug_of(kind))
    tab_to(sample, "[data-feedback] [data-enter]", most=10)


def test_escape_leaves_a_step_and_enter_comes_back_to_it(sample, live_server):
    sample.goto(f"{live_server.url}/learn/sample/arrows/sight/")
    sample.keyboard.press("Escape")
    sample.wait_for_url("**/today/")
    sample.keyboard.press("Enter")
    sample.wait_for_url("**/learn/**")


def test_every_stop_of_the_map_is_seen(sample, live_server):
    sample.goto(f"{live_server.url}/learn/sample/")
    tab_to(sample, ".sky svg a")
    tab_to(sample, ".lessons a")
    sample.keyboard.press("Enter")
    sample.wait_for_url("**/learn/sample/arrows/**")
