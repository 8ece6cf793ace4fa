"""What all widgets owe the learner."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.widgets.stage import FOLDERS, Stage, data

pytestmark = pytest.mark.browser

BROKEN = (
    {"status": 404, "body": "not here"},
    {"status": 200, "body": "<html>"},
    {"status": 200, "body": "null"},
    {"status": 200, "body": "{}"},
)
HALF_SOUND = {"words": [{}], "random": [{"d": 3}], "lengths": [], "taken": [], "sentences": [{}], "courses": {}} | {
    "pairs": [{}],
    "curves": {},
    "occupations": [{}],
    "cosines": [],
}
INSIDE = """tag => {
    const edge = document.querySelector(tag).getBoundingClientRect().right + 1;
    const pictures = [...document.querySelectorAll(`${tag} svg`)];
    const inside = pictures.every((one) => one.getBoundingClientRect().right <= edge);
    return inside && document.documentElement.scrollWidth <= innerWidth;
}"""
# The same parts in both themes, without a moment between: a view that still draws would have others by then.
DAY_AND_NIGHT = """one => {
    const parts = [...one.querySelectorAll("*")];
    const inks = () => parts.flatMap((part) => [getComputedStyle(part).color, getComputedStyle(part).fill]);
    const day = inks();
    document.documentElement.dataset.theme = "dark";
    return [day, inks()];
}"""
MOVING = [
    ("cosine-explorer", "a × 2"),
    ("dimension-slider", "lay 1,000 real questions over it"),
    ("one-step-stage", "Take the step"),
    ("index-walk", "whole search"),
    ("threshold-desk", "go to the best F₁"),
]
SAME_PICTURE = "([tag, goal]) => document.querySelector(`${tag} svg`).innerHTML === goal"


def answering(answer: dict[str, Any]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(**answer)


def test_without_sound_data_there_is_a_message_and_a_way_on(unlocked: Callable[[str], Page]) -> None:
    """Each widget is opened with one kind of broken data, in turn, and tried again with each of the others."""
    for number, widget in enumerate(FOLDERS):
        page = unlocked(widget)
        element = page.locator(f"loci-{widget}")
        answers = [*BROKEN, {"status": 200, "body": json.dumps(data(widget) | HALF_SOUND)}]
        first = number % len(answers)
        for answer in answers[first:] + answers[:first]:
            page.unroute_all()
            page.route(f"**/{widget}.json", answering(answer))
            if answer is answers[first]:
                page.reload()
                page.locator("input[name=prediction]").first.check()
            else:
                with page.expect_response(f"**/{widget}.json"):
                    element.get_by_role("button", name="Try again").click()
            expect(element.get_by_role("alert")).to_have_text("The figure could not be loaded. You can go on without it.")
            assert element.locator("svg, input, select").count() == 0, "nothing half made stays"
            expect(page.locator("[data-after]")).to_be_visible()
            expect(page.get_by_role("button", name="Go on")).to_be_enabled()
        page.unroute_all()
        element.get_by_role("button", name="Try again").click()
        expect(element.locator("[aria-live=polite]")).to_be_visible()
        expect(element.get_by_role("alert")).to_have_count(0)


def test_a_guess_made_before_the_scripts_arrive_counts(unlocked: Callable[[str], Page]) -> None:
    page = unlocked("concordance")
    held: list[Route] = []
    page.route("**/site.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.locator("input[name=prediction]").first.check()
    page.wait_for_function("document.readyState !== 'loading'")
    held.pop().continue_()
    expect(page.locator("[data-verdict]")).not_to_be_empty()
    expect(page.locator("loci-concordance")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_enabled()


def test_widgets_fit_every_width_and_a_finger(opened: Callable[[str], Stage]) -> None:
    for widget in FOLDERS:
        stage = opened(widget)
        for width in (320, 768, 1280, 390):
            stage.page.set_viewport_size({"width": width, "height": 844})
            stage.page.wait_for_function(INSIDE, arg=stage.tag)
        controls = "button:visible, select:visible, .kit-choices label:visible, input[type=range]:visible"
        for control in stage.element.locator(controls).all():
            box = control.bounding_box()
            assert box and box["height"] >= 44 and box["width"] >= 44, (widget, control.inner_text())


def test_widgets_follow_the_theme_name_their_data_and_speak(opened: Callable[[str], Stage]) -> None:
    for widget in FOLDERS:
        stage = opened(widget)
        day, night = stage.element.evaluate(DAY_AND_NIGHT)
        assert sum(light != dark for light, dark in zip(day, night, strict=True)) > len(day) / 3
        expect(stage.page.locator(".source")).not_to_be_empty()
        expect(stage.element.locator("[aria-live=polite][aria-atomic=true]")).not_to_be_empty()


@pytest.mark.parametrize(("widget", "act"), MOVING)
def test_motion_ends_where_stillness_is_at_once(opened: Callable[[str], Stage], widget: str, act: str) -> None:
    stage = opened(widget)
    first = stage.picture()
    stage.press(act)
    still = stage.picture()
    assert still != first
    stage.page.emulate_media(reduced_motion="no-preference")
    stage.page.reload()
    stage.page.locator("input[name=prediction]").first.check()
    stage.press(act)
    stage.page.wait_for_function(SAME_PICTURE, arg=[stage.tag, still])
