"""Refusals as RFC 9457 problem details: the one place where they get a status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from redis.exceptions import RedisError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from tutor.errors import LearningError, TooOften

MEDIA_TYPE = "application/problem+json"
WAIT_SECONDS = 5
NOWHERE = "There is nothing at this address."


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code means, wherever it comes: its status, a title that never changes, and an example of a detail and its mend."""

    status: int
    title: str
    detail: str
    mend: str = ""


KINDS: dict[str, Kind] = {
    "bad_input": Kind(400, "A value cannot be used", "This is no time zone.", "Choose one from the list, such as Europe/Berlin."),
    "malformed": Kind(400, "The body cannot be read", "The body is no JSON.", "Send one JSON object in UTF-8."),
    "bad_cursor": Kind(400, "The cursor is not one of ours", "This cursor leads nowhere.", "Begin again without one."),
    "refused": Kind(400, "It cannot be done", "It cannot be done now."),
    "not_authenticated": Kind(401, "Nobody is signed in", "Nobody is signed in.", "Sign in first."),
    "signed_out": Kind(401, "The sign-in has ended", "This sign-in has ended.", "Sign in again."),
    "wrong_credentials": Kind(401, "Name or password is wrong", "That name and password do not fit.", "Type them again."),
    "second_factor_needed": Kind(401, "A code is needed, too", "This account asks for a code.", "Send it as `code`."),
    "csrf_failed": Kind(403, "The session's token is missing", "The CSRF token is missing.", "Send it as X-CSRFToken."),
    "permission_denied": Kind(403, "Not allowed", "This account may not do that.", "Ask the site's owner."),
    "not_found": Kind(404, "There is no such thing", "There is no question “cosine”.", "Look it up in the catalogue."),
    "method_not_allowed": Kind(405, "Not done at this address", "PUT is not done here.", "Look at the Allow header."),
    "not_acceptable": Kind(406, "Not given in this form", "It is given as JSON only.", "Accept application/json."),
    "stale_question": Kind(409, "Another question is open", "This question was replaced by another.", "Fetch it again."),
    "step_locked": Kind(409, "The step comes later", "This step comes later.", "Finish the steps before it first."),
    "solution_locked": Kind(409, "Try first", "You have not tried yet.", "Run an attempt of your own; after it you may give up."),
    "unsound": Kind(409, "The catalogue has problems", "3 problems keep it from being published.", "Mend the files first."),
    "precondition_failed": Kind(412, "It has changed", "It has changed since you fetched it.", "Fetch it again."),
    "too_long": Kind(413, "It is too long", "Your code has 70000 bytes.", "At most 65536 are taken."),
    "unsupported_media_type": Kind(415, "Not taken in this form", "Only JSON is taken.", "Send Content-Type: application/json."),
    "too_many_in_flight": Kind(
        429, "Earlier ones wait", "Your earlier submissions are being checked.", "Wait for their verdict."
    ),
    "too_often": Kind(429, "More than anybody needs", "You handed in code 20 times in the last minute.", "Take your time."),
    "internal": Kind(500, "Something broke on our side", "Something broke on our side.", "Try it again in a moment."),
    "away": Kind(503, "The site is restarting", "The database cannot be reached.", "Try it again in a moment."),
}
# What a request meets while the database or the cache is restarted, or has no room left.
AWAY = (OperationalError, InterfaceError, RedisError)
MENDS = {
    "required": "Send it.",
    "null": "Send a value.",
    "blank": "Send some text.",
    "empty": "Send at least one.",
    "invalid_choice": "Choose one of those that the description names.",
    "min_length": "Lengthen it.",
    "max_length": "Shorten it.",
    "max_string_length": "Shorten it.",
    "min_value": "Send a larger number.",
    "max_value": "Send a smaller number.",
    "overflow": "Send one that is less extreme.",
    "not_a_list": "Send a JSON array.",
    "not_a_dict": "Send a JSON object.",
    "null_characters_not_allowed": "Leave out the character that has no meaning in a text.",
    "surrogate_characters_not_allowed": "Send whole characters, in UTF-8.",
    "unzoned": "Send it with its offset, as in 2026-03-02T09:00:00Z.",
}
# DRF has one code for all values that are of another kind than their field, and a message for each.
MENDS_OF_KINDS = {
    "Must be a valid boolean": "Send true or false.",
    "A valid integer": "Send a whole number.",
    "A valid number": "Send a number.",
    "Not a valid string": "Send a text.",
    "Must be a valid UUID": "Make a UUID, of version 7 or 4.",
    "Date has wrong format": "Send it as in 2026-03-02.",
    "Datetime has wrong format": "Send it with its offset, as in 2026-03-02T09:00:00Z.",
    'Enter a valid "slug"': "Send the name that stands in the addresses of the site.",
    "Enter a valid email": "Send it as in ada@learn.example.",
    "Invalid data. Expected a dictionary": "Send a JSON object.",
    "Value must be valid JSON": "Send numbers that are finite.",
}
SOMEHOW = "Look at the description of this field."


