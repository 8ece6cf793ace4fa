"""Statistics: three pages of figures about the learner who looks at them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutor.selectors import current_path, statistics
from tutor.web import plots


@login_required
@require_safe
def habit(request: HttpRequest) -> HttpResponse:
    today = request.user.clock.day(timezone.now())
    days = statistics.days_of_year(request.user, today)
    figures = (
        plots.calendar(days, today),
        plots.minutes_kept(statistics.promised_days(request.user, today), today),
        plots.weeks(days),
        plots.leagues(statistics.league_weeks(request.user, today)),
    )
    return _page(request, "habit", figures)


@login_required
@require_safe
def memory(request: HttpRequest) -> HttpResponse:
    today = request.user.clock.day(timezone.now())
    calibration = statistics.calibration(request.user)
    figures = (
        plots.sky(statistics.memory_map(request.user, current_path(request.user), today), today),
        plots.forecast(statistics.upcoming_for(request.user, today), today),
        plots.retention(statistics.retention(request.user, today)),
        plots.calibration(calibration),
        plots.losses(calibration.losses),
    )
    return _page(request, "memory", figures)


@login_required
@require_safe
def understanding(request: HttpRequest) -> HttpResponse:
    today = request.user.clock.day(timezone.now())
    figures = (plots.strengths(statistics.concept_records(request.user, today)),)
    return _page(request, "understanding", figures, misconceptions=statistics.misconceptions(request.user, today))


def _page(request: HttpRequest, tab: str, figures: tuple[plots.Figure, ...], **more: object) -> HttpResponse:
    context = {"tab": tab, "figures": figures, "plotted": any(figure.rows for figure in figures), "place": "profile"}
    return render(request, "tutor/statistics.html", context | more)
