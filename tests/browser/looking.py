"""What to look for in a page: errors that it tells of, widths, and what axe finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What reaches over the right edge of the window and is not scrolled in a box of its own.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Given are options of axe's, or null.
AXE = """async (options) => {
    const found = await axe.run(document, {resultTypes: ["violations"], preload: false, ...options});
    return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""

# How texts are seen, each way once: ink, opacity and size, and what lies under it as far as something opaque. Contrast hangs on
# nothing else, unless things lie on one another that do not hold one another.
INKS = """() => {
    const carriers = new Set(document.querySelectorAll("input:not([type=hidden]), select, textarea"));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim()) carriers.add(texts.currentNode.parentElement);
    const found = new Set();
    for (const one of carriers) {
        if (!one.checkVisibility({visibilityProperty: true})) continue;
        const {color, fill, fontSize, fontWeight} = getComputedStyle(one);
        const seen = [color, fill, fontSize, fontWeight];
        for (let ground = one; ground; ground = ground.parentElement) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(ground);
            if (opacity !== "1") seen.push(`at ${opacity}`);
            if (backgroundImage !== "none") seen.push(backgroundImage);
            if (backgroundColor !== "rgba(0, 0, 0, 0)") seen.push(backgroundColor);
            if (!/rgba|\\//.test(backgroundColor)) break;
        }
        found.add(seen.join(" "));
    }
    return [...found];
}"""


def pass_on(page: Page, address: str, session: str) -> None:
    """Gives the page, without what was kept in it, to somebody else; without a session, to a visitor. One of their own would cost
    a process, as an empty page would, and fetch every file once more.
    """
    page.goto(f"{address}/static/tutor/icon.svg")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "all"})
    cdp.detach()
    if session:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


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
