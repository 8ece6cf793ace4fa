"""Refusals as answers: the status, and a page or, where htmx asked, a few words for the page that is there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from tutor.errors import LearningError

STATUSES = {
    "not_found": 404,
    "bad_input": 422,
    "too_long": 413,
    "stale_question": 409,
    "step_locked": 409,
    "solution_locked": 409,
    "too_many_in_flight": 429,
}
HEADINGS = {404: "There is nothing here", 409: "Not now", 413: "Too long", 422: "That does not fit", 429: "One moment"}


def status_of(error: LearningError) -> int:
    return STATUSES.get(error.code, 400)


def refusal(request: HttpRequest, status: int, heading: str, message: str, field: str = "") -> HttpResponse:
    """An error as a page of its own, or as a fragment for the page's problem line."""
    context = {"status": status, "heading": heading, "message": message, "field": field}
    if getattr(request, "htmx", False):
        return reswap(retarget(render(request, "tutor/_problem.html", context, status=status), "#problem"), "innerHTML")
    return render(request, "tutor/problem.html", context, status=status)


class Refusals:
    """Middleware: refusals of the services become answers, and redirects of htmx requests lead the whole page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "htmx", False) and response.status_code == 302:
            return HttpResponseClientRedirect(response["Location"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, LearningError):
            return None
        status = status_of(error)
        return refusal(request, status, HEADINGS.get(status, "That did not work"), error.message, error.field)
