"""A threshold over a thousand real questions: what it takes, what it misses, and which pairs it gains and loses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import Stage, data, numbers

pytestmark = pytest.mark.browser


def figures(document: dict[str, Any], threshold: int) -> list[float]:
    """What the table shows at a threshold, in hundredths, row by row."""
    place = threshold - document["least"]
    taken, right, gold = document["taken"][place], document["right"][place], document["duplicates"]
    precision, recall, f = right / taken, right / gold, 2 * right / (taken + gold)
    return [taken, precision, right, recall, taken - right, f, gold - right, document["largest"][place]]


def agrees(stage: Stage, document: dict[str, Any], threshold: int) -> None:
    shown = [numbers(text)[0] for text in stage.texts(".desk-figures td")]
    expected = figures(document, threshold)
    for place, (one, other) in enumerate(zip(shown, expected, strict=True)):
        assert one == pytest.approx(other, abs={1: 0.00501, 3: 0.00501, 5: 0.000501}.get(place, 0))
    expect(stage.says).to_contain_text(
        f"At {threshold / 100:.2f}: {expected[0]:,.0f} pairs taken, {expected[2]:,.0f} of them duplicates"
    )
    expect(stage.element.get_by_role("img")).to_have_attribute("aria-label", stage.says.inner_text())


def test_every_threshold_tells_what_was_counted(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("threshold-desk"), data("threshold-desk")
    agrees(stage, document, 80)
    stage.slide(0)
    agrees(stage, document, document["least"])
    for threshold in (*range(document["least"] + 1, 40), 61):
        stage.slide(threshold - document["least"])
        agrees(stage, document, threshold)
    last = document["least"] + max(place for place, taken in enumerate(document["taken"]) if taken)
    stage.page.keyboard.press("End")
    agrees(stage, document, last)


def test_the_best_threshold_is_a_press_away(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("threshold-desk"), data("threshold-desk")
    stage.press("go to the best F₁")
    best = max(range(30, 95), key=lambda threshold: figures(document, threshold)[5])
    agrees(stage, document, best)
    stage.choose("against each other")
    expect(stage.element.locator("svg text").filter(has_text=f"best F₁, at {best / 100:.2f}")).to_be_visible()
    here, mark = stage.element.locator(".desk-here"), stage.element.locator(".desk-best")
    assert [here.get_attribute(name) for name in ("cx", "cy")] == [mark.get_attribute(name) for name in ("cx", "cy")]


def test_pairs_gained_and_lost_lie_between_the_thresholds(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("threshold-desk"), data("threshold-desk")
    known = {
        (document["texts"][first], document["texts"][second]): bool(same)
        for step in document["examples"]
        for first, second, _, same in step
    }
    heading = stage.element.locator(".desk-heading")
    stage.slide(61 - document["least"])
    stage.page.keyboard.press("PageDown")
    lower = int(stage.element.locator("input[type=range]").input_value())
    assert lower < 61
    expect(heading).to_have_text(f"Gained from 0.61 to {lower / 100:.2f}, for example:")
    agrees(stage, document, lower)
    stage.page.keyboard.press("PageUp")
    expect(heading).to_have_text(f"Lost from {lower / 100:.2f} to 0.61, for example:")
    rows = stage.element.locator(".desk-pairs li").all()
    assert len(rows) == 4
    for row in rows:
        pair = tuple(text.strip('“”"') for text in row.locator("q").all_inner_texts())
        assert ("✓ duplicates" in row.inner_text()) is known[pair]
        assert lower / 100 - 0.005 <= numbers(row.locator(".desk-cosine").inner_text())[0] <= 0.61


def test_a_finger_on_the_picture_moves_the_threshold(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("threshold-desk"), data("threshold-desk")
    picture = stage.element.locator("svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    stage.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    stage.page.mouse.up()
    agrees(stage, document, document["least"])
    stage.choose("against each other")
    picture.click()
    agrees(stage, document, document["least"])
