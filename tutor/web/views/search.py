"""Search over what is taught."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tutor.selectors.search import MOST_QUERY
from tutor.selectors.search import search as find


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_QUERY]
    found = find(query) if query else None
    context = {"query": query, "hits": found.hits if found else (), "how": found.how if found else "", "place": "search"}
    return render(request, "tutor/search.html", context)
