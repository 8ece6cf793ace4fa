"""Reads bodies, and no more of them than is sensible."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from tutor.errors import TooLong


class Json(JSONParser):
    """One JSON object. DRF reads the stream past Django's limit for bodies, so it is kept here."""

    most_bytes: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        if int(parser_context["request"].META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise TooLong(f"The body has more than {self.most_bytes} bytes.", "Send less at once.")
        try:
            sent = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The body is nested too deeply. Send one plain JSON object.") from None
        if not isinstance(sent, dict):
            raise ParseError("The body is no JSON object. Send one, in UTF-8.")
        return sent
