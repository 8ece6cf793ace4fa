"""The learner's own pages: what they know, and how their days are made."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tutor import selectors, services
from tutor.errors import TooOften
from tutor.web.forms import DeleteForm, SettingsForm
from tutor.web.views.reminders import reminders_context

FIELDS = ("daily_minutes", "zone", "day_turns_at", "theme")


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "profile": selectors.profile_for(request.user, now=now),
        "today": request.user.clock.day(now),
        "place": "profile",
    }
    return render(request, "tutor/profile.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    initial = {name: getattr(request.user, name) for name in FIELDS}
    sent = request.method == "POST"
    form = SettingsForm(request.POST if sent else None, initial=initial)
    if sent and form.is_valid():
        services.change_settings(learner=request.user, **form.cleaned_data, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("settings")
    now = timezone.now()
    context = {"form": form, "weekly_days": selectors.weekly_days_of(request.user, now), "place": "settings"}
    context |= reminders_context(request.user, now)
    return render(request, "tutor/settings.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Says what would be lost, and loses it for whoever knows the password."""
    sent = request.method == "POST"
    if sent and not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise TooOften("That was wrong too often.", "Wait a minute.", wait_seconds=60)
    form = DeleteForm(request.POST if sent else None, learner=request.user)
    if sent and form.is_valid():
        services.delete_learner(learner=request.user)
        logout(request)
        messages.success(request, "Everything that was kept of you is deleted.")
        return redirect("home")
    return render(request, "tutor/delete.html", {"form": form, "place": "settings"}, status=400 if form.errors else 200)
