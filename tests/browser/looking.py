"""What to look for in a page: errors that it tells of, widths, and what axe finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What reaches over the right edge of the window and is not scrolled in a box of its own.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = """async (only) => {
    const found = await axe.run(document, {resultTypes: ["violations"], preload: false, ...(only && {runOnly: only})});
    return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""



def listen(page: Page) -> list[str]:
    """Fills with whatever goes wrong in the page from now on: errors of scripts, in the console, and of requests."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("response", lambda came: wrong.append(f"{came.status}: {came.url}") if came.status >= 400 else None)
    # Whoever goes on does not wait for what the page is still asking for.
    page.on("requestfailed", lambda asked: wrong.append(f"{asked.failure}: {asked.url}") if _failed(asked.failure) else None)
    return wrong


def _failed(why: str | None) -> bool:
    return why != "net::ERR_ABORTED"
