"""Questions: asking, answering, and what is said afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services
from tutor.models.analysis import ItemReport, Reason
from tutor.web.forms import AnswerForm, ReportForm, UndoForm, response_of
from tutor.web.forms_planning import WarmForm
from tutor.web.pictures import picture
from tutor.web.player import TAKEN_BACK, segments_of_day
from tutor.web.reasons import decided, reasons, written

# What the form for reporting a question lets choose, and how much it takes.
REPORTING = {"report_reasons": Reason.choices, "most_note": ItemReport.MOST_NOTE}



def question_context(
    request: HttpRequest, item: str, *, now: datetime, lesson: str = "", step: str = ""
) -> dict[str, Any]:
    asked = services.question_for(learner=request.user, item_slug=item, now=now)
    context: dict[str, Any] = {"asked": asked, "question": asked.question, "lesson": lesson, "step": step}
    context["event"] = uuid.uuid4()
    if asked.question.kind == "point":
        context["picture"] = picture(asked.question.public["picture"])
    return context


@login_required
@require_safe
def review(request: HttpRequest, item: str) -> HttpResponse:
    """A question by itself, or before the `lesson` that it warms up."""
    now = timezone.now()
    services.open_day(learner=request.user, now=now)
    today = selectors.today_for(request.user, now=now)
    context = {
        "today": today,
        "segments": segments_of_day(today, item),
        "leave_url": reverse("today"),
        "check": selectors.open_check(request.user, item, now),
        **question_context(request, item, now=now, lesson=WarmForm.read(request.GET)["lesson"]),
    }
    return render(request, "tutor/review.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, item: str) -> HttpResponse:
    given = AnswerForm.read(request.POST)
    outcome = services.answer_item(
        learner=request.user,
        item_slug=item,
        revision=given["revision"],
        number=given["asking"],
        response=response_of(request.POST.get("kind", ""), request.POST),
        seconds=given["seconds"] or 0,
        hints_used=given["hints_used"] or 0,
        lesson_slug=given["lesson"] or None,
        step_key=given["step"] or None,
        event_id=given["event"],
        now=timezone.now(),
    )
    context = {
        "outcome": outcome,
        "question": outcome.asked.question,
        "reasons": reasons(outcome),
        "written": written(outcome),
        "retry": item if not given["lesson"] else "",
        **REPORTING,
    }
    if outcome.asked.question.kind == "point":
        context["picture"] = picture(outcome.asked.question.public["picture"])
        context["right"] = {note.target for note in outcome.explanation.notes if note.right}
    if outcome.asked.question.kind == "design":
        context["decided"] = decided(outcome)
    template = "tutor/items/_feedback.html" if request.htmx else "tutor/items/feedback.html"
    return render(request, template, context)


@login_required
@require_POST
def report(request: HttpRequest, item: str) -> HttpResponse:
    given = ReportForm.read(request.POST)
    new = services.report_item(
        learner=request.user,
        item_slug=item,
        revision_id=given["revision"],
        reason=given["reason"],
        note=given["note"],
        now=timezone.now(),
    )
    template = "tutor/items/_reported.html" if request.htmx else "tutor/items/reported.html"
    return render(request, template, {"new": new})


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes the last answer back, and asks the question again where it was asked: in the place of what was said of the answer, or
    on its page where no script asks.
    """
    given, now = UndoForm.read(request.POST), timezone.now()
    undone = services.undo_last(learner=request.user, answer=given["answer"], now=now)
    at_step = bool(undone.step_key)
    view = selectors.step_for(request.user, undone.lesson_slug, undone.step_key, now=now) if at_step else None
    if request.htmx:
        asked = question_context(request, undone.item_slug, now=now, lesson=undone.lesson_slug, step=undone.step_key)
        return render(request, "tutor/items/_reopened.html", {"view": view, "said": TAKEN_BACK, **asked})
    messages.success(request, TAKEN_BACK)
    if view is None:
        return redirect("review", undone.item_slug)
    return redirect("step", view.path_slug, undone.lesson_slug, undone.step_key)
