"""Occupations between he and she, with the direction in the vectors and without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import HUNDREDTH, Stage, data, numbers

pytestmark = pytest.mark.browser

VIEWS = {"as trained": "trained", "direction removed": "removed", "removed, at the old places": "removed"}
PLACES = """all => all.map((one) => {
    const box = one.getBBox();
    return [Number(one.dataset.of), box.x + box.width / 2, box.y + box.height / 2];
})"""

ONE_COLUMN = """() => {
    const columns = [...document.querySelectorAll("circle.bias-mark")].map((one) => one.getAttribute("cx"));
    return new Set(columns).size === 1;
}"""


def occupations() -> list[dict[str, Any]]:
    return sorted(data("bias-axis")["occupations"], key=lambda one: one["leaning"])


def drawn(stage: Stage) -> np.ndarray:
    """The middle of each mark, in the order from he to she."""
    marks = sorted(stage.element.locator(".bias-mark").evaluate_all(PLACES))
    return np.array([place for _, *place in marks])


def agrees(stage: Stage, word: str, view: str) -> None:
    all_ = occupations()
    one = next(one for one in all_ if one["word"] == word)
    shown = one[VIEWS[view]]
    correlation = np.corrcoef([one["leaning"] for one in all_], [one[VIEWS[view]]["she"] for one in all_])[0, 1]
    expect(stage.says).to_contain_text(f"{word}: projection {'0, and was ' if view != 'as trained' else ''}")
    expect(stage.says).to_contain_text(f"{shown['she']} of its 50 nearest words lean to she, 13 are typical.")
    assert abs(numbers(stage.says.inner_text())[-1] - correlation) < HUNDREDTH
    assert [text.split()[0] for text in stage.texts(".bias-nearest li")] == [near for near, _ in shown["nearest"]]
    expect(stage.element.locator("select option:checked")).to_have_text(word)
    expect(stage.element.get_by_role("img")).to_have_attribute("aria-label", stage.says.inner_text())


def test_each_view_puts_every_occupation_where_it_was_measured(opened: Callable[[str], Stage]) -> None:
    stage = opened("bias-axis")
    for view, kind in VIEWS.items():
        stage.choose(view)
        agrees(stage, "nurse", view)
        places = drawn(stage)
        leaning = [0 if view == "direction removed" else one["leaning"] for one in occupations()]
        counts = [one[kind]["she"] for one in occupations()]
        assert len(places) == 75
        height = np.polyfit(counts, places[:, 1], 1)
        assert places[:, 1] == pytest.approx(np.polyval(height, counts), abs=0.01) and height[0] < 0
        if view == "direction removed":
            assert np.ptp(places[:, 0]) < 0.01
        else:
            across = np.polyfit(leaning, places[:, 0], 1)
            assert places[:, 0] == pytest.approx(np.polyval(across, leaning), abs=0.01) and across[0] > 0


def test_an_occupation_is_chosen_from_the_list_by_keys_and_by_hand(opened: Callable[[str], Stage]) -> None:
    stage = opened("bias-axis")
    words = [one["word"] for one in occupations()]
    assert stage.texts("select option") == words
    stage.element.locator("select").select_option("caretaker")
    agrees(stage, "caretaker", "as trained")
    expect(stage.says).to_contain_text("People rated it 0.9 of 1 towards women.")
    stage.element.locator("select").focus()
    stage.page.keyboard.press("ArrowDown")
    agrees(stage, words[words.index("caretaker") + 1], "as trained")
    stage.element.locator(f".bias-mark[data-of='{words.index('stylist')}']").click()
    agrees(stage, "stylist", "as trained")
    stage.element.locator("svg").click(position={"x": 60, "y": 40})  # nobody is there
    agrees(stage, "stylist", "as trained")
    stage.element.locator("select").select_option("musician")
    expect(stage.says).to_contain_text("People rated it in the middle.")


def test_marks_glide_to_where_stillness_puts_them_at_once(opened: Callable[[str], Stage]) -> None:
    stage = opened("bias-axis")
    stage.choose("direction removed")
    still = drawn(stage)
    stage.choose("as trained")
    assert not np.allclose(drawn(stage), still)
    stage.page.emulate_media(reduced_motion="no-preference")
    stage.choose("direction removed")
    stage.page.wait_for_function(ONE_COLUMN)
    assert np.allclose(drawn(stage), still, atol=0.5)
