"""What all views of the API have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from tutor.api.paging import Pages
from tutor.api.refusals import PreconditionFailed
from tutor.models import User

# Of an answer with tokens or codes in it.
SECRET = {"Cache_Control": "no-store"}
TAKING = {"POST", "PUT", "PATCH"}
# What middleware adds to a request.
KNOWING_THEIR_REQUEST = ("_messages", "htmx", "auser")


class Resource(APIView):
    """A resource. Whatever is fetched has an ETag, and is not sent again to whoever has it (RFC 9110, 13.1)."""

    now: datetime

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.now = timezone.now()
        super().initial(request, *args, **kwargs)
        if request.method in TAKING:
            request.data  # noqa: B018 - read here, so that a body that cannot be is refused by operations that need nothing of it, too

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
        response.setdefault("Cache-Control", "private, no-cache" if response.status_code < 400 else "no-store")
        if request.method in {"GET", "HEAD"} and response.status_code == 200 and isinstance(response, Response):
            response.setdefault("ETag", tag_of(response.render().content))
            if self.has(response["ETag"]):
                response = self.finalize_response(self.request, unchanged(response["ETag"]))
        response._resource_closers.append(partial(_untie, self, response))
        return response

    @property
    def learner(self) -> User:
        """Who is signed in."""
        return self.request.user

    def given(self, kind: type[Serializer], *, partly: bool = False) -> dict[str, Any]:
        """The body, or as much of it as was sent, checked. Raises DRF's ValidationError, which names each field at fault."""
        values: dict[str, Any] = _shape(kind, partly).run_validation(self.request.data)
        return values

    def asked(self, kind: type[Serializer]) -> dict[str, Any]:
        """The query, checked."""
        values: dict[str, Any] = _shape(kind).run_validation(self.request.query_params)
        return values

    def told(self, kind: type[Serializer], value: Any, status: int = 200, **headers: str) -> Response:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return Response(document_of(kind, value), status=status, headers=named)

    def listed(self, kind: type[Serializer], values: Any, status: int = 200) -> Response:
        """All of a list that has an end."""
        return Response({"results": [document_of(kind, value) for value in values]}, status=status)

    def page(
        self, kind: type[Serializer], rows: Any, pages: type[Pages] = Pages, view: Callable[[Any], Any] | None = None
    ) -> Response:
        """A page of a ledger; `view` makes of a row what is told of it, where the row does not itself."""
        paginator = pages()
        found = paginator.paginate_queryset(rows, self.request, self)
        return paginator.get_paginated_response([document_of(kind, view(row) if view else row) for row in found])

    def tagged(self, kind: type[Serializer], value: Any) -> Response:
        """The new state of what was changed, with the ETag that a GET of it has."""
        response = self.told(kind, value)
        response["ETag"] = tag_of(JSONRenderer().render(response.data))
        return response

    def has(self, tag: str) -> bool:
        """Whether the client says that it has this already."""
        return _names(self.request.META.get("HTTP_IF_NONE_MATCH", ""), tag)

    def check_match(self, kind: type[Serializer], state: Callable[[], Any]) -> None:
        """Raises PreconditionFailed where the client has seen another state than this and wants to change no other."""
        wanted = self.request.META.get("HTTP_IF_MATCH", "")
        if wanted and not _names(wanted, tag_of(JSONRenderer().render(document_of(kind, state())))):
            raise PreconditionFailed("It has changed since you fetched it.", "Fetch it again.")


def _untie(view: Resource, sent: HttpResponseBase) -> None:
    """Once all is sent. A request, its view and its response know one another, so that only the collector would find out that
    nobody else does, many requests later; until then each takes other memory than the one before.
    """
    vars(view).pop("head", None)  # a method of its own, which Django lets answer as `get` does
    view.request.parser_context = None
    for response in (view.response, sent):
        if isinstance(response, Response):
            response.renderer_context = None
    for name in KNOWING_THEIR_REQUEST:
        vars(view.request._request).pop(name, None)


def document_of(kind: type[Serializer], value: Any) -> dict[str, Any]:
    """What is told of a value."""
    told: dict[str, Any] = _shape(kind).to_representation(value)
    return told


@cache
def _shape(kind: type[Serializer], partly: bool = False) -> Serializer:
    """One for all: to make its fields takes longer than to tell or check a value, and neither changes anything in them."""
    return kind(partial=partly)


def tag_of(content: bytes) -> str:
    """The ETag of a representation."""
    return quote_etag(hashlib.sha256(content).hexdigest()[:32])


def unchanged(tag: str) -> Response:
    return Response(status=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def _names(header: str, tag: str) -> bool:
    """Whether a list of ETags names one, by weak comparison."""
    tags = parse_etags(header)
    return tags == ["*"] or tag in [one.removeprefix("W/") for one in tags]
