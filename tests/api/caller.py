"""Calls the API as a client would, and holds every answer against the specification."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from tutor.api.schema import specification

ROOT = "/api/v1"


class Api:
    """A client; what it gets back has a status and a form that the specification tells of, or the test fails."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> HttpResponseBase:
        return self.call("get", path, None, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponseBase:
        return self.call("post", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> HttpResponseBase:
        return self.call("put", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> HttpResponseBase:
        return self.call("patch", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponseBase:
        return self.call("delete", path, None, **headers)

    def call(self, method: str, path: str, body: Any, **headers: str) -> HttpResponseBase:
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = getattr(self.client, method)(ROOT + path, headers=named, **sent)
        check(method, path, response)
        return response


def check(method: str, path: str, response: HttpResponseBase) -> None:
    """That the specification tells of this answer."""
    template = template_of(path.partition("?")[0])
    told = specification()["paths"][template][method]["responses"]
    status = str(response.status_code)
    assert status in told, f"{method} {path}: {status} is not described: {getattr(response, 'content', b'')[:300]!r}"
    content = told[status].get("content", {})
    if not content or response.streaming:
        return
    kind = response["Content-Type"].partition(";")[0]
    assert kind in content, f"{method} {path}: {kind} is not described for {status}"
    if kind.endswith("json"):
        validator(json.dumps(content[kind]["schema"])).validate(response.json())


@cache
def template_of(path: str) -> str:
    """The most literal address of the specification that a path is one of."""
    found = [one for one in specification()["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), ROOT + path)]
    assert found, f"the specification has no {path}"
    return min(found, key=lambda one: one.count("{"))


@cache
def validator(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": specification()["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())
