"""The map of a path and the lesson player, one step a screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.models import Asset
from tutor import selectors, services
from tutor.limits import allow_guest
from tutor.web.constellation import constellation
from tutor.web.forms import PairsForm, RemindForm
from tutor.web.forms_planning import ReadForm
from tutor.web.player import segments_of_lesson
from tutor.web.views.exercise import workbench
from tutor.web.views.items import question_context
from tutor.web.widgets import element, files

PAIR_KINDS = (("", "All"), ("wrong", "Merged strangers"), ("missed", "Missed duplicates"))


@require_safe
def path_map(request: HttpRequest, path: str) -> HttpResponse:
    """The path as the learner stands, and for whoever wants to see it before beginning."""
    learner = request.user if request.user.is_authenticated else None
    now = timezone.now()
    shown = selectors.path_map(learner, path, now=now)
    context = {"path": shown, "skies": [constellation(shown, tall=False), constellation(shown, tall=True)], "place": "path"}
    if learner:
        context |= {"targets": selectors.targets_of(learner, now, path), "tomorrow": learner.clock.day(now) + timedelta(days=1)}
    return render(request, "tutor/path.html", context)


@require_POST
def remind(request: HttpRequest, path: str) -> HttpResponse:
    """Notes that somebody wants to be told when a planned path is published, or does not. A visitor becomes a guest by it."""
    sent, now = RemindForm.read(request.POST), timezone.now()
    if not request.user.is_authenticated:
        allow_guest(request)
        guest = services.begin_as_guest(zone=sent["zone"], now=now)
        login(request, guest, backend="django.contrib.auth.backends.ModelBackend")
    services.remind_of_path(learner=request.user, path_slug=path, wanted=bool(sent["wanted"]), now=now)
    return redirect(f"{reverse('path', args=[sent['on']])}#related" if sent["on"] else "today")


@require_safe
def lesson(request: HttpRequest, path: str, lesson: str) -> HttpResponse:
    """Begins the lesson, or goes to where the learner stopped, on whichever device that was. Visitors see what it is about.

    What it builds on and has faded is offered first; `warm` goes through that, question after question, and then begins.
    """
    if not request.user.is_authenticated:
        return redirect(f"{reverse('path', args=[path])}#lesson-{lesson}")
    now = timezone.now()
    gate = services.gate_for(learner=request.user, lesson_slug=lesson, now=now)
    if gate and "warm" in request.GET:
        return redirect(f"{reverse('review', args=[gate.questions[0].item])}?lesson={gate.lesson_slug}")
    if gate:
        return render(request, "tutor/gate.html", {"gate": gate, "place": "path"})
    services.start_lesson(learner=request.user, lesson_slug=lesson, now=now)
    view = selectors.step_for(request.user, lesson, None, now=now)
    return redirect("step", view.path_slug, view.lesson_slug, view.step["key"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, path: str, lesson: str, step: str) -> HttpResponse:
    """Shows a step; POST says that it was read, and goes on."""
    now = timezone.now()
    if request.method == "POST":
        seconds = ReadForm.read(request.POST)["seconds"] or 0
        services.finish_step(learner=request.user, lesson_slug=lesson, step_key=step, now=now, seconds=seconds)
        return redirect(selectors.step_for(request.user, lesson, step, now=now).next_url)
    if services.gate_for(learner=request.user, lesson_slug=lesson, now=now):
        return redirect("lesson", path, lesson)
    services.start_lesson(learner=request.user, lesson_slug=lesson, now=now)
    view = selectors.step_for(request.user, lesson, step, now=now)
    if path != view.path_slug:
        return redirect("step", view.path_slug, lesson, step)
    if not view.open:
        return redirect("lesson", view.path_slug, lesson)
    context = {"view": view, "segments": segments_of_lesson(view), "leave_url": reverse("today"), **_parts(request, view)}
    return render(request, "tutor/step.html", context)


def _parts(request: HttpRequest, view: selectors.StepView) -> dict[str, Any]:
    """What the step's kind needs beside its text."""
    now = timezone.now()
    if view.step["kind"] == "check":
        return question_context(request, view.step["item"], now=now, lesson=view.lesson_slug, step=view.step["key"])
    if view.step["kind"] == "code":
        exercise = selectors.exercise_for(request.user, view.step["exercise"], now=now)
        return workbench(request, exercise) | {"next_url": view.next_url}
    if view.step["kind"] == "report":
        return _findings(request, view)
    if view.step["widget"]:
        return {"element": element(view.step["widget"]), **files(view.step["widget"])}
    return {}


def _findings(request: HttpRequest, view: selectors.StepView) -> dict[str, Any]:
    form = PairsForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    which, slug = view.step["findings"], view.step["exercise"]
    found = selectors.findings_for(request.user, slug, which, kind=given.get("kind") or "", page=given.get("page") or 1)
    in_all = sum(check.mistakes_in_all for check in found.checks)
    return {
        "found": found,
        "which": which,
        "exercise_slug": slug,
        "kinds": PAIR_KINDS,
        "cut": in_all if in_all > sum(len(check.mistakes) for check in found.checks) else 0,
    }


@login_required
@require_safe
def own_map(request: HttpRequest) -> HttpResponse:
    """The map of the path that the learner is on."""
    slug = selectors.current_path(request.user)
    return redirect("path", slug) if slug else redirect("today")


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def asset(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    found = get_object_or_404(Asset, digest=digest)
    if found.name != name:
        raise Http404
    response = HttpResponse(bytes(found.body), content_type=found.media_type)
    # A picture opened by itself is a document of this site: it must not run anything.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
