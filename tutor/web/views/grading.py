"""The admin's page of grading: the queue, the graders, recent verdicts, and sending again what is stuck."""

from __future__ import annotations

import uuid

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tutor import services
from tutor.selectors.operations import KINDS
from tutor.selectors.watching import VERDICTS, watch
from tutor.web.latency import drawing


@never_cache
@require_safe
@permission_required("exercises.view_submission", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    kind, verdict = request.GET.get("kind", ""), request.GET.get("verdict", "")
    seen = watch(timezone.now(), kind=kind, verdict=verdict)
    context = {
        "watch": seen,
        "drawing": drawing(seen.bins),
        "kind": kind,
        "verdict": verdict,
        "still": request.GET.get("still") == "1",
        "may_send": request.user.has_perm("exercises.change_submission"),
    }
    if request.htmx:
        return render(request, "admin/grading/_live.html", context)
    around = admin.site.each_context(request)
    return render(
        request, "admin/grading/page.html", {**around, "title": "Grading", "kinds": KINDS, "verdicts": VERDICTS, **context}
    )


@require_POST
@permission_required("exercises.change_submission", raise_exception=True)
def again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    if services.send_again(public_id=public_id, by=request.user, now=timezone.now()):
        messages.success(request, f"Submission {public_id} was sent to be graded again.")
    else:
        messages.info(request, f"Submission {public_id} is neither stuck nor ended by a fault of ours: nothing was done.")
    return redirect("admin-grading")
