"""Pages of ledgers by cursor: stable while rows are added, and as quick after years as at first."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from tutor.api.refusals import BadCursor


class Pages(CursorPagination):
    """Newest first. `next` and `previous` are addresses to follow as they are; what a cursor says is nobody's business."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = ("-at", "-pk")

    def decode_cursor(self, request: Any) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound as problem:
            raise BadCursor("This cursor leads nowhere.", "Begin again without one.", field="cursor") from problem


class NewestFirst(Pages):
    """Of what was handed in."""

    ordering = ("-created_at", "-pk")
