"""Two arrows, turned and stretched by keys, mouse and finger, and three measures of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.widgets.stage import HUNDREDTH, THOUSANDTH, Stage, data, numbers

pytestmark = pytest.mark.browser


def gauges(stage: Stage) -> dict[str, float]:
    found = [numbers(text) for text in stage.texts(".cosine-value")]
    return dict(zip(("cosine", "dot", "distance"), (one[0] if one else float("nan") for one in found), strict=True))


def measured(a: float, b: float, cosine: float) -> dict[str, Any]:
    """The three measures of two lengths and a cosine, as closely as they are shown."""
    dot = a * b * cosine
    values = {"cosine": (cosine, THOUSANDTH), "dot": (dot, HUNDREDTH), "distance": ((a * a + b * b - 2 * dot) ** 0.5, HUNDREDTH)}
    return {name: pytest.approx(value, abs=near + 2e-4 * abs(value)) for name, (value, near) in values.items()}


def word_pair(first: str, second: str) -> tuple[float, float, float]:
    document = data("cosine-explorer")
    low, high = sorted(document["words"].index(word) for word in (first, second))
    a, b = (document["lengths"][document["words"].index(word)] for word in (first, second))
    return a, b, document["cosines"][high][low]


def test_the_explorer_measures_arrows_that_are_stretched_and_turned_by_keys(opened: Callable[[str], Stage]) -> None:
    stage = opened("cosine-explorer")
    assert gauges(stage) == measured(2, 3, 0.5)
    stage.press("a × 2")
    assert gauges(stage) == measured(4, 3, 0.5)
    expect(stage.says).to_contain_text("The cosine did not move.")
    tip = stage.element.get_by_role("slider", name="Tip of arrow a")
    tip.focus()
    for _ in range(4):
        stage.page.keyboard.press("ArrowRight")  # 5 degrees towards b
    assert gauges(stage) == measured(4, 3, np.cos(np.radians(40)))
    stage.page.keyboard.press("ArrowUp")
    assert gauges(stage) == measured(4.25, 3, np.cos(np.radians(40)))
    expect(tip).to_have_attribute("aria-valuetext", "length 4.25, pointing at 60 degrees")
    stage.press("both to length 1")
    assert gauges(stage) == measured(1, 1, np.cos(np.radians(40)))
    for _ in range(4):
        tip.press("ArrowDown")
    expect(stage.says).to_contain_text("length 0: no direction, so no cosine")
    assert stage.texts(".cosine-value")[0] == "none"


def test_the_explorer_lays_real_words_out_with_their_true_lengths_and_angle(opened: Callable[[str], Stage]) -> None:
    stage = opened("cosine-explorer")
    for first, second in data("cosine-explorer")["pairs"]:
        stage.press(f"{first} · {second}")
        assert gauges(stage) == measured(*word_pair(first, second))
        expect(stage.says).to_contain_text(f"{first} (length")
        expect(stage.element.locator("[aria-pressed=true]")).to_have_text(f"{first} · {second}")
    stage.element.get_by_role("combobox", name="arrow a").select_option("paris")
    stage.element.get_by_role("combobox", name="arrow b").select_option("france")
    assert gauges(stage) == measured(*word_pair("paris", "france"))
    a, b, cosine = word_pair("paris", "france")
    stage.press("a ÷ 2")
    assert gauges(stage) == measured(a / 2, b, cosine)
    expect(stage.says).to_contain_text("0.5 × paris")
    stage.choose("turns")
    expect(stage.says).to_contain_text("from 0 to 180 degrees")


def test_a_tip_is_pulled_by_mouse_and_by_touch_and_the_page_stays_where_it_is(opened: Callable[[str], Stage]) -> None:
    stage = opened("cosine-explorer")
    stage.element.scroll_into_view_if_needed()
    plane = stage.element.locator(".cosine-plane").bounding_box()
    assert plane
    middle = (plane["x"] + plane["width"] / 2, plane["y"] + plane["height"] / 2)
    unit = (plane["width"] / 2 - 12) / 3.9  # the plane reaches 1.3 times as far as the longer arrow, of length 3
    tip = stage.element.locator(".cosine-tip.cosine-a .cosine-knob")

    def at(x: float, y: float) -> tuple[float, float]:
        return middle[0] + x * unit, middle[1] - y * unit

    def held() -> tuple[float, float]:
        box = tip.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    stage.page.mouse.move(*held())
    stage.page.mouse.down()
    stage.page.mouse.move(*at(0, 3), steps=5)
    stage.page.mouse.up()
    assert gauges(stage) == {
        "cosine": pytest.approx(np.cos(np.radians(70)), abs=0.01), "dot": pytest.approx(9 * np.cos(np.radians(70)), abs=0.1),
        "distance": pytest.approx(6 * np.sin(np.radians(35)), abs=0.05),
    }  # fmt: skip
    scrolled = stage.page.evaluate("scrollY")
    touch(stage.page, held(), at(-3, 0))
    assert gauges(stage)["cosine"] == pytest.approx(np.cos(np.radians(160)), abs=0.02)
    assert stage.page.evaluate("scrollY") == scrolled


def test_a_finger_on_the_plane_beside_the_tips_scrolls_the_page(opened: Callable[[str], Stage]) -> None:
    stage = opened("cosine-explorer")
    stage.element.scroll_into_view_if_needed()
    plane = stage.element.locator(".cosine-plane").bounding_box()
    assert plane
    scrolled, before = stage.page.evaluate("scrollY"), gauges(stage)
    corner = (plane["x"] + 30, plane["y"] + plane["height"] - 30)
    touch(stage.page, corner, (corner[0], corner[1] - 200))
    stage.page.wait_for_function("before => scrollY > before", arg=scrolled)
    assert gauges(stage) == before


def touch(page: Page, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
    session = page.context.new_cdp_session(page)
    path = [tuple(a + (b - a) * share / steps for a, b in zip(start, end, strict=True)) for share in range(steps + 1)]
    for kind, places in (("touchStart", path[:1]), ("touchMove", path[1:])):
        for x, y in places:
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
