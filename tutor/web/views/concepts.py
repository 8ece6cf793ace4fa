"""The page of a concept, and what a learner decides there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services
from tutor.web import forgetting

DONE = {
    "suspend": "Left out of your days until you take it up again.",
    "resume": "Taken up again: it comes when it is due.",
    "reset": "Begun anew: it is as if you had not met it. What you answered stays in your record.",
}


@login_required
@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    page = selectors.concept_page(request.user, slug, now)
    context = {
        "page": page,
        "picture": forgetting.picture(page.curve) if page.curve else None,
        "sky": forgetting.constellation(page),
        "today": request.user.clock.day(now),
        "place": "profile",
    }
    return render(request, "tutor/concept.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Suspends, resumes or resets."""
    act = request.POST.get("act", "")
    services.set_concept(learner=request.user, concept_slug=slug, act=act, now=timezone.now())
    messages.success(request, DONE[act])
    return redirect("concept", slug)


@login_required
@require_POST
def know(request: HttpRequest, slug: str) -> HttpResponse:
    """“I know this”: leads to the first question that is to show it."""
    check = services.begin_known_check(learner=request.user, concept_slug=slug, now=timezone.now())
    return redirect("review", check.items[check.done])
