"""A widget in its lesson page, the data it shows, and the numbers that it tells."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import Locator, Page

from lessons.lab.build import CATALOGUE

FOLDERS = {
    "concordance": "01-company",
    "encoder-bench": "02-coordinates",
    "cosine-explorer": "03-cosine",
    "dimension-slider": "04-high-dimensions",
    "window-walker": "05-guessing-game",
    "cost-meter": "06-negative-sampling",
    "one-step-stage": "07-one-step",
    "analogy-explorer": "08-analogies",
    "bias-axis": "09-bias",
    "pair-judge": "10-sentences",
    "budget-bench": "11-rerank",
    "index-walk": "12-ann",
    "drift-monitor": "13-drift",
    "corpus-browser": "14-duplicates",
    "threshold-desk": "14-duplicates",
}
HUNDREDTH = 0.00501  # a number shown with two digits is off by at most half of the last one
THOUSANDTH = 0.000501


@cache
def data(widget: str) -> Any:
    return json.loads((CATALOGUE / "embeddings" / FOLDERS[widget] / "data" / f"{widget}.json").read_text(encoding="utf-8"))


def numbers(text: str) -> list[float]:
    return [float(found.replace("−", "-").replace(",", "")) for found in re.findall(r"−?\d[\d,]*(?:\.\d+)?", text)]


@dataclass(frozen=True)
class Stage:
    """A widget in its page, and its parts."""

    page: Page
    element: Locator

    def choose(self, text: str) -> None:
        """A radio button, by the text of its label."""
        self.element.locator(".kit-choices label").filter(has_text=re.compile(f"^{re.escape(text)}$")).click()

    def press(self, text: str) -> None:
        self.element.get_by_role("button", name=text, exact=True).click()

    def slide(self, place: int) -> None:
        """The slider, by keys: to its start, then so many steps."""
        self.element.locator("input[type=range]").focus()
        self.page.keyboard.press("Home")
        for _ in range(place):
            self.page.keyboard.press("ArrowRight")

    @property
    def tag(self) -> str:
        return str(self.element.evaluate("one => one.localName"))

    def picture(self) -> str:
        return str(self.element.locator("svg").first.evaluate("one => one.innerHTML"))

    @property
    def says(self) -> Locator:
        return self.element.locator(".kit-says")

    def texts(self, selector: str) -> list[str]:
        return self.element.locator(selector).all_inner_texts()
