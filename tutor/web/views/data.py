"""The learner's own data: to take along in three forms, and to bring in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tutor import selectors
from tutor.selectors.decks import deck_for, decks_of
from tutor.web.anki import package
from tutor.web.tables import tables as packed


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
    return JsonResponse(told, headers=_saved_as(request, "loci", "json"), json_dumps_params={"indent": 1})


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


def _saved_as(request: HttpRequest, name: str, ending: str) -> dict[str, str]:
    day = request.user.clock.day(timezone.now()).isoformat()
    return {"Content-Disposition": f'attachment; filename="{name}-{day}.{ending}"'}
