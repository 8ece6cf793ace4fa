"""The element and files of a lesson's widget."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def element(widget: dict[str, Any]) -> SafeString:
    """The custom element, told where its data is."""
    asset = widget["asset"]
    source = reverse("asset", args=[asset["digest"], asset["name"]]) if asset else ""
    return format_html('<loci-{0} data-src="{1}"></loci-{0}>', widget["name"], source)


def files(widget: dict[str, Any]) -> dict[str, str]:
    """Names of its static files."""
    folder = f"widgets/{widget['name']}"
    return {"widget_css": f"{folder}/style.css", "widget_js": f"{folder}/view.js"}
