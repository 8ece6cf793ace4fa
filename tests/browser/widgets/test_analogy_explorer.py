"""Three words chosen by hand: the tip, what is nearest to it, and the plane in which they lie."""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from lessons.lab.analogies import Words
from lessons.lab.counts import unit_rows
from tests.browser.widgets.stage import HUNDREDTH, Stage, data, numbers

pytestmark = pytest.mark.browser


def words() -> Words:
    document = data("analogy-explorer")
    rows = np.frombuffer(base64.b64decode(document["vectors"]), dtype=np.int8).reshape(-1, document["dimension"])
    return Words(tuple(document["words"].split(" ")), unit_rows(rows.astype(np.float64)))


def agrees(stage: Stage, a: str, b: str, c: str, *, strict: bool) -> None:
    expected = words().ranked(words().tip(a, b, c), 6, leave_out=(a, b, c) if strict else ())
    expect(stage.says).to_contain_text(f"{c} − {a} + {b}, {'inputs left out' if strict else 'every word may answer'}")
    expect(stage.says).to_contain_text(f"nearest is {expected[0][0]} ({expected[0][1]:.2f})")
    rows = stage.texts(".analogy-ranking li")
    assert [row.split()[0] for row in rows] == [word for word, _ in expected]
    assert [numbers(row)[-1] for row in rows] == pytest.approx([cosine for _, cosine in expected], abs=HUNDREDTH)
    assert [row.split()[0] for row in rows if "an input" in row] == [word for word, _ in expected if word in (a, b, c)]
    expect(stage.element.get_by_role("img")).to_have_attribute("aria-label", stage.says.inner_text())


def corners(stage: Stage) -> list[tuple[float, float]]:
    """Where the three inputs are drawn: a, b, c."""
    marks = stage.element.locator(".analogy-side, .analogy-cross").evaluate_all("all => all.map((one) => one.getAttribute('d'))")
    (ax, ay, cx, cy), (bx, by, tx, ty) = ([float(part) for part in mark[1:].replace("L", " ").split()] for mark in marks[:2])
    assert (tx - cx, ty - cy) == pytest.approx((bx - ax, by - ay), abs=0.01), "the step is drawn twice alike"
    return [(ax, ay), (bx, by), (cx, cy)]


def test_every_example_ranks_what_its_vectors_say_with_and_without_the_inputs(opened: Callable[[str], Stage]) -> None:
    stage = opened("analogy-explorer")
    agrees(stage, "man", "woman", "king", strict=False)
    for place, (a, b, c) in enumerate(data("analogy-explorer")["presets"]):
        stage.element.locator("select").select_option(str(place))
        agrees(stage, a, b, c, strict=False)
    stage.element.get_by_role("radio", name="every word may").focus()
    stage.page.keyboard.press("ArrowRight")
    agrees(stage, "woman", "man", "doctor", strict=True)
    stage.choose("every word may")
    agrees(stage, "woman", "man", "doctor", strict=False)


def test_the_plane_keeps_the_angles_and_lengths_of_the_three_words(opened: Callable[[str], Stage]) -> None:
    stage = opened("analogy-explorer")
    for place, (a, b, c) in enumerate(data("analogy-explorer")["presets"][:4]):
        stage.element.locator("select").select_option(str(place))
        drawn = np.array(corners(stage))
        real = np.array([words().vector(one) for one in (a, b, c)])
        apart = [np.linalg.norm(places[[0, 0, 1]] - places[[1, 2, 2]], axis=1) for places in (drawn, real)]
        assert apart[0] / apart[0][0] == pytest.approx(apart[1] / apart[1][0], rel=0.01)


def test_words_are_typed_and_unknown_ones_are_named(opened: Callable[[str], Stage]) -> None:
    stage = opened("analogy-explorer")
    begin = stage.element.get_by_role("combobox", name="Begin at")
    begin.fill(" Prince ")
    begin.press("Enter")
    agrees(stage, "man", "woman", "prince", strict=False)
    assert stage.element.locator("select").input_value() == ""
    begin.fill("zyzzyva")
    begin.press("Enter")
    expect(stage.element.get_by_role("alert")).to_contain_text("“zyzzyva” is not among the 3,128 words of this figure.")
    expect(begin).to_have_attribute("aria-invalid", "true")
    begin.fill("<b>")
    begin.press("Tab")
    expect(stage.element.get_by_role("alert")).to_contain_text("“<b>” is not among")
    begin.fill("man")
    begin.press("Enter")
    expect(stage.element.get_by_role("alert")).to_have_count(0)
    agrees(stage, "man", "woman", "man", strict=False)
    plus = stage.element.get_by_role("combobox", name="plus")
    plus.fill("man")
    plus.press("Enter")
    agrees(stage, "man", "man", "man", strict=False)
