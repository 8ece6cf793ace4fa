"""The day: its plan, going on with it, more of it, and what came of it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services
from tutor.web.skies import day_sky


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    services.open_day(learner=request.user, now=now)
    shown = selectors.today_for(request.user, now=now)
    context = {
        "today": shown,
        "sky": day_sky(shown.picks),
        "news": selectors.awaited_paths(request.user),
        "report_answers": services.take_answers(learner=request.user, now=now),
        "place": "today",
    }
    return render(request, "tutor/today.html", context)


@login_required
@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """To whatever is next today: a question, a step, or the summary when all is done."""
    now = timezone.now()
    services.open_day(learner=request.user, now=now)
    return redirect(selectors.today_for(request.user, now=now).next_url)


@login_required
@require_POST
def more(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    services.extend_day(learner=request.user, now=now)
    view = selectors.today_for(request.user, now=now)
    return redirect("today") if view.finished else redirect(view.next_url)


@login_required
@require_safe
def summary(request: HttpRequest, day: str) -> HttpResponse:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    now = timezone.now()
    shown = selectors.day_summary(request.user, wanted, now=now)
    return render(request, "tutor/summary.html", {"summary": shown, "today": request.user.clock.day(now), "place": "today"})
