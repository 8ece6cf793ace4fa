"""Every page, before and after a learner's doing, for everybody: on a phone and wide, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command

from tests.browser.gallery import PAGES, QUESTIONS, View, lessons, show, site
from tests.browser.learners import cast
from tests.browser.looking import AXE, INKS, TOO_WIDE, listen, pass_on

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages"), pytest.mark.django_db(transaction=True)]

HEIGHT = 844
Scheme = Literal["light", "dark"]
Options = dict[str, Any] | None
LESSONS = lessons()
# Whatever is pressed but has no 44 × 44 pixels to press: a label counts for its field, a link within a line of text is let be.
TOO_SMALL = """() => {
    const names = [];
    for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
        const target = one.closest("label") ?? one;
        if (!target.checkVisibility({visibilityProperty: true}) || one.matches(".skip, :disabled")) continue;
        if (one.matches("a") && getComputedStyle(one).display === "inline" && !one.ownerSVGElement) continue;
        target.scrollIntoView({block: "center", inline: "center"});
        const box = (target.querySelector(":scope > .touch") ?? target).getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const hits = (dx, dy) => target.contains(document.elementFromPoint(x + dx, y + dy));
        const wide = box.width >= 43.5 || (hits(-21, 0) && hits(21, 0));
        const high = box.height >= 43.5 || (hits(0, -21) && hits(0, 21));
        if (!wide || !high) names.push(`${one.outerHTML.slice(0, 120)} has ${box.width} × ${box.height} px`);
    }
    return names;
}"""


@pytest.fixture
def _django_db_helper() -> None:
    """Instead of pytest-django's: the database lives as long as these tests do, and is emptied after the last."""


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker, valkey: object, chromium: Browser) -> Iterator:
    """Opens a view as the one who looks at it, with everyone's history there: one site and one page for all."""
    context = chromium.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    wrong = listen(page)
    with django_db_blocker.unblock(), site() as address:
        sessions = cast() | {"": ""}
        holder = ""

        def open_view(view: View) -> tuple[Page, list[str]]:
            """The page, and what goes wrong in it from now on. Whoever looks at one view after another keeps the page, as at
            home; of visitors, each is another.
            """
            nonlocal holder
            if not view.who or view.who != holder:
                pass_on(page, address, sessions[view.who])
                holder = view.who
            page.unroute_all()
            wrong.clear()
            page.set_viewport_size({"width": 390, "height": HEIGHT})
            page.emulate_media(color_scheme="light")
            show(page, view, address)
            return page, wrong

        yield open_view
        context.close()
        call_command("flush", interactive=False, verbosity=0)


ALL: Options = None
CONTRAST: Options = {"runOnly": ["color-contrast"]}
BUT_CONTRAST: Options = {"rules": {"color-contrast": {"enabled": False}}}
# What axe looks for, by width and theme; two thirds of its time go into contrast. Steps of lessons have the frame of all pages;
# the rest is looked at on a phone.
THOROUGH = {(390, "light"): ALL, (390, "dark"): CONTRAST, (1280, "light"): BUT_CONTRAST, (1280, "dark"): CONTRAST}
OF_A_STEP = {(390, "light"): ALL, (390, "dark"): CONTRAST, (1280, "light"): CONTRAST}
OF_AN_AUTHOR = {(390, "light"): ALL, (390, "dark"): CONTRAST, (1280, "light"): CONTRAST, (1280, "dark"): CONTRAST}
# Ways to see a text in which axe has found no fault with its contrast yet in this process.
sound: set[str] = set()


def audit_look(page: Page, asked: Options) -> list[str]:
    """What axe finds; contrast, unless all is asked for, only if a text is seen in a way in which no text was before."""
    inks = set(page.evaluate(INKS))
    known = inks <= sound
    if known and asked == CONTRAST:
        return []
    wrong = page.evaluate(AXE, ALL if asked == BUT_CONTRAST and not known else asked)
    if not wrong:
        sound.update(inks)
    return wrong


def audit(page: Page, rules: dict[tuple[int, Scheme], Options] = THOROUGH) -> list[str]:
    """What shuts anyone out: all of axe's rules by day, the contrast again by night, and nothing wider than the window."""
    wrong = []
    page.evaluate(AXE_SCRIPT)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("() => new Promise(requestAnimationFrame)")
        if excess := page.evaluate(TOO_WIDE):
            wrong.append(f"{width} px: the page is {excess} px too wide")
        if width == 320:
            continue
        if width == 390:
            wrong += [f"too small to be pressed: {one}" for one in page.evaluate(TOO_SMALL)]
        for (at, scheme), asked in rules.items():
            if at == width:
                page.emulate_media(color_scheme=scheme)
                wrong += [f"{width} px, {scheme}: {one}" for one in audit_look(page, asked)]
    return wrong


@pytest.mark.parametrize("name", [name for name in PAGES | QUESTIONS if not name.startswith("admin")])
def test_a_page_shuts_nobody_out(name: str, opened) -> None:
    page, wrong = opened((PAGES | QUESTIONS)[name])
    wrong += audit(page)
    assert not wrong, "\n".join(wrong)


# Its layout is Django's own, so neither widths nor sizes are asked.
@pytest.mark.parametrize("where", ["", "tutor/user/", "tutor/review/", "exercises/submission/", "lessons/lesson/", "grading/"])
def test_the_admin_shuts_nobody_out(where: str, opened) -> None:
    page, wrong = opened(View("owner", f"/admin/{where}"))
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{scheme}: {one}" for one in audit_look(page, ALL if scheme == "light" else CONTRAST)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("admin-analysis")])
def test_the_pages_for_authors_shut_nobody_out(name: str, opened) -> None:
    page, wrong = opened(PAGES[name])
    page.evaluate(AXE_SCRIPT)
    for (width, scheme), asked in OF_AN_AUTHOR.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{width} px: {excess} px too wide" for excess in [page.evaluate(TOO_WIDE)] if excess]
        wrong += [f"{width} px, {scheme}: {one}" for one in audit_look(page, asked)]
    assert not wrong, "\n".join(wrong)


def test_the_page_of_grading_fits_a_phone_and_renews_itself_under_the_focus(opened) -> None:
    page, wrong = opened(PAGES["admin-grading"])
    wrong += [f"{excess} px too wide" for excess in [page.evaluate(TOO_WIDE)] if excess]
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    row = page.locator("#live tbody a").first
    row.focus()
    name, told = row.get_attribute("id"), page.locator(".grading-state").text_content()
    page.wait_for_function("told => document.querySelector('.grading-state').textContent !== told", arg=told, timeout=30_000)
    assert page.evaluate("document.activeElement.id") == name
    assert not wrong, "\n".join(wrong)


def test_the_signs_of_paths_are_drawn_whatever_fonts_the_device_has(opened) -> None:
    page, _ = opened(PAGES["path-sample"])
    page.evaluate("document.fonts.ready")
    browser = page.context.new_cdp_session(page)
    browser.send("DOM.enable")
    browser.send("CSS.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    nodes = browser.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".emoji"})["nodeIds"]
    assert len(nodes) == 2, "the path's own and that of a related one"
    for node in nodes:
        fonts = browser.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert fonts and all("Emoji" in font["familyName"] for font in fonts)
    browser.detach()


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_step_of_a_lesson_shuts_anyone_out(lesson: str, opened) -> None:
    everything = []
    for name, view in LESSONS[lesson].items():
        page, wrong = opened(view)
        wrong += audit(page, OF_A_STEP)
        everything += [f"{name}: {one}" for one in wrong]
    assert not everything, "\n".join(everything)
