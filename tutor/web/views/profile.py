"""The learner's own pages: what they know, and how their days are made."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tutor import selectors, services
from tutor.web.forms import SettingsForm

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
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_settings(learner=request.user, **form.cleaned_data, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("settings")
    return render(request, "tutor/settings.html", {"form": form, "place": "settings"}, status=400 if form.errors else 200)
