"""The way in: what Loci is, and one button into the first lesson."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lessons.models import Path
from tutor import selectors, services
from tutor.limits import allow_guest
from tutor.web.forms import StartForm
from tutor.web.skies import faint_stars, words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("today")
    path = Path.objects.filter(retired_at=None).first()
    return render(request, "tutor/home.html", {"path": path, "words": words(), "faint": faint_stars(520, 420, 70)})


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Makes a guest and goes straight into the first lesson. Whoever is signed in just goes on."""
    if request.user.is_authenticated:
        return redirect("today-go")
    allow_guest(request)
    now = timezone.now()
    guest = services.begin_as_guest(zone=StartForm.read(request.POST)["zone"], now=now)
    login(request, guest, backend="django.contrib.auth.backends.ModelBackend")
    services.open_day(learner=guest, now=now)
    return redirect(selectors.today_for(guest, now=now).next_url)
