"""The one place where a refusal of the services becomes HTTP, and the pages for requests that fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from tutor.api.problems import AWAY, NOWHERE, WAIT_SECONDS, is_api, json_problem
from tutor.errors import (
    LearningError,
    NotFound,
    SignedOut,
    SolutionLocked,
    StaleQuestion,
    StepLocked,
    TooLong,
    TooManyInFlight,
    TooOften,
)

STATUS: dict[type[LearningError], int] = {
    NotFound: 404,
    SignedOut: 401,
    TooLong: 413,
    StaleQuestion: 409,
    StepLocked: 409,
    SolutionLocked: 409,
    TooManyInFlight: 429,
    TooOften: 429,
}


class LearningErrorMiddleware:
    """Answers a refused request with a page, or for a part of a page with a line that htmx shows on top. Where a part is
    answered by a redirect, the whole page goes there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 302:
            return response
        part = bool(request.headers.get("HX-Request"))
        if (part or request.method == "POST") and response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?"):
            response["Location"] = _sign_in_and_back(request)
        # A browser follows redirects unseen, and the page they lead to would land in the middle of this one.
        return HttpResponseClientRedirect(response["Location"]) if part else response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, LearningError):
            return None
        status = STATUS.get(type(problem), 400)
        template = "tutor/errors/_problem.html" if request.headers.get("HX-Request") else "tutor/errors/problem.html"
        response = render(request, template, {"problem": problem, "status": status}, status=status)
        if status == 429:
            response["Retry-After"] = str(getattr(problem, "wait_seconds", 5))
        return response


def _sign_in_and_back(request: HttpRequest) -> str:
    """To the sign-in page, and from there to the page that the request was sent from: its own address shows no page."""
    sent_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}):
        return resolve_url(settings.LOGIN_URL)
    page = urlsplit(sent_from)
    return redirect_to_login(page.path + (f"?{page.query}" if page.query else "")).url


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "tutor/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "tutor/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return json_problem("not_found", NOWHERE)
    return render(request, "tutor/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if request.headers.get("HX-Request"):
        problem = LearningError("This page is too old to be sent.", "Reload it and try again.")
        return render(request, "tutor/errors/_problem.html", {"problem": problem}, status=403)
    return render(request, "tutor/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context: whatever failed may fail again. Where the database or the cache did, it is worth a wait."""
    away = isinstance(sys.exc_info()[1], AWAY)
    if is_api(request):
        return json_problem("away" if away else "internal")
    if request.headers.get("HX-Request"):
        problem = LearningError("Something broke on our side.", "Nothing you did is lost. Try it again in a moment.")
        response = render(None, "tutor/errors/_problem.html", {"problem": problem}, status=503 if away else 500)
    else:
        response = render(None, "tutor/errors/500.html", {"away": away}, status=503 if away else 500)
    if away:
        response["Retry-After"] = str(WAIT_SECONDS)
    return response
