"""One gradient step on a small trained map, by keys, mouse and finger: what it does to the vectors and to two losses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from lessons.lab import build_one_step, skipgram
from lessons.lab.skipgram import Tables
from tests.browser.widgets.stage import HUNDREDTH, Stage, data, numbers

pytestmark = pytest.mark.browser

RATES = (0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4)
MIDDLES = """marks => marks.map((mark) => {
    const { x, y, width, height } = mark.getBBox();
    return [mark.dataset.of, [x + width / 2, y + height / 2]];
})"""
MAPS = ("at the start", "after 1,000 steps", "after 40,000 steps")
Asked = tuple[int, int, list[int]]


def tables(place: int) -> Tables:
    one = data("one-step-stage")["maps"][place]
    return Tables(np.array(one["into"]), np.array(one["out"]))


def asked(pair: int, draw: int = 0) -> Asked:
    one = data("one-step-stage")["pairs"][pair]
    return one["center"], one["context"], one["draws"][draw]


def stepped(now: Tables, question: Asked, rate: float) -> Tables:
    after = now.copy()
    skipgram.take_step(after, *question, rate)
    return after


@cache
def met() -> np.ndarray:
    return np.array(data("one-step-stage")["counts"], dtype=float)


def losses(now: Tables, question: Asked) -> tuple[float, float]:
    return skipgram.pair_loss(now, *question), skipgram.map_loss(now, met(), build_one_step.NEGATIVES)


def shows(stage: Stage, now: Tables, question: Asked, rate: float) -> None:
    """The tables of figures tell the losses before and after the step, and each score, belief, label and slope."""
    then = losses(stepped(now, question, rate), question)
    wanted = [value for pair in zip(losses(now, question), then, strict=True) for value in pair]
    assert [numbers(text)[0] for text in stage.texts(".onestep-losses td")] == pytest.approx(wanted, abs=HUNDREDTH)
    center, context, negatives = question
    rows = [context, *negatives]
    scores = now.out[rows] @ now.into[center]
    columns = (scores, skipgram.sigma(scores), [1, 0, 0, 0], skipgram.slopes(now, center, rows))
    figures = [numbers(text)[0] for text in stage.texts(".onestep-scores td")]
    assert figures == pytest.approx(np.transpose(columns).ravel(), abs=HUNDREDTH)
    words = data("one-step-stage")["words"]
    assert stage.texts(".onestep-scores th[scope=row]") == [words[row] for row in rows]


def name(question: Asked) -> str:
    words = data("one-step-stage")["words"]
    center, context, negatives = question
    return f"{words[center]} – {words[context]}, against {', '.join(words[one] for one in negatives)}"


def pairs() -> Iterator[tuple[int, str]]:
    words = data("one-step-stage")["words"]
    for place, one in enumerate(data("one-step-stage")["pairs"]):
        yield place, f"{words[one['center']]} – {words[one['context']]}"


def test_the_stage_foretells_the_step_of_every_map_and_pair(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    for (place, label), (pair, text) in product(enumerate(MAPS), pairs()):
        stage.choose(label)
        stage.choose(text)
        shows(stage, tables(place), asked(pair), 0.5)
        expect(stage.says).to_contain_text(name(asked(pair)))


def test_every_rate_is_foretold_by_keys_on_the_slider_and_said(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    after = stage.page.locator("[data-after]")
    expect(after).to_be_hidden()
    slider = stage.element.get_by_role("slider", name="Learning rate")
    for place, rate in enumerate(RATES):
        stage.slide(place)
        shows(stage, tables(0), asked(0), rate)
        expect(slider).to_have_attribute("aria-valuetext", str(rate))
        before, then = losses(tables(0), asked(0))[0], losses(stepped(tables(0), asked(0), rate), asked(0))[0]
        verb = "overshoots: it would take" if then > before else "would take"
        expect(stage.says).to_contain_text(f"A step of rate {rate} {verb} the loss of this pair from {before:.2f} to {then:.2f}")
    expect(after).to_be_visible()


def test_steps_are_taken_and_taken_back_by_keys(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    take, back = (stage.element.get_by_role("button", name=text) for text in ("Take the step", "Take it back"))
    expect(back).to_be_disabled()
    now, first = tables(0), stage.picture()
    fall = [losses(now, asked(0))[0]]
    for _ in range(4):
        take.focus()
        stage.page.keyboard.press("Enter")
        now = stepped(now, asked(0), 0.5)
        fall.append(losses(now, asked(0))[0])
        shows(stage, now, asked(0), 0.5)
        expect(stage.says).to_contain_text(f"The step is taken. Loss of this pair: {fall[-2]:.2f}, now {fall[-1]:.2f}.")
        expect(take).to_be_focused()
    assert all(later < earlier for earlier, later in pairwise(fall))
    assert stage.picture() != first
    for _ in range(4):
        back.press("Space")
    shows(stage, tables(0), asked(0), 0.5)
    expect(back).to_be_disabled()
    assert stage.picture() == first


def test_a_map_can_be_chosen_anew_after_steps_on_it(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    start = stage.element.get_by_role("radio", name="at the start")
    expect(start).to_be_checked()
    stage.press("Take the step")
    expect(start).not_to_be_checked()
    stage.choose("at the start")
    expect(start).to_be_checked()
    shows(stage, tables(0), asked(0), 0.5)
    expect(stage.element.get_by_role("button", name="Take it back")).to_be_disabled()
    stage.press("Take the step")
    stage.press("Take it back")
    expect(start).to_be_checked()


def test_too_large_a_rate_overshoots_and_says_so(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    stage.slide(RATES.index(4))
    stage.press("Take the step")
    now = stepped(tables(0), asked(0), 4)
    shows(stage, now, asked(0), 4)
    before, after = losses(tables(0), asked(0))[0], losses(now, asked(0))[0]
    expect(stage.says).to_contain_text(f"Loss of this pair: {before:.2f}, now {after:.2f}.")
    expect(stage.says).to_contain_text("That was a step too far for the pair.")


def test_the_vectors_of_the_step_move_where_their_arrows_pointed_and_no_others(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    stage.choose("after 40,000 steps")
    arrows = stage.element.locator(".onestep-plane .onestep-head")
    kinds = {kind: arrows.and_(stage.element.locator(f".onestep-{kind}")).count() for kind in ("center", "context", "negative")}
    assert kinds["center"] <= 1 and kinds["context"] == 1 and kinds["negative"] >= 1
    before = layout(stage)
    stage.press("Take the step")
    after = layout(stage)
    now, then = tables(2), stepped(tables(2), asked(0), 0.5)
    moved = [(table != other).any(axis=1) for table, other in ((now.into, then.into), (now.out, then.out))]
    assert [int(one.sum()) for one in moved] == [1, 4]
    for shown, model in ((before, now), (after, then)):
        # One scale for both axes and both tables: what is drawn is the tables, shrunk and shifted.
        drawn, true = np.array(shown) - np.mean(shown, axis=0), np.vstack([model.out, model.into])
        true = (true - true.mean(axis=0)) * [1, -1]
        factor = (drawn * true).sum() / (true * true).sum()
        assert drawn == pytest.approx(factor * true, abs=0.1)


def layout(stage: Stage) -> list[list[float]]:
    """Where the marks are drawn: squares in the order of the words, then dots, whatever order they are painted in."""
    marks = stage.element.locator(".onestep-mark").evaluate_all(MIDDLES)
    places = dict(marks)
    return [places[f"{table} {word}"] for table in ("out", "into") for word in data("one-step-stage")["words"]]


def test_other_negatives_are_drawn_in_turn(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    stage.choose("fox – cat")
    pair = next(place for place, text in pairs() if text == "fox – cat")
    for draw in (1, 2, 3, 0):
        stage.press("Draw other negatives")
        shows(stage, tables(0), asked(pair, draw), 0.5)
        expect(stage.says).to_contain_text(name(asked(pair, draw)))


def test_a_rate_is_chosen_on_the_curve_by_mouse_and_by_touch(opened: Callable[[str], Stage]) -> None:
    stage = opened("one-step-stage")
    chart = stage.element.locator(".onestep-chart")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box

    def at(rate: float) -> tuple[float, float]:
        return box["x"] + 34 + (box["width"] - 46) * rate / 4, box["y"] + box["height"] / 2

    stage.page.mouse.move(*at(1.1))
    stage.page.mouse.down()
    shows(stage, tables(0), asked(0), 1)
    stage.page.mouse.move(*at(2.9), steps=4)
    stage.page.mouse.up()
    shows(stage, tables(0), asked(0), 3)
    stage.page.mouse.move(*at(0.1))
    shows(stage, tables(0), asked(0), 3)
    session = stage.page.context.new_cdp_session(stage.page)
    x, y = at(1.9)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(stage.element.get_by_role("slider")).to_have_attribute("aria-valuetext", "2")
    shows(stage, tables(0), asked(0), 2)


def test_training_lowers_the_loss_of_the_map_at_a_small_rate_and_tears_it_apart_at_a_large_one(
    opened: Callable[[str], Stage],
) -> None:
    stage = opened("one-step-stage")
    train = stage.element.get_by_role("button", name="Train 100 steps")
    stage.slide(RATES.index(0.2))
    now, random = tables(0), uniform(1)
    for _ in range(5):
        train.click()
        for _ in range(100):
            skipgram.take_step(now, *drawn(random), 0.2)
        expect(stage.says).to_contain_text("100 steps taken, at rate 0.2, with pairs as they come in the tales.")
        shows(stage, now, asked(0), 0.2)
    assert losses(now, asked(0))[1] < losses(tables(0), asked(0))[1] - 0.3
    stage.choose("at the start")
    stage.slide(RATES.index(4))
    train.click()
    expect(stage.says).to_contain_text(re.compile(r"The map flew apart after \d+ steps at rate 4\."))
    expect(train).to_be_disabled()
    expect(stage.element.get_by_role("button", name="Take the step")).to_be_disabled()
    assert not nonsense(stage.element)
    stage.press("Take it back")
    shows(stage, tables(0), asked(0), 4)
    expect(train).to_be_enabled()


def uniform(seed: int) -> Iterator[float]:
    """The widget's random numbers (mulberry32)."""
    whole, state = 2**32 - 1, seed
    while True:
        state = (state + 0x6D2B79F5) & whole
        mixed = (state ^ (state >> 15)) * (state | 1) & whole
        mixed ^= mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61) & whole) & whole
        yield (mixed ^ (mixed >> 14)) / 2**32


def drawn(random: Iterator[float]) -> Asked:
    """A pair by its count, then as many negatives by the noise."""

    def one(weights: np.ndarray) -> int:
        return int(np.searchsorted(np.cumsum(weights), next(random) * weights.sum(), side="right"))

    center, context = divmod(one(met().ravel()), len(met()))
    return center, context, [one(np.array(data("one-step-stage")["noise"])) for _ in range(build_one_step.NEGATIVES)]


def nonsense(element: Locator) -> bool:
    return bool(re.search("NaN|Infinity|undefined", element.inner_text() + element.inner_html()))
