"""For load balancers and supervisors: whether the site works, whether it grades, and behind which walls."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tutor.selectors.submissions import grading_is_paused
from tutor.selectors.workers import grading_workers


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """`sandboxes`: how the boxes of the workers that told of themselves lately are made, such as `warm A`."""
    ways = sorted({f"{worker.boxes} {worker.tier}" for worker in grading_workers(timezone.now()) if worker.tier})
    return JsonResponse({"ok": True, "grading": "paused" if grading_is_paused() else "running", "sandboxes": ways})
