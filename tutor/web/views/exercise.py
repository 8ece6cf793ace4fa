"""The exercise page and its parts: draft, run and submit, hints, solution, verdict."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services
from tutor.web.forms import HintForm, SourceForm, SubmitForm

# Milliseconds between looks at a verdict that is not there yet: quick at first, patient later.
LOOKS_MS = (150, 150, 250, 250, 400, 400, 700, 1000)


@login_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    exercise = selectors.exercise_for(request.user, slug, now=timezone.now())
    return render(request, "tutor/exercise/page.html", workbench(request, exercise))


def workbench(request: HttpRequest, exercise: selectors.ExerciseView) -> dict[str, object]:
    """What `_workbench.html` shows; the lesson player uses it for its code steps."""
    return {
        "exercise": exercise,
        "submission": exercise.latest,
        "client_id": uuid.uuid4(),
        "look": 0,
        "wait_ms": LOOKS_MS[0],
        "now": timezone.now(),
    }


@login_required
@require_POST
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    given = SourceForm.read(request.POST)
    services.save_draft(learner=request.user, exercise_slug=slug, source=given["source"], now=timezone.now())
    return HttpResponse(status=204)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    given = SubmitForm.read(request.POST)
    submission = services.submit_code(
        learner=request.user,
        exercise_slug=slug,
        mode=given["mode"],
        source=given["source"],
        client_id=given["client_id"],
        now=timezone.now(),
    )
    if not request.htmx:
        return redirect(f"{reverse('exercise', args=[slug])}#verdict")
    return _fragment(request, submission.public_id, look=0)


@login_required
@require_safe
def submission(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    look = request.GET.get("look", "0")
    return _fragment(request, public_id, look=int(look) if look.isdecimal() and len(look) < 5 else 0)


def _fragment(request: HttpRequest, public_id: uuid.UUID, *, look: int) -> HttpResponse:
    now = timezone.now()
    shown = selectors.submission_for(request.user, public_id, now=now)
    context: dict[str, object] = {
        "submission": shown,
        "look": look,
        "wait_ms": LOOKS_MS[min(look, len(LOOKS_MS) - 1)],
        "now": now,
    }
    if shown.settled:
        context["exercise"] = exercise = selectors.exercise_for(request.user, shown.exercise_slug, now=now)
        context["next_url"] = exercise.next_url
    return render(request, "tutor/exercise/_submission.html", context)


@login_required
@require_safe
def source(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    text = selectors.submission_source(request.user, public_id)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@login_required
@require_POST
def hint(request: HttpRequest, slug: str) -> HttpResponse:
    given = HintForm.read(request.POST)
    services.take_hint(learner=request.user, exercise_slug=slug, number=given["number"], now=timezone.now())
    return _part(request, slug, "_hints.html", fresh=True)


@login_required
@require_POST
def solution(request: HttpRequest, slug: str) -> HttpResponse:
    services.show_solution(learner=request.user, exercise_slug=slug, now=timezone.now())
    return _part(request, slug, "_solution.html")


def _part(request: HttpRequest, slug: str, template: str, **more: object) -> HttpResponse:
    if not request.htmx:
        return redirect("exercise", slug)
    exercise = selectors.exercise_for(request.user, slug, now=timezone.now())
    return render(request, f"tutor/exercise/{template}", {"exercise": exercise, **more})
