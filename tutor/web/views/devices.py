"""The page of the devices that are signed in."""

from __future__ import annotations

import uuid
from datetime import UTC

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services


@login_required
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {"devices": selectors.devices_for(request.user, now), "today": now.astimezone(UTC).date(), "place": "settings"}
    return render(request, "tutor/devices.html", context)


@login_required
@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    services.end_device(learner=request.user, public_id=public_id)
    messages.success(request, "Signed out.")
    return redirect("signed-in")


@login_required
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    services.end_devices(learner=request.user)
    messages.success(request, "All devices are signed out.")
    return redirect("signed-in")
