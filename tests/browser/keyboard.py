"""Learns with keys alone: goes from stop to stop with Tab, and sees at each where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exercises.marking import Question, design

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The element that has the focus, inside shadow roots too, with a word for what it is, and whether that can be seen: an outline
# on it or on what holds it (a label around its radio button, the editor around its text), or a ring inside a link of a drawing.
STOP = """(selector) => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const outlined = (one) => getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) > 0;
    const ringed = at.querySelector?.(".touch") && getComputedStyle(at.querySelector(".touch")).stroke !== "rgba(0, 0, 0, 0)";
    const holders = [];
    for (let one = at; one && holders.length < 5; one = one.parentElement) holders.push(one);
    const host = at.getRootNode().host;
    const box = at.getBoundingClientRect();
    return {
        name: `${at.localName}.${at.className.baseVal ?? at.className} ${(at.ariaLabel ?? at.innerText ?? "").slice(0, 40)}`,
        nowhere: at === document.body,
        shown: ringed || holders.some(outlined),
        within: box.bottom > 0 && box.top < innerHeight,
        matches: at.matches(selector) || Boolean(host?.matches(selector)),
    };
}"""


class Lost(AssertionError):
    """The focus is nowhere to be seen, or never comes to what is wanted."""


def stop(page: Page, selector: str = "*") -> dict[str, Any]:
    """Where the focus is. What draws its own outline, such as the editor, has a second for it."""
    for _ in range(20):
        found: dict[str, Any] = page.evaluate(STOP, selector)
        if found["nowhere"] or (found["shown"] and found["within"]):
            return found
        page.wait_for_timeout(50)
    raise Lost(f"the focus on {found['name']!r} cannot be seen at {page.url}")


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Presses Tab until what is wanted has the focus."""
    page.locator(selector).first.wait_for(state="attached")
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        found = stop(page, selector)
        if found["matches"]:
            return
        passed.append(found["name"])
    raise Lost(f"Tab does not lead to {selector} at {page.url}, but to {passed}")


def _choice(page: Page, key: dict[str, Any]) -> None:
    """The digit beside the option."""
    values = page.locator(".options input").evaluate_all("inputs => inputs.map((input) => input.value)")
    page.keyboard.press(str(values.index(key["right"][0]) + 1))
    page.keyboard.press("Enter")


def _choices(page: Page, key: dict[str, Any]) -> None:
    for one in page.locator(".options input").evaluate_all("inputs => inputs.map((input) => input.value)"):
        if one in key["right"]:
            tab_to(page, f"input[value={one}]")
            page.keyboard.press("Space")
    page.keyboard.press("Enter")


def _number(page: Page, key: dict[str, Any]) -> None:
    """The field has the focus from the start."""
    page.keyboard.type(repr(key["answer"]))
    page.keyboard.press("Enter")


def _order(page: Page, key: dict[str, Any]) -> None:
    for place, one in enumerate(key["order"]):
        entry = page.locator(f".order li:has(input[value={one}])")
        up = entry.evaluate("entry => [...entry.parentElement.children].indexOf(entry)") - place
        if up:
            tab_to(page, f".order li:has(input[value={one}]) [data-up]")
        for _ in range(up):
            page.keyboard.press("Enter")
            assert entry.evaluate("entry => entry.contains(document.activeElement)"), "the focus goes along with what is moved"
            stop(page)
    tab_to(page, "button[data-answer]")
    page.keyboard.press("Enter")


def _match(page: Page, key: dict[str, Any]) -> None:
    for select in page.locator(".matches select").all():
        name = select.get_attribute("name") or ""
        tab_to(page, f"select[name='{name}']")
        _choose(page, name, key["pairs"][name.removeprefix("pair:")])
    tab_to(page, "button[data-answer]")
    page.keyboard.press("Enter")


def _fill(page: Page, key: dict[str, Any]) -> None:
    for field in page.locator(".blanks input, .blanks select").all():
        name = field.get_attribute("name") or ""
        accept = key["blanks"][name.removeprefix("blank:")]["accept"]
        tab_to(page, f"[name='{name}']")
        if field.evaluate("field => field.localName") == "input":
            page.keyboard.type(accept[0])
        else:
            offered = field.locator("option").evaluate_all("options => options.map((option) => option.value)")
            _choose(page, name, next(one for one in offered if one in accept))
    tab_to(page, "button[data-answer]")
    page.keyboard.press("Enter")


def _output(page: Page, key: dict[str, Any]) -> None:
    tab_to(page, "textarea[name=output]")
    for number, line in enumerate(key["answer"].split("\n")):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)
    tab_to(page, "button[data-answer]")
    page.keyboard.press("Enter")


def _text(page: Page, key: dict[str, Any]) -> None:
    page.keyboard.type(key["accept"][0])
    page.keyboard.press("Enter")


def _point(page: Page, key: dict[str, Any]) -> None:
    """The list of points below the picture: arrows move between radio buttons, and what they choose lights up above."""
    tab_to(page, "input[name=points]")
    page.keyboard.press("Space")
    for _ in range(page.locator("input[name=points]").count()):
        if page.evaluate("() => document.activeElement.value") == key["right"][0]:
            break
        page.keyboard.press("ArrowDown")
        stop(page)
    assert page.locator(f"[data-dot={key['right'][0]}].is-chosen").count() == 1
    page.keyboard.press("Enter")


def _card(page: Page, key: dict[str, Any]) -> None:
    page.keyboard.press("Enter")
    page.locator(".ratings").wait_for()
    page.keyboard.press("3")


def _design(page: Page, key: dict[str, Any]) -> None:
    """The first cost is moved with its slider, and back; then each group of radio buttons is gone through with arrows."""
    tab_to(page, "loci-cost [type=range]")
    before = page.locator("loci-cost [type=number]").first.input_value()
    page.keyboard.press("ArrowRight")
    assert page.locator("loci-cost [type=number]").first.input_value() != before
    page.keyboard.press("ArrowLeft")
    bill = design.weighed(Question("design", "", "", {}, key), {name: one["start"] for name, one in key["costs"].items()})
    for name, decision in key["decisions"].items():
        cheapest = design.good(bill[name])[0]
        fitting = next(letter for letter, reason in decision["reasons"].items() if cheapest in reason["fits"])
        _pick(page, f"choice:{name}", cheapest)
        _pick(page, f"reason:{name}", fitting)
    tab_to(page, "button[data-answer]")
    page.keyboard.press("Enter")


def _pick(page: Page, name: str, value: str) -> None:
    tab_to(page, f"input[name='{name}']")
    page.keyboard.press("Space")
    for _ in range(page.locator(f"input[name='{name}']").count()):
        if page.evaluate("() => document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise Lost(f"the arrow keys do not choose {value} of {name}")


def _choose(page: Page, name: str, value: str) -> None:
    """Goes down a list until the value is chosen."""
    field = page.locator(f"select[name='{name}']")
    for _ in range(field.locator("option").count()):
        if field.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise Lost(f"the arrow keys do not choose {value} in {name}")


ANSWER: dict[str, Callable[[Page, dict[str, Any]], None]] = {
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
