"""Reads bodies, and no more of them than is sensible."""

from __future__ import annotations

from json import JSONDecoder
from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, get_encoding
from rest_framework.utils.json import strict_constant

from tutor.errors import TooLong

DECODER = JSONDecoder(parse_constant=strict_constant)


class Json(JSONParser):
    """One JSON object. DRF reads the stream past Django's limit for bodies, so it is kept here; and it reads bit by bit, with a
    decoder that is made for each.
    """

    most_bytes: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        if int(parser_context["request"].META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise TooLong(f"The body has more than {self.most_bytes} bytes.", "Send less at once.")
        try:
            sent = DECODER.decode(stream.read().decode(get_encoding(parser_context)))
        except ValueError as problem:
            raise ParseError(f"The body is no JSON: {problem}.") from problem
        except RecursionError:
            raise ParseError("The body is nested too deeply. Send one plain JSON object.") from None
        if not isinstance(sent, dict):
            raise ParseError("The body is no JSON object. Send one, in UTF-8.")
        return sent
