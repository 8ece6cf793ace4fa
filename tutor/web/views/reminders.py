"""Reminders: the section of the settings, the links of mails, and the service worker that shows notifications."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tutor import selectors, services
from tutor.limits import allow_trying
from tutor.messages import push
from tutor.models import User
from tutor.web.forms import DeviceForm, RemindersForm, RenewForm, SnoozeForm

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


def reminders_context(learner: User, now: datetime) -> dict[str, Any]:
    return {"reminders": selectors.reminders_for(learner, now), "hours": HOURS, "push_key": push.public_key()}


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    services.choose_reminders(learner=request.user, **RemindersForm.read(request.POST), now=timezone.now())
    return _section(request, "Saved.")


@login_required
@require_POST
def snooze(request: HttpRequest) -> HttpResponse:
    services.snooze_reminders(learner=request.user, **SnoozeForm.read(request.POST), now=timezone.now())
    return _section(request)


@login_required
@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    services.add_device(learner=request.user, **DeviceForm.read(request.POST), now=timezone.now())
    return _section(request, "This device shows your reminders from now on.")


# A service worker posts here while no page is open, and perhaps after its learner has signed out.
@csrf_exempt
@require_POST
def renew_device(request: HttpRequest) -> HttpResponse:
    services.renew_device(**RenewForm.read(request.POST))
    return HttpResponse(status=204)


@login_required
@require_POST
def try_device(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    allow_trying(request.user.pk)
    problem = services.try_device(learner=request.user, public_id=public_id, now=timezone.now())
    if problem is None:
        return _section(request, "It is on its way to the device.")
    return _section(request, f"That did not work. {problem.why}")


@login_required
@require_POST
def remove_device(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    services.remove_device(learner=request.user, public_id=public_id)
    return _section(request)


def _section(request: HttpRequest, said: str = "") -> HttpResponse:
    """The section as it is now; where no script asked for it, the page with it."""
    if not request.headers.get("HX-Request"):
        if said:
            messages.success(request, said)
        return redirect("settings")
    context = {"said": said, **reminders_context(request.user, timezone.now())}
    return render(request, "tutor/parts/reminders.html", context)


# Mail programs post here by themselves (RFC 8058), without cookies: who has the link needs nothing else.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it does nothing, as programs look at every link of a mail."""
    context = {"about": services.about_link(token)}
    if request.method == "POST":
        context["done"] = "stop" if request.POST.get("List-Unsubscribe") == "One-Click" else request.POST.get("wish", "")
        services.follow_link(token=token, wish=context["done"], now=timezone.now())
    return render(request, "tutor/mails.html", context)
