"""A learner with a browser's cookies and none of its comforts."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode

SUBMISSION = re.compile(r'data-submission="([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    retry_after: str | None


class Visitor:
    def __init__(self, address: str) -> None:
        self._address, self._cookies = address, CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def begin(self) -> Visitor:
        """Becomes a learner, as a guest."""
        self.get("/")
        begun = self.post("/start/")
        assert begun.status == 200, begun.text
        return self

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(urllib.request.Request(f"{self._address}{path}", headers=headers))

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        token = next((cookie.value for cookie in self._cookies if cookie.name == "csrftoken"), "") or ""
        data = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self._ask(urllib.request.Request(f"{self._address}{path}", data=data, headers=headers or {}))

    def hand_in(self, source: str, mode: str = "submit", exercise: str = "norm") -> Answer:
        fields = {"source": source, "mode": mode, "client_id": str(uuid.uuid4())}
        return self.post(f"/exercises/{exercise}/submit/", {"HX-Request": "true"}, **fields)

    def submit(self, source: str) -> uuid.UUID:
        """Hands code in; the submission's public id."""
        answer = self.hand_in(source)
        assert answer.status == 200, answer.text
        return submission_in(answer)

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.read().decode(), None)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read().decode(), refused.headers["Retry-After"])


def submission_in(answer: Answer) -> uuid.UUID:
    found = SUBMISSION.search(answer.text)
    assert found, answer.text
    return uuid.UUID(found[1])
