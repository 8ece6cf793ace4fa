"""Finds the Chromium of the browser tests. As a program: installs one where there is none, and prints where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


def find() -> str:
    """Its path: LOCI_BROWSER, one on the PATH, or the one that Playwright has fetched."""
    found = _look()
    if found is None:
        raise RuntimeError("There is no Chromium. Install one, name one in LOCI_BROWSER, or run python3 manage.py test")
    return found


def flags() -> list[str]:
    """Chromium's own sandbox does not start for root."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)


def _look() -> str | None:
    given = os.environ.get("LOCI_BROWSER", "").strip()
    if given:
        return given if Path(given).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"])
        done = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        if done.returncode == 0 and _look():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    if _look() is None:
        _install()
    print(find())
