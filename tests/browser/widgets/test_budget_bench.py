"""Three ways to search: their model calls and times for any size, and what a rerank budget buys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import Stage, data

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_calls_times_and_quality_follow_both_sliders(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("budget-bench"), data("budget-bench")
    picture = stage.element.get_by_role("img")
    cells = ".budget-table td"
    time = document["milliseconds"]
    seconds = 1000 * time["pair"] / 1000
    assert stage.texts(cells)[:2] == ["0", "1,000"] and stage.texts(cells)[2] == f"{seconds:.0f} s"
    assert stage.texts(cells)[3:5] == ["0", "0"] and stage.texts(cells)[6:8] == ["0", "10"], "averaged words need no model"
    stage.choose("sentence model")
    assert stage.texts(cells)[3:5] == ["1,000", "1"] and stage.texts(cells)[6:8] == ["1,000", "11"]
    stage.element.get_by_role("slider", name="Documents").focus()
    stage.page.keyboard.press("End")
    expect(stage.says).to_contain_text("1,000,000 documents: reading every pair takes 1,000,000 calls a query")
    expect(picture).to_have_attribute("aria-label", stage.says.inner_text())
    bi = time["text"] + 1_000_000 * time["comparison"]
    assert stage.texts(cells)[3:6] == ["1,000,000", "1", f"{bi:.0f} ms"]
    stage.choose("averaged words")
    assert stage.texts(cells)[3:6] == ["0", "0", f"{bi - time['text']:.0f} ms"]
    stage.element.get_by_role("slider", name="Documents").press("Home")
    expect(stage.says).to_contain_text("100 documents")
    candidates = stage.element.get_by_role("slider", name="Candidates reranked")
    candidates.focus()
    stage.page.keyboard.press("End")
    curve = document["curves"]["words"]
    shares = [100 * one for one in (curve["late"][0], curve["late"][-1], curve["reader"][-1])]
    told = "{:.1f}% without reranking, {:.1f}% by late interaction, {:.1f}% by a perfect reader."
    expect(stage.says).to_contain_text(told.format(*shares))
    assert stage.texts(cells)[7] == "50"
    stage.choose("sentence model")
    curve = document["curves"]["model"]
    shares = [100 * one for one in (curve["late"][0], curve["late"][-1], curve["reader"][-1])]
    expect(stage.says).to_contain_text(told.format(*shares))
    candidates.focus()
    stage.page.keyboard.press("Home")
    assert stage.texts(cells)[7] == "2"
