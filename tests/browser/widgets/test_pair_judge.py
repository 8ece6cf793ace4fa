"""Sixteen pairs of sentences under two measures: the learner judges before the cosines are seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import Stage, data

pytestmark = pytest.mark.browser


def told(place: int) -> str:
    pair = data("pair-judge")["pairs"][place]
    return f"Cosines: averaged word vectors {pair['average']:.3f}, sentence model {pair['model']:.3f}."


def test_each_pair_is_judged_before_its_cosines_are_seen(opened: Callable[[str], Stage]) -> None:
    stage, pairs = opened("pair-judge"), data("pair-judge")["pairs"]
    dots = stage.element.locator(".judge-dot")
    picture = stage.element.get_by_role("img")
    expect(stage.says).to_have_text("Do both sentences mean the same? Judge first, then see what two measures say.")
    expect(dots).to_have_count(0)
    assert pairs[0]["same"]
    stage.press("They mean the same")
    expect(stage.says).to_contain_text(f"They mean the same. So said you. {told(0)}")
    expect(picture).to_have_attribute("aria-label", stage.says.inner_text())
    expect(dots).to_have_count(2)
    expect(stage.element.get_by_role("button", name="They do not")).to_be_disabled()
    stage.press("Next pair")
    assert stage.texts(".judge-texts q") == [pairs[1]["first"], pairs[1]["second"]]
    expect(dots).to_have_count(2)
    stage.press("They mean the same")
    expect(stage.says).to_contain_text(f"They do not mean the same. You said otherwise. {told(1)}")
    expect(dots).to_have_count(4)


def test_all_pairs_are_shown_and_counted_and_reached_by_key_and_finger(opened: Callable[[str], Stage]) -> None:
    stage, pairs = opened("pair-judge"), data("pair-judge")["pairs"]
    stage.press("Show all")
    expect(stage.element.locator(".judge-dot")).to_have_count(2 * len(pairs))
    same, other = ([pair for pair in pairs if pair["same"] is kind] for kind in (True, False))
    right = [sum(one[name] > two[name] for one in same for two in other) for name in ("average", "model")]
    expect(stage.says).to_contain_text(
        f"in {right[0]} of {len(same) * len(other)} (averaged word vectors)"
        f" and in {right[1]} of {len(same) * len(other)} (sentence model)"
    )
    stage.slide(5)
    expect(stage.says).to_contain_text(told(5))
    stage.element.locator(".judge-dot").nth(3).click()
    expect(stage.says).not_to_contain_text(told(5))
    expect(stage.element.locator(".judge-ring")).to_have_count(2)
