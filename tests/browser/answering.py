"""Answers a question in the page as a person would, rightly or wrongly. What is right is asked of marking, not of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tutor import services
from tutor.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page


def answer(page: Page, learner: User, item: str, *, right: bool = True) -> str:
    """Fills in and sends the question that the page shows, and returns its kind."""
    question = services.question_for(learner=learner, item_slug=item, now=timezone.now()).question
    FILL[question.kind](page, question.key, right)
    if question.kind != "card":
        page.click("button[data-answer]")
    page.wait_for_selector("[data-feedback]")
    return question.kind


def _options(page: Page, key: dict[str, Any], right: bool) -> None:
    name = "choice" if len(key["right"]) == 1 and page.locator("input[name=choice]").count() else "choices"
    wanted = key["right"] if right else [one for one in key["options"] if one not in key["right"]][:1]
    for one in wanted:
        page.check(f"input[name={name}][value={one}]")


def _number(page: Page, key: dict[str, Any], right: bool) -> None:
    page.fill("input[name=number]", repr(key["answer"] if right else key["answer"] + 1000))


def _order(page: Page, key: dict[str, Any], right: bool) -> None:
    """Moves entries up with their buttons until they stand as they should, or the other way round."""
    wanted = key["order"] if right else key["order"][::-1]
    for place, one in enumerate(wanted):
        entry = page.locator(f".order li:has(input[value={one}])")
        while entry.evaluate("entry => [...entry.parentElement.children].indexOf(entry)") > place:
            entry.locator("[data-up]").click()


def _match(page: Page, key: dict[str, Any], right: bool) -> None:
    partners = list(key["pairs"].values())
    for place, (left, partner) in enumerate(key["pairs"].items()):
        page.select_option(f"select[name='pair:{left}']", partner if right else partners[place - 1])


def _fill(page: Page, key: dict[str, Any], right: bool) -> None:
    for name, blank in key["blanks"].items():
        field = page.locator(f"[name='blank:{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            texts = [text for text in field.locator("option").all_inner_texts() if text != "…"]
            field.select_option(label=next(text for text in texts if (text in blank["accept"]) is right))
        else:
            field.fill(blank["accept"][0] if right else "nonsense")


def _output(page: Page, key: dict[str, Any], right: bool) -> None:
    page.fill("textarea[name=output]", key["answer"] if right else "something else")


def _text(page: Page, key: dict[str, Any], right: bool) -> None:
    page.fill("input[name=text]", key["accept"][0] if right else "something else")


def _point(page: Page, key: dict[str, Any], right: bool) -> None:
    wanted = key["right"] if right else [one for one in key["notes"] if one not in key["right"]][:1]
    for one in wanted:
        page.locator(f"[data-point={one}]").click(position={"x": 24, "y": 24})


def _card(page: Page, key: dict[str, Any], right: bool) -> None:
    page.click("details > summary")
    page.click(f"button[name=rating][value={'good' if right else 'again'}]")


FILL = {
    "choice": _options,
    "choices": _options,
    "number": _number,
    "order": _order,
    "match": _match,
    "fill": _fill,
    "output": _output,
    "text": _text,
    "point": _point,
    "card": _card,
}
