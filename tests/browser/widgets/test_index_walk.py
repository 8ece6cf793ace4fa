"""A partition and a graph over the same words, searched step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from playwright.sync_api import expect

from lessons.lab import walks
from tests.browser.widgets.stage import Stage, data, numbers

pytestmark = pytest.mark.browser


@cache
def points() -> np.ndarray:
    return np.array(data("index-walk")["points"])


def found(method: str, setting: int, query: np.ndarray) -> tuple[int, int]:
    """Distances, and how many of the true ten are found, as the lab's walks (which are those of Faiss) have them."""
    document = data("index-walk")
    truth = walks.exact(points(), query, 10)
    if method == "ivf":
        cells = walks.Cells(np.array(document["ivf"]["centres"]), np.array(document["ivf"]["cells"]))
        one = walks.probe(points(), cells, query, 10, setting)
    else:
        layers = tuple({point: links for point, *links in layer} for layer in document["hnsw"]["layers"])
        one = walks.descend(points(), walks.Graph(layers, document["hnsw"]["entry"]), query, 10, setting)
    return one.distances, round(10 * walks.recall(one, truth))


def figures(stage: Stage) -> list[tuple[int, int]]:
    """Step, distances and found, each of how many."""
    return [tuple(map(int, numbers(text))) for text in stage.texts(".walk-figures dd")]  # type: ignore[misc]


def ask(stage: Stage, word: str) -> np.ndarray:
    stage.element.get_by_role("combobox", name="Search near").select_option(word)
    return np.array(next(at for one, *at in data("index-walk")["queries"] if one == word))


def slide(stage: Stage, place: int) -> None:
    """The slider of the chosen method, by keys."""
    stage.element.locator("input[type=range]:visible").focus()
    stage.page.keyboard.press("Home")
    for _ in range(place):
        stage.page.keyboard.press("ArrowRight")


METHODS = {"ivf": "cells (IVF)", "hnsw": "graph (HNSW)"}


@pytest.mark.parametrize("method", METHODS)
def test_searches_cost_and_find_what_they_do_in_the_lab(opened: Callable[[str], Stage], method: str) -> None:
    stage = opened("index-walk")
    stage.choose(METHODS[method])
    document = data("index-walk")
    for word, *_ in document["queries"][::20]:
        query = ask(stage, word)
        for place, (setting, work, share) in enumerate(document["costs"][method][:5]):
            slide(stage, place)
            spent, hits = found(method, setting, query)
            step, distances, ten = figures(stage)
            assert (step[0], distances, ten) == (step[1], (spent, len(points())), (hits, 10))
            assert stage.element.locator(".walk-found").count() == stage.element.locator(".walk-is-found").count() == hits
            assert stage.element.locator(".walk-missed").count() == stage.element.locator(".walk-is-missed").count() == 10 - hits
            expect(stage.says).to_contain_text(f"“{word}”: done, ")
            expect(stage.says).to_contain_text(f"(usually {work:.0f} distances and {100 * share:.0f}% of the ten)")
            expect(stage.says).to_contain_text(f"{spent} distances, {hits} of the true 10 found.")


def test_cells_are_opened_step_by_step_and_back(opened: Callable[[str], Stage]) -> None:
    stage = opened("index-walk")
    centres = len(data("index-walk")["ivf"]["centres"])
    ask(stage, "tiger")
    slide(stage, 1)
    assert figures(stage)[0] == (3, 3)
    for _ in range(3):
        stage.press("back")
    assert figures(stage) == [(0, 3), (0, 300), (0, 10)]
    expect(stage.says).to_contain_text("Nothing is measured yet: 2 of 16 cells (usually 54 distances and 95% of the ten).")
    expect(stage.element.get_by_role("button", name="back")).to_be_disabled()
    stage.press("next step")
    assert figures(stage) == [(1, 3), (centres, 300), (0, 10)]
    assert stage.element.locator("path.walk-centre.walk-measured").count() == centres
    before = centres
    for opened_cells in (1, 2):
        stage.press("next step")
        assert stage.element.locator(".walk-open").count() == opened_cells
        spent = figures(stage)[1][0]
        assert stage.element.locator("circle.walk-fresh").count() == spent - before
        before = spent
    expect(stage.element.get_by_role("button", name="next step")).to_be_disabled()
    expect(stage.element.get_by_role("button", name="whole search")).to_be_disabled()


