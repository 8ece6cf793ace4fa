"""The learner's own data: to take along in three forms, and to bring in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from tutor import selectors, services
from tutor.errors import TooLong
from tutor.files.anki import package
from tutor.files.tables import tables as packed
from tutor.files.whole import LARGEST, Exact
from tutor.limits import allow_import
from tutor.rules.transfer import Unreadable, read
from tutor.selectors.decks import deck_for, decks_of

MOST_SHOWN = 50  # acts that were refused


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "tutor/data.html", {"decks": decks_of(request.user), "place": "settings"})


@login_required
@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the learner, as a file."""
    told = selectors.export_for(request.user, now=timezone.now())
    return JsonResponse(told, encoder=Exact, headers=_saved_as(request, "loci", "json"), json_dumps_params={"indent": 1})


@login_required
@require_safe
@never_cache
def tables(request: HttpRequest) -> HttpResponse:
    """The same as tables."""
    return FileResponse(packed(request.user), content_type="application/zip", headers=_saved_as(request, "loci-tables", "zip"))


@login_required
@require_safe
@never_cache
def deck(request: HttpRequest, path: str) -> HttpResponse:
    """What was met of a path, for Anki."""
    made = package(deck_for(request.user, path), timezone.now())
    return HttpResponse(made, content_type="application/apkg", headers=_saved_as(request, f"loci-{path}", "apkg"))


@csrf_exempt
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest) -> HttpResponse:
    """A form for a file. Its size is looked at first: checking the form's token, which comes after that, reads the file."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise TooLong(f"This file has more than {LARGEST >> 20} MB.", "Choose a JSON file that Loci has exported.", field="file")
    return _take_over(request)


@csrf_protect
def _take_over(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "tutor/import.html", {"place": "settings"})
    allow_import(request.user.pk)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Unreadable("There is no file.", "Choose a JSON file that Loci has exported.")
        history = read(file.read())
    except Unreadable as problem:
        return render(request, "tutor/import.html", {"problem": problem, "place": "settings"}, status=400)
    done = services.take_over(learner=request.user, history=history, now=timezone.now())
    context = {"done": done, "shown": done.refused[:MOST_SHOWN], "more": len(done.refused) - MOST_SHOWN, "place": "settings"}
    return render(request, "tutor/import.html", context)


def _saved_as(request: HttpRequest, name: str, ending: str) -> dict[str, str]:
    day = request.user.clock.day(timezone.now()).isoformat()
    return {"Content-Disposition": f'attachment; filename="{name}-{day}.{ending}"'}
