"""Achievements, the league, and the weekly goal."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services
from tutor.web.forms import LeagueNameForm, WeekForm


@login_required
@require_safe
def achievements(request: HttpRequest) -> HttpResponse:
    shown = selectors.achievements_of(request.user, now=timezone.now())
    return render(request, "tutor/achievements.html", {"achievements": shown, "place": "profile"})


@login_required
@require_safe
def league(request: HttpRequest) -> HttpResponse:
    shown = selectors.league_for(request.user, now=timezone.now())
    names = services.names_for(request.user) if shown.joined else ()
    return render(request, "tutor/league.html", {"league": shown, "names": names, "place": "profile"})


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    services.join_league(learner=request.user, now=timezone.now())
    return redirect("league")


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    services.leave_league(learner=request.user, now=timezone.now())
    messages.success(request, "You have left the league. Nothing that you learned has changed.")
    return redirect("league")


@login_required
@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    services.rename_in_league(learner=request.user, name=LeagueNameForm.read(request.POST)["name"])
    return redirect("league")


@login_required
@require_POST
def week(request: HttpRequest) -> HttpResponse:
    """Sets the weekly goal."""
    services.set_weekly_goal(learner=request.user, days=WeekForm.read(request.POST)["weekly_days"], now=timezone.now())
    messages.success(request, "Saved.")
    return redirect("settings")
