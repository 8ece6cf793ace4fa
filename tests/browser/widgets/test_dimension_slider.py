"""Random points of 2 to 1024 dimensions, and real questions laid over them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import HUNDREDTH, THOUSANDTH, Stage, data, numbers

pytestmark = pytest.mark.browser


def within(one: dict[str, Any], limit: float = 0.1) -> float:
    middles = np.linspace(-1, 1, len(one["cosine"]), endpoint=False) + 1 / len(one["cosine"])
    return float(np.array(one["cosine"])[np.abs(middles) < limit].sum() / sum(one["cosine"]))


def agrees(shown: list[str], one: dict[str, Any]) -> None:
    spread, share, ratio, hub = (numbers(text)[0] for text in shown)
    assert spread == pytest.approx(one["spread"], abs=THOUSANDTH)
    assert share / 100 == pytest.approx(within(one), abs=0.00051 if within(one) > 0.99 else 0.0051)
    assert ratio == pytest.approx(one["ratio"], abs=HUNDREDTH if one["ratio"] < 10 else 0.501)
    assert hub == one["hub"]


def test_the_slider_tells_the_measured_figures_of_every_dimension(opened: Callable[[str], Stage]) -> None:
    stage = opened("dimension-slider")
    document = data("dimension-slider")
    heights = []
    for place, one in enumerate(document["random"]):
        stage.slide(place)
        agrees(stage.texts("td:not(:empty)"), one)
        expect(stage.says).to_contain_text(f"d = {one['d']}: the cosines of random pairs spread by")
        assert numbers(stage.says.inner_text())[1] == pytest.approx(one["spread"], abs=THOUSANDTH)
        expect(stage.element.get_by_role("img")).to_have_attribute("aria-label", re.compile(f"^d = {one['d']}: "))
        heights.append(stage.element.locator(".spread-band").evaluate("band => band.width.baseVal.value"))
    assert all(wide > narrow for wide, narrow in pairwise(heights)), "the band narrows with every dimension"
    expect(stage.says).to_contain_text("99.9% of the pairs are within ±0.1")


def test_real_questions_are_laid_over_random_points_of_their_own_dimension(opened: Callable[[str], Stage]) -> None:
    stage = opened("dimension-slider")
    document = data("dimension-slider")
    real, chance = document["real"], next(one for one in document["random"] if one["d"] == document["real"]["d"])
    stage.press("lay 1,000 real questions over it")
    figures = stage.texts("td:not(:empty)")
    agrees(figures[::2], chance)
    agrees(figures[1::2], real)
    expect(stage.says).to_contain_text(f"mean {real['mean']:.3f}, spread {real['spread']:.3f}")
    expect(stage.says).to_contain_text(f"in about {1 / real['spread'] ** 2:.0f} dimensions")
    stage.choose("distances")
    expect(stage.says).to_contain_text(f"the farthest is {chance['ratio']:.2f} times as far as the nearest. Among")
    expect(stage.says).to_contain_text(f"the real questions, the farthest is {real['ratio']:.2f} times")
    marks = stage.element.locator(".spread-mark-text").all_text_contents()
    assert sorted(marks) == ["farthest", "farthest", "nearest", "nearest"]
