"""What a pair costs by softmax and by negatives, and whom the noise draws."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from lessons.lab import skipgram
from lessons.lab.build_cost_meter import DIMENSION, sampled_work, softmax_work
from tests.browser.widgets.stage import Stage, data, numbers

pytestmark = pytest.mark.browser

VOCABULARIES = (1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 400_000, 1_000_000)
SIZES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SECONDS = {"ms": 1e-3, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
BANDS = ((0, 10), (10, 100), (100, 1000), (1000, None))


def amount(text: str) -> float:
    unit = text.split()[-1]
    return numbers(text)[0] * (SIZES | SECONDS).get(unit, 1)


def slider(stage: Stage, name: str) -> Locator:
    return stage.element.get_by_role("slider", name=name)


def bills(stage: Stage, vocabulary: int, negatives: int) -> None:
    """The table tells rows, work, work for all pairs and its time, of both ways."""
    pairs = data("cost-meter")["pairs"]
    both = (softmax_work(vocabulary, DIMENSION), sampled_work(negatives, DIMENSION))
    cells = [amount(text) for text in stage.texts(".cost-bill td") if text.strip()]
    assert cells[:2] == [vocabulary, negatives + 1]
    assert cells[2:4] == pytest.approx(both, rel=0.005)
    assert cells[4:6] == pytest.approx([pairs * one for one in both], rel=0.005)
    assert cells[6:] == pytest.approx([pairs * one / 1e9 for one in both], rel=0.05)


def test_the_bill_of_every_vocabulary_is_counted_by_keys(opened: Callable[[str], Stage]) -> None:
    stage = opened("cost-meter")
    after = stage.page.locator("[data-after]")
    expect(after).to_be_hidden()
    words = slider(stage, "Vocabulary")
    words.focus()
    stage.page.keyboard.press("Home")
    for place, vocabulary in enumerate(VOCABULARIES):
        if place:
            stage.page.keyboard.press("ArrowRight")
        expect(words).to_have_attribute("aria-valuetext", f"{vocabulary:,} words")
        bills(stage, vocabulary, 5)
    expect(after).to_be_visible()
    expect(stage.says).to_contain_text("300 million multiply-adds by softmax")
    slider(stage, "Negatives").focus()
    for key, negatives in (("Home", 1), ("ArrowRight", 2), ("End", 20)):
        stage.page.keyboard.press(key)
        bills(stage, 1_000_000, negatives)
        expect(stage.element.get_by_role("button", name=f"Draw {negatives}", exact=True)).to_be_visible()


def test_a_vocabulary_is_chosen_on_the_chart_by_mouse(opened: Callable[[str], Stage]) -> None:
    stage = opened("cost-meter")
    chart = stage.element.locator(".cost-chart")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    for vocabulary in (1000, 50_000, 1_000_000):
        across = 78 + (box["width"] - 94) * (np.log10(vocabulary) - 3) / 3
        stage.page.mouse.click(box["x"] + across, box["y"] + box["height"] / 2)
        bills(stage, vocabulary, 5)
        expect(slider(stage, "Vocabulary")).to_have_attribute("aria-valuetext", f"{vocabulary:,} words")


def test_negatives_are_drawn_by_the_counts_of_the_tales_to_the_chosen_power(opened: Callable[[str], Stage]) -> None:
    stage = opened("cost-meter")
    counts = np.array(data("cost-meter")["counts"], dtype=float)
    for label, power in (("0: all alike", 0), ("0.75", 0.75), ("1: by count", 1)):
        stage.choose(label)
        shares = skipgram.noise(counts, power)
        wanted = np.array([shares[start:end].sum() for start, end in BANDS])
        expect(stage.says).to_contain_text(f"“the” is drawn {100 * shares[0]:.1f}% of the time")
        assert told(stage, 2) == pytest.approx(100 * wanted, abs=0.051)
        stage.press("Draw 5")
        expect(stage.element.locator(".cost-drawn li")).to_have_count(5)
        assert set(stage.texts(".cost-drawn li")) <= set(data("cost-meter")["words"])
        stage.press("Draw 1,000")
        expect(stage.says).to_contain_text("Of all 1,005,")
        spread = np.sqrt(wanted * (1 - wanted) / 1005)
        assert (np.abs(np.array(told(stage, 3)) / 100 - wanted) < 4 * spread + 0.001).all()


def told(stage: Stage, column: int) -> list[float]:
    return [numbers(text)[0] for text in stage.texts(f".cost-bands tr + tr > :nth-child({column + 1})")]


def test_both_ways_are_measured_on_the_device(opened: Callable[[str], Stage]) -> None:
    stage = opened("cost-meter")
    stage.press("Measure it on this device")
    time = r"[\d.]+(e\+\d+)? (ms|µs)"
    said = re.compile(f"Measured on this device: softmax over 10,000 words {time} a pair, 5 negatives {time}\\.")
    expect(stage.says).to_contain_text(said)
    expect(stage.element.locator(".cost-clock")).to_contain_text(said)
