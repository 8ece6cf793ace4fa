"""The one place where a refusal of the services becomes HTTP, and the pages for requests that fail."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tutor.errors import (
    LearningError,
    NotFound,
    SolutionLocked,
    StaleQuestion,
    StepLocked,
    TooLong,
    TooManyInFlight,
)

STATUS: dict[type[LearningError], int] = {
    NotFound: 404,
    TooLong: 413,
    StaleQuestion: 409,
    StepLocked: 409,
    SolutionLocked: 409,
    TooManyInFlight: 429,
}


class LearningErrorMiddleware:
    """Answers a refused request with a page, or for a part of a page with a line that htmx shows on top."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, LearningError):
            return None
        status = STATUS.get(type(problem), 400)
        template = "tutor/errors/_problem.html" if request.headers.get("HX-Request") else "tutor/errors/problem.html"
        response = render(request, template, {"problem": problem, "status": status}, status=status)
        if status == 429:
            response["Retry-After"] = "5"
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "tutor/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "tutor/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "tutor/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "tutor/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context: whatever failed may fail again."""
    return render(None, "tutor/errors/500.html", status=500)
