"""Around the plan: beginning a lesson without its warm-up, breaks, a day to be ready by, and the placement test."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tutor import selectors, services
from tutor.errors import BadInput
from tutor.web.forms import response_of
from tutor.web.forms_planning import AnywayForm, BreakForm, EndBreakForm, PlacementForm, TargetForm
from tutor.web.pictures import picture


@login_required
@require_POST
def anyway(request: HttpRequest) -> HttpResponse:
    """Begins a lesson without what would warm it up."""
    lesson, now = AnywayForm.read(request.POST)["lesson"], timezone.now()
    services.start_anyway(learner=request.user, lesson_slug=lesson, now=now)
    services.start_lesson(learner=request.user, lesson_slug=lesson, now=now)
    view = selectors.step_for(request.user, lesson, None, now=now)
    return redirect("step", view.path_slug, view.lesson_slug, view.step["key"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def breaks(request: HttpRequest) -> HttpResponse:
    """The learner's breaks, and a form for another one."""
    now = timezone.now()
    today = request.user.clock.day(now)
    sent = request.method == "POST"
    form = BreakForm(request.POST if sent else None, initial={"starts_on": today, "ends_on": today})
    if sent and form.is_valid():
        try:
            services.take_break(learner=request.user, **form.cleaned_data, now=now)
        except BadInput as problem:
            form.add_error(problem.field, f"{problem.problem} {problem.mend}")
        else:
            messages.success(request, "Saved. Your days wait for you.")
            return redirect("breaks")
    context = {"form": form, "breaks": selectors.breaks_for(request.user, now=now), "place": "settings"}
    return render(request, "tutor/breaks.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def end_break(request: HttpRequest) -> HttpResponse:
    given = EndBreakForm.read(request.POST)
    services.end_break(learner=request.user, starts_on=given["starts_on"], now=timezone.now())
    return redirect("today" if given["back"] == "today" else "breaks")


@login_required
@require_POST
def target(request: HttpRequest, path: str) -> HttpResponse:
    """Sets the day by which a path is to be done, or forgets it."""
    day: date | None = TargetForm.read(request.POST)["day"]
    services.set_target(learner=request.user, path_slug=path, day=day, now=timezone.now())
    return redirect(f"{reverse('path', args=[path])}#target")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def placement(request: HttpRequest, path: str) -> HttpResponse:
    """The placement test: what it is, its questions one after another, and what came of it."""
    now = timezone.now()
    if request.method == "POST":
        _placement_act(request, path)
        return redirect("placement", path)
    view = selectors.placement_for(request.user, path, now=now)
    context = {"view": view, "place": "path", "question": view.open.question if view.open else None}
    if view.open and view.open.question.kind == "point":
        context["picture"] = picture(view.open.question.public["picture"])
    return render(request, "tutor/placement.html", context)


def _placement_act(request: HttpRequest, path: str) -> None:
    given, now = PlacementForm.read(request.POST), timezone.now()
    if given["act"] == "begin":
        services.begin_placement(learner=request.user, path_slug=path, phase_slug=given["phase"], now=now)
    elif given["act"] == "leave":
        services.leave_placement(learner=request.user, path_slug=path, now=now)
    else:
        response = None if given["skip"] else response_of(request.POST.get("kind", ""), request.POST)
        number = given["asking"]
        if number is None:
            raise BadInput("There is no question to this answer.", "Reload the page.", field="asking")
        services.answer_placement(learner=request.user, path_slug=path, number=number, response=response, now=now)
