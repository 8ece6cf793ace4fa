"""Sixteen days of a help desk: what four statistics say of them, which alarm rings when, and what is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import Stage, data, numbers

pytestmark = pytest.mark.browser

COURSES = {"quiet": "nothing", "topics": "new topics", "pooling": "new pooling", "model": "new model"}
STATISTICS = {"score": "drift score", "nearest": "nearest cosine", "length": "vector length", "canaries": "canaries"}
DIGITS = {"score": 3, "nearest": 2, "length": 3, "canaries": 3}


def rings(document: dict[str, Any], name: str, value: float) -> bool:
    limit = document["limits"][name]
    return bool(value > limit if name == "score" else value < limit)


def first(document: dict[str, Any], course: str, name: str) -> int | None:
    values = document["courses"][course][name]
    return next((day for day, value in enumerate(values, 1) if rings(document, name, value)), None)


def agrees(stage: Stage, document: dict[str, Any], course: str, day: int) -> None:
    """The table tells of the day what was computed."""
    rows = [text.split("\t") for text in stage.texts(".monitor-figures tr")[1:]]
    for (name, title), (shown, value, limit, when) in zip(STATISTICS.items(), rows, strict=True):
        computed = document["courses"][course][name][day - 1]
        assert shown == title
        assert numbers(value)[0] == pytest.approx(computed, abs=0.51 * 10 ** -DIGITS[name])
        assert ("▲" in value) is rings(document, name, computed)
        assert numbers(limit)[0] == pytest.approx(document["limits"][name], abs=0.51 * 10 ** -DIGITS[name])
        found = first(document, course, name)
        assert when == (f"day {found}" if found else "never")


def test_every_course_tells_what_was_computed_and_when_alarms_ring(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("drift-monitor"), data("drift-monitor")
    agrees(stage, document, "quiet", 1)
    stage.slide(8)
    for course, text in COURSES.items():
        if course != "quiet":
            stage.choose(text)
        agrees(stage, document, course, 9)
        right = document["courses"][course]["right"][8]
        expect(stage.says).to_contain_text(f"Right answers: {int(100 * right + 0.5)}%.")
        expect(stage.element.get_by_role("img")).to_have_attribute("aria-label", stage.says.inner_text())


def test_each_statistic_is_drawn_with_a_triangle_on_each_day_that_rings(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("drift-monitor"), data("drift-monitor")
    for course in ("topics", "model"):
        stage.choose(COURSES[course])
        for name, title in STATISTICS.items():
            stage.choose(title)
            loud = sum(rings(document, name, value) for value in document["courses"][course][name])
            expect(stage.element.locator("svg path.monitor-rings")).to_have_count(loud)
            expect(stage.element.locator("svg circle.monitor-mark")).to_have_count(16 - loud)
            day = first(document, course, name)
            button = stage.element.get_by_role("button", name="go to the first alarm")
            if day is None:
                expect(button).to_be_disabled()
                expect(stage.says).to_contain_text("It never rings.")
            else:
                stage.press("go to the first alarm")
                agrees(stage, document, course, day)
                expect(stage.says).to_contain_text(f"Day {day}: {title}")


def test_questions_of_a_day_stand_with_what_was_found_for_them(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("drift-monitor"), data("drift-monitor")
    stage.choose("new model")
    stage.slide(9)
    rows = stage.element.locator(".monitor-found li").all()
    expected = document["examples"]["model"][9]
    assert len(rows) == len(expected)
    for row, (asked, found, cosine, right) in zip(rows, expected, strict=True):
        assert row.locator("q").all_text_contents() == [document["texts"][asked], document["texts"][found]]
        assert ("✓ right" in row.inner_text()) is bool(right)
        assert numbers(row.locator(".monitor-cosine").inner_text())[0] == pytest.approx(cosine, abs=0.0051)


def test_a_finger_on_the_picture_chooses_a_day_and_motion_ends_where_stillness_is(opened: Callable[[str], Stage]) -> None:
    stage, document = opened("drift-monitor"), data("drift-monitor")
    picture = stage.element.locator("svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    stage.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    stage.page.mouse.up()
    agrees(stage, document, "quiet", 16)
    stage.choose("new topics")
    still = stage.picture()
    stage.choose("nothing")
    stage.page.emulate_media(reduced_motion="no-preference")
    stage.choose("new topics")
    stage.page.wait_for_function("goal => document.querySelector('loci-drift-monitor svg').innerHTML === goal", arg=still)
