"""Takes a picture of every page, narrow and wide, in light and in dark: python -m tests.browser.shots FOLDER [WORD ...]

With words, only pages whose name has one of them. With --lessons, pictures of each moment of every lesson instead, while learners
go through it rightly and wrongly; words choose lessons, and FOLDER/390-light.html and its like show all of one look together. The
site runs in a folder of its own with the real catalogue, the sample path and learners of all sorts.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SIZES = {"390": (390, 844), "1280": (1280, 800)}


@contextmanager
def broker() -> Iterator[None]:
    from django.conf import settings

    from tutor.supervisor import programs
    from tutor.supervisor.child import Child

    child = Child(programs.valkey(settings.VALKEY_SOCKET, settings.DATA_DIR / "valkey", os.environ, ()))
    child.start()
    try:
        yield
    finally:
        child.ask_to_end()
        while child.alive:
            time.sleep(0.02)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("words", nargs="*")
    arguments.add_argument("--sizes", default=",".join(SIZES))
    arguments.add_argument("--schemes", default="light,dark")
    arguments.add_argument("--lessons", action="store_true", help="each moment of every lesson, as learners go through it")
    arguments.add_argument("--window", action="store_true", help="only what the window shows, not the whole page")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)

    import django

    django.setup()

    from django.core.management import call_command

    from tests.browser.gallery import site
    from tests.browser.learners import cast

    with broker():
        call_command("migrate", verbosity=0)
        if given.lessons:
            call_command("content", "publish", verbosity=0)
            with workers(), site() as address:
                take_lessons(address, given)
        else:
            sessions = cast()
            with site() as address:
                shoot(address, sessions, given)


def workers() -> AbstractContextManager[object]:
    from django.conf import settings

    from tests.services.workers import environment, running
    from tutor.supervisor import programs

    return running(*programs.workers(settings.DATA_DIR, environment(settings.BROKER_URL), ()))


def looks_of(given: argparse.Namespace) -> Iterator[tuple[str, dict[str, int], str]]:
    """Name, width and height, and colour scheme of each."""
    for size in given.sizes.split(","):
        width, height = SIZES[size]
        for scheme in given.schemes.split(","):
            yield size, {"width": width, "height": height}, scheme


@contextmanager
def launched() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium

    path = chromium.find()  # which may ask Playwright, and that is open once at a time
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        yield browser
        browser.close()


def take_lessons(address: str, given: argparse.Namespace) -> None:
    from tests.browser.albums import take_pictures

    with launched() as browser:
        take_pictures(browser, address, given.folder, list(looks_of(given)), given.words)


def shoot(address: str, sessions: dict[str, str], given: argparse.Namespace) -> None:
    from tests.browser.gallery import everything, show

    chosen = {name: view for name, view in everything().items() if not given.words or any(word in name for word in given.words)}
    with launched() as browser:
        for size, viewport, scheme in looks_of(given):
            for name, view in chosen.items():
                look = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
                context = browser.new_context(service_workers="block", **look)
                if view.who:
                    context.add_cookies([{"name": "sessionid", "value": sessions[view.who], "url": address}])
                page = context.new_page()
                page.on("console", lambda said, name=name: print(name, said.text) if said.type == "error" else None)
                try:
                    show(page, view, address)
                    page.wait_for_timeout(250)
                except Exception as problem:
                    print(name, problem)
                page.screenshot(path=given.folder / f"{name}-{size}-{scheme}.png", full_page=not given.window)
                context.close()


if __name__ == "__main__":
    main()
