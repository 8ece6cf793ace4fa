"""The specification: served, and shown on a page of our own."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

from tutor.api.problems import KINDS
from tutor.api.reading import sections

VERSION = "1.0.0"


class SiteSession(SessionScheme):
    """How the specification tells of the session."""

    target_class = "tutor.api.sessions.Session"
    name = "session"


@cache
def specification() -> dict[str, Any]:
    """The whole API, the same for everybody."""
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def yaml() -> bytes:
    return OpenApiYamlRenderer().render(specification(), renderer_context={})


@require_safe
def as_yaml(request: HttpRequest) -> HttpResponse:
    return HttpResponse(yaml(), content_type="application/yaml; charset=utf-8")


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    told = OpenApiJsonRenderer().render(specification(), renderer_context={})
    return HttpResponse(told, content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with its examples, without scripts or other hosts."""
    context = {"sections": sections(specification()), "kinds": KINDS.items(), "version": VERSION}
    return render(request, "tutor/api/docs.html", context)