def test_the_graph_is_walked_from_the_entry_down_through_all_layers(opened: Callable[[str], Stage]) -> None:
    stage = opened("index-walk")
    document = data("index-walk")
    stage.choose("graph (HNSW)")
    layers, told = len(document["hnsw"]["layers"]), []
    stage.element.get_by_role("button", name="next step").focus()
    for _ in range(figures(stage)[0][1]):
        stage.page.keyboard.press("Enter")
        told.append(stage.says.inner_text())
    assert layers == 4
    assert f"The search enters at “{document['words'][document['hnsw']['entry']]}”, in layer {layers - 1}" in told[0]
    descents = [text.split("leads nearer. ")[1].split(".")[0] for text in told if "Down to layer" in text]
    assert descents == ["Down to layer 2", "Down to layer 1", "Down to layer 0"]
    spent = [numbers(text.split(" so far")[0])[-1] for text in told[:-1]]
    assert spent == sorted(spent) and spent[0] == 1
    assert "done, beam 10" in told[-1]
    assert stage.element.locator(".walk-below").count() == 0, "in the lowest layer stand all"


def test_all_distances_find_all_ten(opened: Callable[[str], Stage]) -> None:
    stage = opened("index-walk")
    stage.choose("all distances")
    expect(stage.element.locator("input[type=range]:visible")).to_have_count(0)
    stage.press("whole search")
    assert figures(stage) == [(1, 1), (300, 300), (10, 10)]
    expect(stage.says).to_contain_text("All 300 points are measured. 300 distances, 10 of the true 10 found.")


def test_the_query_moves_by_keys_by_dragging_and_by_a_click_and_the_search_follows(opened: Callable[[str], Stage]) -> None:
    stage = opened("index-walk")
    knob = stage.element.get_by_role("slider", name="Query")
    places = [knob.get_attribute("transform")]
    knob.focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        stage.page.keyboard.press(key)
        places.append(knob.get_attribute("transform"))
    plane = stage.element.locator(".walk-plane").bounding_box()
    assert plane
    middle = (plane["x"] + plane["width"] / 2, plane["y"] + plane["height"] / 2)
    stage.page.mouse.click(*middle)
    places.append(knob.get_attribute("transform"))
    half = plane["width"] / 2
    assert numbers(str(places[-1])) == pytest.approx([half, half], abs=2)
    stage.page.mouse.move(*middle)
    stage.page.mouse.down()
    stage.page.mouse.move(middle[0] + 60, middle[1] - 40, steps=4)
    stage.page.mouse.up()
    assert numbers(str(knob.get_attribute("transform"))) == pytest.approx([half + 60, half - 40], abs=2)
    assert len(set(places)) == len(places), "each of them moves it"
    step, distances, _ = figures(stage)
    assert step[0] == step[1] and distances[0] > 0, "the whole search is shown"
    expect(stage.element.get_by_role("combobox", name="Search near")).to_have_value("")
    near = stage.texts(".walk-ten li")[0].split()[1].strip(",")
    expect(knob).to_have_attribute("aria-valuetext", f"near {near}")


def test_the_chart_has_the_means_of_all_settings_and_marks_the_chosen_one(opened: Callable[[str], Stage]) -> None:
    stage = opened("index-walk")
    label = str(stage.element.locator(".walk-chart").get_attribute("aria-label"))
    for rows in data("index-walk")["costs"].values():
        for _, work, share in rows[:-1]:
            assert f"{work:.0f} distances find {100 * share:.0f}%" in label
    assert stage.element.locator(".walk-chosen.walk-of-ivf").count() == 1
    assert stage.element.locator(".walk-own").count() == 0, "no search is over yet"
    stage.press("whole search")
    assert stage.element.locator(".walk-own").count() == 1
