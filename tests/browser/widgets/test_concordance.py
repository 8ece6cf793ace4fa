"""Whose company is alike, and where the words stand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import HUNDREDTH, Stage, data, numbers

pytestmark = pytest.mark.browser


def test_the_concordance_shows_whose_company_is_alike_for_every_word_and_window(opened: Callable[[str], Stage]) -> None:
    stage = opened("concordance")
    after = stage.page.locator("[data-after]")
    expect(after).to_be_hidden()
    for entry in data("concordance")["words"][::-3]:
        stage.choose(entry["word"])
        expect(after).to_be_visible()
        for window, near in enumerate(entry["near"], start=1):
            stage.slide(window - 1)
            shown = stage.texts(".concordance-neighbour")
            assert [text.split()[0] for text in shown] == [other for other, _, _ in near]
            assert [numbers(text)[0] for text in shown] == pytest.approx([alike for _, alike, _ in near], abs=HUNDREDTH)
            expect(stage.says).to_contain_text(f"“{entry['word']}” stands in these tales {entry['times']} times.")
            expect(stage.says).to_contain_text(f"most like that of {near[0][0]}")


def test_words_are_lit_as_far_as_the_window_reaches_and_shared_company_twice(opened: Callable[[str], Stage]) -> None:
    stage = opened("concordance")
    stage.choose("wine")
    for window in (1, 4):
        stage.slide(window - 1)
        for line in stage.element.locator("li").all():
            left, right = (line.locator(side).inner_text().split() for side in (".concordance-left", ".concordance-right"))
            lit = line.locator("mark").all_inner_texts()
            expected = min(window, sum(map(has_letters, left))) + min(window, sum(map(has_letters, right)))
            assert len(lit) == expected
    entry = next(one for one in data("concordance")["words"] if one["word"] == "wine")
    other, alike, shared = entry["near"][3][1]
    stage.press(f"{other}, likeness {alike:.2f}")
    expect(stage.says).to_contain_text(f"Within 4 words, “wine” and “{other}” share the company of {', '.join(shared)}.")
    expect(stage.says).to_contain_text(f"Likeness {alike:.2f} of 1.")
    assert {text.lower() for text in stage.texts("mark.is-shared")} <= set(shared)
    for word in ("wine", other):
        block = stage.element.get_by_role("list", name=f"Lines with {word}")
        expect(block).to_be_visible()
        assert {text.lower() for text in block.locator("b").all_inner_texts()} == {word}
        assert block.locator("mark.is-shared").count() >= block.locator("li").count() > 0
    stage.press(f"{other}, likeness {alike:.2f}")
    expect(stage.element.get_by_role("list")).to_have_count(1)


def test_words_and_neighbours_are_chosen_by_keys_and_the_choice_is_told(opened: Callable[[str], Stage]) -> None:
    stage = opened("concordance")
    first, second = data("concordance")["words"][:2]
    stage.element.get_by_role("radio", name=first["word"]).focus()
    stage.page.keyboard.press("ArrowRight")
    expect(stage.says).to_contain_text(f"“{second['word']}” stands in these tales {second['times']} times.")
    neighbours = stage.element.locator(".concordance-neighbour")
    neighbours.nth(2).focus()
    stage.page.keyboard.press("Enter")
    other = second["near"][1][2][0]
    expect(stage.says).to_contain_text(f"“{second['word']}” and “{other}” share the company of")
    expect(neighbours.nth(2)).to_be_focused()
    expect(neighbours.nth(2)).to_have_attribute("aria-pressed", "true")


def has_letters(text: str) -> bool:
    return bool(re.search("[A-Za-z]", text))
