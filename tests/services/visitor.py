"""A learner at the door of an installation: pages and forms over HTTP, as a browser without scripts would send them."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


class Visitor:
    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def read(self, path: str) -> str:
        with self._opener.open(self._address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def send(self, path: str, page: str, **fields: str) -> str:
        """Sends a form of a page that was read, with the page's token."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page[:500]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1], **fields}).encode()
        with self._opener.open(self._address + path, body, timeout=30) as answer:
            return str(answer.read().decode())
