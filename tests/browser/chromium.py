"""Finds the Chromium of the browser tests. As a program: installs one where there is none, and prints where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The same engine without the browser around it, which would render a frame of its own beside every page, in a process for each:
# seven times the work for a page.
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


def find(*, whole: bool = False) -> str:
    """Its path: LOCI_BROWSER, one on the PATH, or the one that Playwright has fetched.

    `whole`: not a shell, which shows no notifications.
    """
    found = _look(NAMES if whole else SHELLS + NAMES)
    if found is None:
        raise RuntimeError("There is no Chromium. Install one, name one in LOCI_BROWSER, or run python3 manage.py test")
    return found


def flags() -> list[str]:
    """Chromium's own sandbox does not start for root."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)


def _look(names: tuple[str, ...] = NAMES) -> str | None:
    given = os.environ.get("LOCI_BROWSER", "").strip()
    if given:
        return given if Path(given).is_file() else None
    return next((path for name in names if (path := shutil.which(name))), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _install() -> None:
    """What is missing of the browser and the shell. Distributions that have no shell do without."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"])
        for packages in (["chromium", "chromium-headless-shell"], ["chromium"]):
            done = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
            if done.returncode == 0 and _look():
                return
    if _look() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    if _look() is None or _look(SHELLS) is None:
        _install()
    print(find())