# Fields that services call otherwise than clients do.
FIELDS = {"event_id": "id", "revision_id": "revision", "lesson_slug": "lesson", "step_key": "step", "client_id": "id"}


def respond(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what a view raised; None for faults of ours, which the log has to see with their traceback."""
    told = _told(error)
    if told is None:
        return None
    set_rollback()
    code, detail, errors, headers = told
    body = details(code, detail, errors)
    response = Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)
    response.exception = True
    return response


def details(code: str, detail: str = "", errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The members of a problem."""
    kind = KINDS[code]
    return {
        "type": f"{reverse('api-docs')}#problem-{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail or " ".join(filter(None, (kind.detail, kind.mend))),
        "code": code,
        "errors": errors or [],
    }


def json_problem(code: str, detail: str = "") -> JsonResponse:
    """A problem where no view of the API is left to tell it."""
    body = details(code, detail)
    response = JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE)
    if code == "away":
        response["Retry-After"] = str(WAIT_SECONDS)
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _told(error: Exception) -> tuple[str, str, list[dict[str, str]], dict[str, str]] | None:
    if isinstance(error, LearningError):
        code = error.code if error.code in KINDS else "refused"
        wait = getattr(error, "wait_seconds", WAIT_SECONDS) if isinstance(error, TooOften) or KINDS[code].status == 429 else 0
        errors: list[dict[str, str]] = getattr(error, "errors", [])
        if error.field:
            errors = [{"field": FIELDS.get(error.field, error.field), "message": error.problem, "mend": error.mend}]
        headers = {"Retry-After": str(wait)} if wait else {"WWW-Authenticate": "Bearer"} if KINDS[code].status == 401 else {}
        return code, error.message, errors, headers
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.detail, error.get_codes()))
        return "bad_input", "; ".join(one["message"] for one in errors[:3]), errors, {}
    if isinstance(error, RequestDataTooBig):
        return "too_long", "The body is too long.", [], {}
    if isinstance(error, AWAY):
        return "away", "", [], {"Retry-After": str(WAIT_SECONDS)}
    if isinstance(error, Http404):
        return "not_found", NOWHERE, [], {}
    if isinstance(error, PermissionDenied):
        return "permission_denied", "", [], {}
    return _of_framework(error) if isinstance(error, exceptions.APIException) else None


def _of_framework(error: exceptions.APIException) -> tuple[str, str, list[dict[str, str]], dict[str, str]]:
    headers = {"WWW-Authenticate": error.auth_header} if getattr(error, "auth_header", None) else {}
    if isinstance(error, exceptions.Throttled):
        wait = int(error.wait or WAIT_SECONDS)
        return "too_often", f"That was more than is taken. Try again in {wait} s.", [], {"Retry-After": str(max(1, wait))}
    codes = {exceptions.ParseError: "malformed", exceptions.AuthenticationFailed: "not_authenticated"}
    code = codes.get(type(error), str(error.default_code))
    return code if code in KINDS else _by_status(error.status_code), str(error.detail), [], headers


def _by_status(status: int) -> str:
    return next((code for code, kind in KINDS.items() if kind.status == status), "refused")


def _flat(detail: Any, codes: Any, at: str = "") -> Any:
    """Each message with the path of its field: `answers.0.response`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = at if name == "non_field_errors" else f"{at}.{name}" if at else str(name)
            yield from _flat(inner, codes[name], own)
    elif isinstance(detail, list):
        for place, (inner, code) in enumerate(zip(detail, codes, strict=True)):
            yield from _flat(inner, code, f"{at}.{place}" if isinstance(inner, dict) else at)
    else:
        yield {"field": at, "message": str(detail), "mend": _mend_of(str(detail), str(codes))}


def _mend_of(message: str, code: str) -> str:
    of_kinds = (mend for begins, mend in MENDS_OF_KINDS.items() if message.startswith(begins))
    return MENDS.get(code) or next(of_kinds, SOMEHOW)
