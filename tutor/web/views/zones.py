"""Correcting the time zone of past days: chosen, looked at, saved, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tutor import selectors, services
from tutor.errors import BadInput
from tutor.web.forms_planning import CorrectionForm, ZoneForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """A POST shows what would change; with `save` it is changed."""
    now, sent = timezone.now(), request.method == "POST"
    form = ZoneForm(request.POST if sent else None, learner=request.user, now=now)
    change = None
    if sent and form.is_valid():
        given = {"learner": request.user, "zone": form.cleaned_data["zone"], "since": form.cleaned_data["since"], "now": now}
        try:
            if "save" in request.POST:
                services.correct_zone(**given)
                messages.success(request, "Saved. Your days are as they were there.")
                return redirect("zones")
            change = services.preview_zone(**given)
        except BadInput as problem:
            form.add_error("first" if problem.field == "since" else problem.field, f"{problem.problem} {problem.mend}")
    newest = selectors.newest_correction(request.user, now)
    context = {"form": form, "change": change, "newest": newest, "place": "settings"}
    return render(request, "tutor/zones.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    given = CorrectionForm.read(request.POST)
    services.take_back_zone(learner=request.user, correction=given["correction"], now=timezone.now())
    messages.success(request, "Taken back. Your days are as they were before.")
    return redirect("zones")
