"""Draws the app's icons of the site's mark anew: python -m tests.browser.icons. For devices that take no SVG."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium

FOLDER = Path(__file__).parents[2] / "tutor" / "static" / "tutor"
SIZES = (192, 512)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        for name in ("icon", "icon-maskable"):
            drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
            for size in SIZES:
                page = browser.new_page(viewport={"width": size, "height": size})
                page.set_content(f"<style>body {{margin: 0}} svg {{display: block; width: 100vw}}</style>{drawing}")
                page.screenshot(path=FOLDER / f"{name}-{size}.png", omit_background=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
