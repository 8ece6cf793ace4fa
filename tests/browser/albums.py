"""Pictures of every moment of every lesson, taken while learners go through it rightly and wrongly, and pages to look at them."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.test import Client
from django.utils import timezone

from lessons.models import Lesson
from tests.browser.looking import listen
from tests.browser.walking import Walker
from tutor import services

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Look = tuple[str, dict[str, int], str]  # name of the size, width and height, colour scheme
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
HEIGHT = "() => document.documentElement.scrollHeight"
STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 20px }
nav { position: sticky; top: 0; padding: 8px 0; background: Canvas; z-index: 1 }
nav a { margin-right: 1em }
figure { display: inline-block; vertical-align: top; margin: 0 16px 32px 0 }
img { width: var(--wide); max-height: 2400px; object-fit: cover; object-position: top; border: 1px solid #8888 }
.s390 { --wide: 260px } .s1280 { --wide: 560px }
figcaption { max-width: var(--wide) }
"""


def take_pictures(browser: Browser, address: str, folder: Path, looks: list[Look], words: list[str]) -> None:
    """Walks through the lessons whose slug has one of `words` (through all, without any), and says how far it is."""
    published = Lesson.objects.filter(retired_at=None, path__slug="embeddings").select_related("path", "current")
    chosen = [lesson for lesson in published.order_by("position") if not words or any(word in lesson.slug for word in words)]
    for done, lesson in enumerate(chosen):
        taken: set[str] = set()
        for right in (True, False):
            _walk(browser, address, folder / lesson.slug, looks, lesson, taken, right=right)
            print(f"{done + right / 2 + 0.5:4.1f} of {len(chosen)} lessons: {lesson.slug}", flush=True)
    write_album(folder, [lesson.slug for lesson in chosen], looks)


def _walk(
    browser: Browser, address: str, folder: Path, looks: list[Look], lesson: Lesson, taken: set[str], *, right: bool
) -> None:
    """Takes the moments that are not in `taken` yet."""
    guest = services.begin_as_guest(zone="UTC", now=timezone.now())
    client = Client()
    client.force_login(guest)
    context = browser.new_context(viewport=looks[0][1], reduced_motion="reduce", service_workers="block")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    wrong = listen(page)
    folder.mkdir(parents=True, exist_ok=True)
    moments: list[str] = []

    def look(name: str) -> None:
        moments.append(name)
        if name not in taken:
            taken.add(name)
            _take(page, folder / f"{len(moments):02d}-{name}", looks)

    Walker(page, address, guest, right, look).take(lesson)
    context.close()
    for one in wrong:
        print(lesson.slug, one, flush=True)


def _take(page: Page, file: Path, looks: Iterable[Look]) -> None:
    """All looks of what the page shows now, in a window as high as the page; afterwards the window is as before."""
    before = page.viewport_size
    for size, viewport, scheme in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(PAINTED)
        page.set_viewport_size(viewport | {"height": max(viewport["height"], page.evaluate(HEIGHT))})
        page.evaluate(PAINTED)
        page.screenshot(path=f"{file}-{size}-{scheme}.png")
    page.set_viewport_size(before)


def write_album(folder: Path, lessons: Iterable[str], looks: list[Look]) -> None:
    """A page for each look: one row a lesson, its moments from left to right."""
    names = [f"{size}-{scheme}" for size, _, scheme in looks]
    for name in names:
        nav = "".join(f'<a href="{other}.html">{other}</a>' for other in names)
        jumps = "".join(f'<a href="#{slug}">{slug}</a>' for slug in lessons)
        rows = "".join(_row(folder, slug, name) for slug in lessons)
        page = f"<!doctype html><meta charset=utf-8><title>{name}</title><style>{STYLE}</style><nav>{nav}<br>{jumps}</nav>{rows}"
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


def _row(folder: Path, slug: str, name: str) -> str:
    """The pictures of a lesson that have this look, each with the name of its moment."""
    size = name.partition("-")[0]
    figures = []
    for file in sorted((folder / slug).glob(f"*-{name}.png")):
        address, moment = html.escape(f"{slug}/{file.name}"), html.escape(file.name.removesuffix(f"-{name}.png"))
        picture = f'<a href="{address}"><img loading="lazy" src="{address}"></a>'
        figures.append(f'<figure class="s{size}">{picture}<figcaption>{moment}</figcaption></figure>')
    return f'<h2 id="{slug}">{slug}</h2>{"".join(figures)}'
