"""The whole loop as a new learner meets it, with the real catalogue, real workers and a real sandbox; only the clock is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from exercises.marking import KINDS
from exercises.models import Exercise, Item, Submission
from tests.browser.answering import answer
from tutor.models import LearnerDay, Review, User

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("workers")]

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Moves the site's clock: `clock(day)` is noon of so many days after the first."""

    def move(days: int) -> None:
        started = datetime.now(tz=UTC)
        monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=days) + (datetime.now(tz=UTC) - started))

    move(0)
    return move


def learner_of() -> User:
    return User.objects.get(is_staff=False)


def step_kind(page) -> str | None:
    step = page.locator("[data-step-kind]")
    return step.get_attribute("data-step-kind") if step.count() else None


def take_widget(page) -> None:
    """Guess first, then touch: only then there is an explanation."""
    after = page.locator("[data-after]")
    go_on = page.locator(".player-foot .button-primary")
    assert not after.is_visible()
    assert go_on.is_disabled()
    page.locator("input[name=prediction]").first.check()
    assert go_on.is_enabled()
    page.locator("[data-stage] input, [data-stage] button").first.wait_for(state="attached")
    slider = page.locator("[data-stage] input[type=range]")
    if slider.count():
        slider.first.focus()
        page.keyboard.press("ArrowRight")
    else:
        page.locator("[data-stage] button").first.click()
    after.wait_for(state="visible")
    go_on.click()


def write(page, source: str) -> None:
    page.locator("loci-editor").evaluate("(editor, text) => (editor.value = text)", source)


def submit_and_wait(page, verdict: str) -> None:
    page.click("button[value=submit]")
    page.wait_for_selector(f".verdict[data-verdict={verdict}]", timeout=60_000)


def test_a_new_learner_goes_from_the_first_click_to_the_next_day(live_server, workers, catalogue, page, clock):
    # Two clicks at most: one, in fact, leads into the first lesson.
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(reduced_motion="no-preference")
    page.goto(live_server.url)
    page.click("text=Start the first lesson")
    page.wait_for_selector("[data-step-kind]")
    assert "/learn/embeddings/company/" in page.url
    learner = learner_of()
    assert learner.is_guest

    kinds = []
    while (kind := step_kind(page)) is not None or "recap" not in kinds:
        if kind is None:  # the day's minutes end before the lesson, and its reader wants more
            page.click("text=To today")
            page.click("text=A little more today")
            page.wait_for_selector("[data-step-kind]")
            continue
        kinds.append(kind)
        before = page.url
        if kind == "explore":
            take_widget(page)
        elif kind == "check":
            item = page.locator("form[data-question]").get_attribute("action").split("/")[-3]
            answer(page, learner, item)
            page.click("[data-feedback] [data-enter]")
        elif kind == "code":
            slug = page.locator("loci-workbench").get_attribute("data-exercise")
            exercise = Exercise.objects.select_related("current").get(slug=slug)
            submit_and_wait(page, "failed")
            assert page.locator(".checks li").count() == len(exercise.current.check_list)
            page.click("text=Show a hint")
            page.wait_for_selector(".wb-hint")
            write(page, exercise.current.solution)
            submit_and_wait(page, "passed")
            page.click(".verdict >> text=Go on")
        else:
            page.click(".player-foot .button-primary")
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_load_state()
    assert {"read", "explore", "check", "code", "recap"} <= set(kinds)

    # The summary: the day counts, and says what comes back when.
    assert "/today/2026-03-10/" in page.url
    assert "That was today" in page.inner_text("h1")
    assert "1 day in a row" in page.inner_text("main")
    assert LearnerDay.objects.filter(learner=learner).count() == 1
    assert Submission.objects.filter(learner=learner, verdict="passed").count() == 1

    # Signing up keeps all of it: the guest's row becomes the account.
    reviews = Review.objects.filter(learner=learner).count()
    page.click("text=Make an account")
    page.fill("input[name=username]", "ada")
    page.fill("input[name=password1]", "a long and quiet phrase")
    page.click("text=Make the account")
    page.wait_for_url("**/today/")
    account = learner_of()
    assert (account.pk, account.username, account.is_guest) == (learner.pk, "ada", False)
    assert Review.objects.filter(learner=account).count() == reviews > 0

    # A few days on, what was learned comes back with other questions.
    clock(3)
    page.goto(f"{live_server.url}/today/")
    assert page.locator(".plan li", has_text="Review:").count() >= 1
    page.click("main a.button-primary")
    page.wait_for_selector("[data-step-kind]")
    assert "/review/" in page.url
    item = page.url.split("/")[-2]
    answer(page, account, item, right=False)
    assert "comes back tomorrow" in page.inner_text("[data-feedback]")
    page.click("[data-feedback] [data-enter]")
    page.wait_for_selector("[data-step-kind]")


def test_items_of_every_kind_are_answered_rightly_and_wrongly(live_server, catalogue, page, client):
    page.goto(live_server.url)
    page.click("text=Start the first lesson")
    page.wait_for_selector("[data-step-kind]")
    learner = learner_of()
    asked = {}
    for item in Item.objects.select_related("current").order_by("slug"):
        asked.setdefault(item.current.kind, item.slug)
    assert set(asked) == set(KINDS)
    for kind, slug in asked.items():
        for right in (False, True):
            page.goto(f"{live_server.url}/review/{slug}/")
            assert answer(page, learner, slug, right=right) == kind
            told = page.locator(".feedback-head").inner_text()
            if kind == "card":
                assert told == ("Noted" if right else "Back to it tomorrow")
            else:
                assert (told == "Right") is right, (kind, slug, told)
            assert page.locator("[data-feedback]").evaluate("it => it.contains(document.activeElement)")
