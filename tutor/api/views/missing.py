"""Addresses that there are not."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from tutor.api.problems import NOWHERE, json_problem


@csrf_exempt
def missing(request: HttpRequest, rest: str) -> JsonResponse:
    """A problem rather than a page. Addresses end with a slash: without it nothing is sent elsewhere, as a body would be lost."""
    return json_problem("not_found", NOWHERE if rest.endswith("/") else f"{NOWHERE} Those that there are end with a slash.")
