"""In which form an answer is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

ANYTHING = "*/*"


class Negotiation(DefaultContentNegotiation):
    """DRF's, which weighs what a client accepts against what there is; most clients want the first form, or whichever."""

    def select_renderer(
        self, request: Any, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = renderers[0]
        accepts = request.META.get("HTTP_ACCEPT", ANYTHING)
        if accepts in {ANYTHING, first.media_type} and format_suffix is None and not request.META.get("QUERY_STRING"):
            return first, first.media_type
        found: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return found
