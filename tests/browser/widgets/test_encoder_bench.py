"""Twelve words under five encodings, and all distances between them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from lessons.lab.counts import unit_rows
from tests.browser.widgets.stage import HUNDREDTH, Stage, data, numbers

pytestmark = pytest.mark.browser


def encoded(encoding: str) -> np.ndarray:
    """The bench's words as rows of length 1, from the data file."""
    document = data("encoder-bench")
    rows = np.zeros((len(document["words"]), document["size"]))
    for row, word in zip(rows, document["words"], strict=True):
        if encoding == "One-hot":
            row[word["place"]] = 1
        elif encoding == "Dense":
            row[:50] = word["dense"]
        else:
            for context, count in word["counts"]:
                _, place, rarity = document["contexts"][context]
                row[place] = count * (rarity if encoding == "TF-IDF" else 1)
    return unit_rows(rows)


def apart(encoding: str) -> np.ndarray:
    rows = encoded(encoding)
    return np.linalg.norm(rows[:, None] - rows[None, :], axis=2)


def cells(stage: Stage) -> list[float]:
    return [float(text) for text in stage.element.locator(".matrix rect + text").all_text_contents() if text]


def test_the_bench_shows_all_distances_of_every_encoding(opened: Callable[[str], Stage]) -> None:
    stage = opened("encoder-bench")
    stage.page.set_viewport_size({"width": 1280, "height": 900})
    expect(stage.element.locator(".matrix rect + text").nth(1)).not_to_be_empty()
    words = [entry["word"] for entry in data("encoder-bench")["words"]]
    others = ~np.eye(len(words), dtype=bool)
    for text, numbering in (("most frequent first", "frequency"), ("by lot", "lot"), ("A to Z", "alphabet")):
        stage.choose(text)
        ids = np.array([entry["ids"][numbering] for entry in data("encoder-bench")["words"]])
        table = np.abs(ids[:, None] - ids[None, :])
        assert cells(stage) == table[others].tolist()
        expect(stage.says).to_contain_text(f"{partners(table)} of 12 words have their partner nearest.")
    for encoding in ("Counts", "TF-IDF", "Dense"):
        stage.choose(encoding)
        table = apart(encoding)
        assert cells(stage) == pytest.approx(table[others], abs=HUNDREDTH)
        assert [numbers(text)[0] for text in stage.texts(".bench-list li")] == pytest.approx(sorted(table[0, 1:]), abs=HUNDREDTH)
        expect(stage.says).to_contain_text(f"{partners(table)} of 12 words have their partner nearest.")
    stage.choose("One-hot")
    assert set(cells(stage)) == {1.41}
    expect(stage.says).to_contain_text("no word has a nearest")


def partners(table: np.ndarray) -> int:
    nearest = (table + np.eye(len(table)) * 1e9).argmin(axis=1)
    return sum(place // 2 == other // 2 for place, other in enumerate(nearest))


def test_a_pair_is_chosen_by_keys_by_hand_and_from_lists(opened: Callable[[str], Stage]) -> None:
    stage = opened("encoder-bench")
    stage.choose("Dense")
    words, table = [entry["word"] for entry in data("encoder-bench")["words"]], apart("Dense")

    def tells(row: int, column: int) -> None:
        expect(stage.says).to_contain_text(f"“{words[row]}” to “{words[column]}”: {table[row, column]:.2f}.")
        assert [box.evaluate("one => one.selectedIndex") for box in stage.element.locator("select").all()] == [row, column]

    stage.element.locator(".matrix").focus()
    for key, pair in (("ArrowDown", (1, 1)), ("ArrowDown", (2, 1)), ("ArrowRight", (2, 2)), ("ArrowRight", (2, 3))):
        stage.page.keyboard.press(key)
        if pair[0] != pair[1]:
            tells(*pair)
    stage.element.get_by_role("combobox", name="to", exact=True).select_option(words[9])
    tells(2, 9)
    box = stage.element.locator(".matrix .is-cell")
    from_, to = box.nth(6 * 11 + 6).bounding_box(), box.nth(6 * 11 + 10).bounding_box()  # row 6: 11 cells a row, its own left out
    assert from_ and to
    stage.page.mouse.move(from_["x"] + 5, from_["y"] + 5)
    stage.page.mouse.down()
    tells(6, 7)
    stage.page.mouse.move(to["x"] + 5, to["y"] + 5, steps=4)
    tells(6, 11)
    stage.page.mouse.up()
    stage.page.mouse.move(from_["x"] + 5, from_["y"] + 5)
    tells(6, 11)
