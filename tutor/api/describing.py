"""How operations are described: what they take and give, with examples, and every problem that they can answer with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from tutor.api.examples import example_of
from tutor.api.problems import KINDS, MEDIA_TYPE
from tutor.api.shape import Shape


class FieldProblem(Shape):
    """A field at fault."""

    field = serializers.CharField(help_text="Its path in what was sent, such as `response` or `blanks.top`.", allow_blank=True)
    message = serializers.CharField(help_text="What is wrong with it.")
    mend = serializers.CharField(help_text="What to do about it.", allow_blank=True)


class Problem(Shape):
    """Why a request was refused (RFC 9457)."""

    type = serializers.CharField(help_text="Where this kind of problem is told about; relative to the site.")
    title = serializers.CharField(help_text="What kind of problem it is; always the same for a code.")
    status = serializers.IntegerField(help_text="The status of the response, again.")
    detail = serializers.CharField(help_text="What is wrong this time and how to mend it, for people.")
    code = serializers.CharField(help_text="For programs.")
    errors = FieldProblem(many=True)


# Also where nobody has to be signed in: a token that has ended is refused everywhere.
ALWAYS = ("not_authenticated", "permission_denied", "not_acceptable", "away")
BINARY = OpenApiTypes.BINARY
OF_BODIES = ("bad_input", "malformed", "csrf_failed", "too_long", "unsupported_media_type")
HAS = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag that the client has: 304 if it stands."
)
SEEN = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="Only change what still has this ETag: else 412.")
PAGE = (
    OpenApiParameter("cursor", str, description="Out of `next` or `previous` of another page."),
    OpenApiParameter("limit", int, description="How many at most, from 1 to 200; 50 without it."),
)


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    takes: Any = None,
    gives: Any = None,
    status: int | tuple[int, ...] = 200,
    codes: Iterable[str] = (),
    parameters: Iterable[OpenApiParameter] = (),
    form: str = "object",
    media: str = "application/json",
    fetches: bool = False,
    partly: bool = False,
) -> Callable[..., Any]:
    """Describes a method of a view; its docstring says the rest.

    Args:
        name: its operationId, for generated clients.
        takes, gives: serializers of the body and of the answer; what has none is told as an `OpenApiResponse`.
        status: of success; where there are several, each gives the same.
        codes: the problems that only some operations have.
        form: `object`, `list` (all of a list) or `page` (of a ledger).
        media: the type of what is given, where it is not JSON.
        fetches: it is a GET, which takes If-None-Match.
        partly: a part of the fields may be sent.
    """
    statuses = (status,) if isinstance(status, int) else status
    found = [*codes, *ALWAYS]
    found += OF_BODIES if takes else ("csrf_failed",) if not fetches else ()
    found += ["bad_input", "bad_cursor"] if form == "page" else []
    responses = {(one, media): _success(gives, one, form, media) for one in statuses} if gives else dict.fromkeys(statuses, None)
    if fetches and media == "application/json":
        responses[304] = OpenApiResponse(description="The client has it already.")
    return extend_schema(
        operation_id=name,
        summary=summary,
        tags=[tag],
        request=takes,
        responses={**responses, **_problems(found)},
        parameters=[*parameters, *(PAGE if form == "page" else ()), *((HAS,) if fetches and media == "application/json" else ())],
        examples=[OpenApiExample(f"{name} request", example_of(takes), request_only=True)] if _described(takes) else [],
    )


def _described(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, serializers.BaseSerializer)


def _success(gives: Any, status: int, form: str, media: str) -> OpenApiResponse:
    if isinstance(gives, OpenApiResponse):
        return gives
    if media != "application/json" or not _described(gives):
        return OpenApiResponse(gives)
    one = example_of(gives)
    value = (
        {"results": [one]} if form == "list" else {"next": None, "previous": None, "results": [one]} if form == "page" else one
    )
    example = OpenApiExample("Example", value, response_only=True, status_codes=[str(status)])
    return OpenApiResponse(_wrapped(gives, form), examples=[example])


@cache
def _wrapped(gives: Any, form: str) -> Any:
    """A serializer of all of a list, or of a page."""
    if form == "object":
        return gives
    address = {"allow_null": True, "help_text": "Where more is; null at the end."}
    more = {"next": serializers.URLField(**address), "previous": serializers.URLField(**address)} if form == "page" else {}
    name = f"{gives.__name__}{'Page' if form == 'page' else 'List'}"
    return type(name, (serializers.Serializer,), {**more, "results": gives(many=True)})


def _problems(codes: Iterable[str]) -> dict[tuple[int, str], OpenApiResponse]:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys(codes):
        by_status[KINDS[code].status].append(code)
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            Problem,
            description="; ".join(f"`{code}`: {KINDS[code].title.lower()}" for code in found) + ".",
            examples=[_example(code, status) for code in found],
        )
        for status, found in sorted(by_status.items())
    }


def _example(code: str, status: int) -> OpenApiExample:
    kind = KINDS[code]
    errors = [{"field": "zone", "message": kind.detail, "mend": kind.mend}] if code == "bad_input" else []
    value = {
        "type": f"/api/v1/docs/#problem-{code}",
        "title": kind.title,
        "status": status,
        "detail": " ".join(filter(None, (kind.detail, kind.mend))),
        "code": code,
        "errors": errors,
    }
    return OpenApiExample(code, value, response_only=True, status_codes=[str(status)])


def place_of(endpoint: tuple[Any, ...]) -> bool:
    """Signing in and the account come first in the specification; otherwise it has the order of the addresses."""
    *_, view = endpoint
    return view.cls.__module__.startswith("tutor.api.views.")
