"""For load balancers and supervisors: whether the site works, and whether it grades."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tutor.selectors.submissions import grading_is_paused


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True, "grading": "paused" if grading_is_paused() else "running"})
