"""The admin's pages for authors: what answers say of questions, submissions of exercises, and learners in their reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exercises.marking import KINDS
from lessons.models import Lesson
from tutor import services
from tutor.models.analysis import ItemReport, Status
from tutor.rules.analysis import LEAST_ANSWERS, LEAST_PAIRS
from tutor.rules.flags import SAYS
from tutor.selectors import analysis, code_analysis
from tutor.web.analysis_files import exercises_csv, items_csv
from tutor.web.histogram import histogram
from tutor.web.pictures import picture

View = Callable[..., HttpResponse]
ITEM_COLUMNS = (
    ("question", "Question"),
    ("answers", "First answers"),
    ("pass", "Pass rate"),
    ("discrimination", "Discrimination"),
    ("time", "Median time"),
    ("hints", "Hints"),
    ("residual", "Against the model"),
    ("flags", "Flags"),
)
CODE_COLUMNS = (
    ("exercise", "Exercise"),
    ("answers", "Learners"),
    ("pass", "Passed at first"),
    ("tries", "Tries"),
    ("minutes", "Minutes"),
    ("hints", "Hints"),
)


def _author(view: View) -> View:
    return never_cache(require_safe(permission_required("tutor.view_itemstat", raise_exception=True)(view)))


@_author
def items(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    up = request.GET.get("up") == "1"
    rows = analysis.item_rows(**chosen, up=up)
    return _page(
        request,
        "items",
        "Questions",
        rows=rows,
        columns=_columns(request, ITEM_COLUMNS, chosen["sort"], up=up),
        flags=SAYS.items(),
        kinds=sorted(KINDS),
        chosen=chosen,
        query=request.GET.urlencode(),
    )


@_author
def items_file(request: HttpRequest) -> HttpResponse:
    return _file(items_csv(analysis.item_rows(**_chosen(request), up=request.GET.get("up") == "1")), "questions")


@_author
def item(request: HttpRequest, revision: int) -> HttpResponse:
    page = analysis.item_page(revision)
    shown = page.question.public.get("picture")
    return _page(
        request,
        "item",
        page.row.slug,
        page=page,
        row=page.row,
        question=page.question,
        picture=picture(shown) if shown else None,
        times=histogram(page.seconds, unit="s", declared=page.row.declared_seconds, middle=page.row.time),
        groups=_groups(page.options),
        **_answering(request),
    )


@_author
def exercises(request: HttpRequest) -> HttpResponse:
    lesson, outdated = request.GET.get("lesson", ""), request.GET.get("outdated") == "1"
    sort, up = request.GET.get("sort", "exercise"), request.GET.get("up", "1") == "1"
    rows = code_analysis.exercise_rows(lesson=lesson, outdated=outdated, sort=sort, up=up)
    chosen = {"lesson": lesson, "outdated": outdated, "sort": sort}
    columns = _columns(request, CODE_COLUMNS, sort, up=up)
    return _page(request, "exercises", "Exercises", rows=rows, columns=columns, chosen=chosen, query=request.GET.urlencode())


@_author
def exercises_file(request: HttpRequest) -> HttpResponse:
    rows = code_analysis.exercise_rows(lesson=request.GET.get("lesson", ""), outdated=request.GET.get("outdated") == "1")
    return _file(exercises_csv(rows), "exercises")


@_author
def exercise(request: HttpRequest, revision: int) -> HttpResponse:
    row, versions = code_analysis.exercise_page(revision)
    return _page(
        request,
        "exercise",
        row.title,
        row=row,
        versions=versions,
        times=histogram(row.minutes_of, unit="min", declared=row.declared_seconds / 60, middle=row.minutes),
        tries=histogram(row.tries_of, unit="tries", middle=row.tries),
    )


@_author
def reports(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("status", Status.OPEN)
    return _page(request, "reports", "Reports", reports=analysis.report_rows(status=status), status=status, **_answering(request))


@require_POST
@permission_required("tutor.change_itemreport", raise_exception=True)
def answer(request: HttpRequest, report: int) -> HttpResponse:
    services.answer_report(
        report_id=report,
        status=request.POST.get("status", ""),
        answer=request.POST.get("answer", ""),
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, "The report is answered; who sent it is told on Today.")
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "admin-analysis-reports")


def _chosen(request: HttpRequest) -> dict[str, Any]:
    given = {name: request.GET.get(name, "") for name in ("lesson", "kind", "flag")}
    return {**given, "outdated": request.GET.get("outdated") == "1", "sort": request.GET.get("sort", "flags")}


def _columns(request: HttpRequest, columns: tuple[tuple[str, str], ...], sort: str, *, up: bool) -> list[dict[str, str]]:
    """The head of each column with the address that sorts by it, or turns its order."""
    found = []
    for name, title in columns:
        query = request.GET.copy()
        query["sort"], query["up"] = name, "0" if name == sort and up else "1" if name == sort else "0"
        order = ("ascending" if up else "descending") if name == sort else ""
        found.append({"title": title, "query": query.urlencode(), "order": order})
    return found


def _groups(options: tuple[analysis.OptionRow, ...]) -> list[tuple[str, list[analysis.OptionRow]]]:
    """Options by the blank, pair or decision that they belong to."""
    groups: dict[str, list[analysis.OptionRow]] = {}
    for option in options:
        groups.setdefault(option.offer.group, []).append(option)
    return list(groups.items())


def _answering(request: HttpRequest) -> dict[str, Any]:
    return {
        "may_answer": request.user.has_perm("tutor.change_itemreport"),
        "statuses": Status.choices,
        "most_note": ItemReport.MOST_NOTE,
        "back": request.get_full_path(),
    }


def _page(request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
    lessons = Lesson.objects.filter(retired_at=None).select_related("current").order_by("path__position", "position")
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,  # tables of figures need the width
        "title": title,
        "place": name,
        "lessons": [(one.slug, f"{one.number} {one.current.title if one.current else one.slug}") for one in lessons],
        "least_answers": LEAST_ANSWERS,
        "least_pairs": LEAST_PAIRS,
        **more,
    }
    return render(request, f"admin/analysis/{name}.html", context)


def _file(text: str, name: str) -> HttpResponse:
    # The mark tells spreadsheets that it is UTF-8.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="loci-{name}-{timezone.now():%Y-%m-%d}.csv"'
    return response
