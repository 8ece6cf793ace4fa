"""The shell of the installed app: the one page that opens without a network, and the files that it needs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from tutor.templatetags.loci import STEP_ICONS
from tutor.web.player import TAKEN_BACK

FILES = (
    "tutor/tokens.css",
    "tutor/site.css",
    "tutor/sky.css",
    "tutor/rewards.css",
    "tutor/offline.css",
    "tutor/fonts/figtree-latin-wght-normal.woff2",
    "tutor/fonts/jetbrains-mono-latin-wght-normal.woff2",
    "tutor/icon.svg",
    "tutor/site.js",
    "tutor/offline/days.js",
    "tutor/offline/feedback.js",
    "tutor/offline/marking.js",
    "tutor/offline/page.js",
    "tutor/offline/player.js",
    "tutor/offline/response.js",
    "tutor/offline/store.js",
    "tutor/offline/sync.js",
    "tutor/offline/typed.js",
    "tutor/offline/words.js",
    "django_htmx/htmx-2.min.js",
)


@dataclass(frozen=True, slots=True)
class Shell:
    """`version` changes with any byte of the page, of its files, or of the worker that serves them."""

    version: str
    page: bytes
    worker: bytes


@lru_cache(maxsize=1)
def shell() -> Shell:
    """Made once for each process: a site that was renewed has new ones."""
    page = render_to_string("tutor/offline.html", {"kinds": STEP_ICONS, "taken_back": TAKEN_BACK}).encode()
    urls = [static(name) for name in FILES]
    worker = _bytes("tutor/service-worker.js")
    digest = hashlib.sha256(page + worker + json.dumps(urls).encode())
    for name in FILES:
        digest.update(_bytes(name))
    version = digest.hexdigest()[:16]
    told = json.dumps({"version": version, "files": urls})
    return Shell(version, page, f"const SHELL = {told};\n".encode() + worker)


def _bytes(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise RuntimeError(f"The shell names {name}, which is no static file.")
    return Path(found).read_bytes()
