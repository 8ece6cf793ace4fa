"""Answers a question in the page as a person would, rightly or wrongly. What is right is asked of marking, not of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from exercises.marking.base import Response
from exercises.marking.responses import right_response, wrong_responses
from tutor import services
from tutor.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page


def answer(page: Page, learner: User, item: str, *, right: bool = True) -> str:
    """Fills in and sends the question that the page shows, rightly or in the first wrong way it foresees; returns its kind."""
    question = services.question_for(learner=learner, item_slug=item, now=timezone.now()).question
    FILL[question.kind](page, right_response(question) if right else wrong_responses(question)[0])
    if question.kind != "card":
        page.click("button[data-answer]")
    page.wait_for_selector("[data-feedback]")
    return question.kind


def _choice(page: Page, response: Response) -> None:
    page.check(f"input[name=choice][value={response['choice']}]")


def _choices(page: Page, response: Response) -> None:
    for one in response["choices"]:
        page.check(f"input[name=choices][value={one}]")


def _number(page: Page, response: Response) -> None:
    page.fill("input[name=number]", response["number"])


def _order(page: Page, response: Response) -> None:
    """Moves entries up with their buttons until they stand as they should."""
    for place, one in enumerate(response["order"]):
        entry = page.locator(f".order li:has(input[value={one}])")
        while entry.evaluate("entry => [...entry.parentElement.children].indexOf(entry)") > place:
            entry.locator("[data-up]").click()


def _match(page: Page, response: Response) -> None:
    for left, partner in response["pairs"].items():
        page.select_option(f"select[name='pair:{left}']", partner)


def _fill(page: Page, response: Response) -> None:
    for name, text in response["blanks"].items():
        field = page.locator(f"[name='blank:{name}']")
        if field.evaluate("field => field.localName") == "select":
            field.select_option(text)
        else:
            field.fill(text)


def _output(page: Page, response: Response) -> None:
    page.fill("textarea[name=output]", response["output"])


def _text(page: Page, response: Response) -> None:
    page.fill("input[name=text]", response["text"])


def _point(page: Page, response: Response) -> None:
    for one in response["points"]:
        page.locator(f"[data-point={one}]").click(position={"x": 24, "y": 24})


def _card(page: Page, response: Response) -> None:
    page.click("details > summary")
    page.click(f"button[name=rating][value={response['rating']}]")


def _design(page: Page, response: Response) -> None:
    for name, cost in response["costs"].items():
        page.fill(f"input[name='cost:{name}']", str(cost))
    for kind, field in (("choices", "choice"), ("reasons", "reason")):
        for name, letter in response[kind].items():
            page.check(f"input[name='{field}:{name}'][value={letter}]")


FILL = {
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "order": _order,
    "match": _match,
    "fill": _fill,
    "output": _output,
    "text": _text,
    "point": _point,
    "card": _card,
    "design": _design,
}
