"""In which form a request comes, and an answer is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

ANYTHING = "*/*"


class Negotiation(DefaultContentNegotiation):
    """DRF's, which weighs what a client sends and accepts against what there is; most mean the first form, or whichever."""

    def select_parser(self, request: Any, parsers: Sequence[BaseParser]) -> BaseParser | None:
        first = parsers[0]
        if request.content_type == first.media_type:
            return first
        found: BaseParser | None = super().select_parser(request, parsers)
        return found

    def select_renderer(
        self, request: Any, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = renderers[0]
        accepts = request.META.get("HTTP_ACCEPT", ANYTHING)
        if accepts in {ANYTHING, first.media_type} and format_suffix is None and not request.META.get("QUERY_STRING"):
            return first, first.media_type
        found: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return found
