"""Takes a picture of every page, narrow and wide, in light and in dark: python -m tests.browser.shots FOLDER [WORD ...]

With words, only pages whose name has one of them. The site runs in a folder of its own with the real catalogue, the sample path,
a learner of three weeks and one who has just begun.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

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


@contextmanager
def site() -> Iterator[str]:
    """The address of the site, served by this process."""
    from django.contrib.staticfiles.testing import StaticLiveServerTestCase

    thread = StaticLiveServerTestCase._create_server_thread({})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


def fill() -> dict[str, str]:
    """Publishes, and makes the two learners; returns a session key of each."""
    from django.core.management import call_command
    from django.utils import timezone

    from tests.play import play_day
    from tests.sample import publish_sample
    from tutor import services

    call_command("migrate", verbosity=0)
    try:
        call_command("content", "publish", verbosity=0)
    except Exception as problem:
        print(f"without the catalogue: {problem}", file=sys.stderr)
    publish_sample()
    now = timezone.now()
    new = services.begin_as_guest(zone="Europe/Berlin", now=now)
    old = services.begin_as_guest(zone="Europe/Berlin", now=now - timedelta(days=21))
    old.username, old.is_guest = "ada", False
    old.save()
    services.enrol(learner=old, path_slug="sample", now=now)
    for days in (20, 19, 17, 16, 15, 12, 9, 8, 5, 3, 2, 1):
        play_day(old, now - timedelta(days=days))
    play_day(old, now, most=2)
    return {"new": session(new), "old": session(old)}


def session(learner: object) -> str:
    from django.test import Client

    client = Client()
    client.force_login(learner)  # type: ignore[arg-type]
    return client.cookies["sessionid"].value


def pages() -> dict[str, tuple[str, str]]:
    """Name of each page: who looks at it, and its address."""
    from django.utils import timezone

    from lessons.models import Lesson
    from tests.sample import ITEMS, slug_of

    day = (timezone.now() - timedelta(days=1)).date().isoformat()
    shown = {
        "home": ("", "/"),
        "login": ("", "/accounts/login/"),
        "signup": ("new", "/accounts/signup/"),
        "reset": ("", "/accounts/password/reset/"),
        "logout": ("old", "/accounts/logout/"),
        "password": ("old", "/accounts/password/change/"),
        "missing": ("old", "/nothing/here/"),
        "today-new": ("new", "/today/"),
        "today-old": ("old", "/today/"),
        "summary": ("old", f"/today/{day}/"),
        "summary-empty": ("new", f"/today/{day}/"),
        "profile": ("old", "/profile/"),
        "profile-new": ("new", "/profile/"),
        "settings": ("old", "/settings/"),
        "search": ("old", "/search/"),
        "search-hits": ("old", "/search/?q=dot+product"),
        "exercise": ("old", "/exercises/count-arrows/"),
    }
    shown |= {f"item-{kind}": ("new", f"/review/{slug_of(kind)}/") for kind in ITEMS}
    first = Lesson.objects.select_related("path", "current").exclude(path__slug="sample").first()
    for path in {"sample", first.path.slug if first else "sample"}:
        shown |= {f"path-{path}-new": ("new", f"/learn/{path}/"), f"path-{path}-old": ("old", f"/learn/{path}/")}
    for lesson in Lesson.objects.select_related("path", "current"):
        for step in lesson.current.steps:
            address = f"/learn/{lesson.path.slug}/{lesson.slug}/{step['key']}/"
            shown[f"step-{lesson.slug}-{step['kind']}-{step['key']}"] = ("old", address)
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("words", nargs="*")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)

    import django

    django.setup()
    with broker():
        sessions = fill()
        with site() as address:
            shoot(address, sessions, given.folder, given.words)


def shoot(address: str, sessions: dict[str, str], folder: Path, words: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        chosen = {name: page for name, page in pages().items() if not words or any(word in name for word in words)}
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                look = {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "reduced_motion": "reduce"}
                for who in ("", *sessions):
                    context = browser.new_context(**look)
                    if who:
                        context.add_cookies([{"name": "sessionid", "value": sessions[who], "url": address}])
                    for name, (_, where) in ((name, page) for name, page in chosen.items() if page[0] == who):
                        take(context, address + where, folder / f"{name}-{size}-{scheme}.png")
                    context.close()
        browser.close()


def take(context: BrowserContext, address: str, file: Path) -> None:
    page = context.new_page()
    page.on("console", lambda said: print(file.stem, said.text) if said.type == "error" else None)
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=file, full_page=True)
    page.close()


if __name__ == "__main__":
    main()
