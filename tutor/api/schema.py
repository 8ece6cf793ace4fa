"""The specification: served, and shown on a page of our own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

from tutor.api.problems import KINDS
from tutor.api.reading import sections

VERSION = "1.0.0"
RENDERERS = {"json": OpenApiJsonRenderer, "yaml": OpenApiYamlRenderer}


class SiteSession(SessionScheme):
    """How the specification tells of the session."""

    target_class = "tutor.api.sessions.Session"
    name = "session"


@cache
def specification() -> dict[str, Any]:
    """The whole API, the same for everybody."""
    told: dict[str, Any] = json.loads(written("json"))
    return told


@cache
def written(form: str) -> bytes:
    """The specification as “json” or “yaml”: as it was prepared, for to gather it from the code takes seconds."""
    try:
        return _prepared(form).read_bytes()
    except OSError:
        return _gathered(form)


def prepare() -> None:
    """Writes down what `written` reads, before the site is served."""
    for form in RENDERERS:
        file = _prepared(form)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(_gathered(form))
        fresh.replace(file)


def _prepared(form: str) -> Path:
    return settings.DATA_DIR / f"openapi.{form}"


def _gathered(form: str) -> bytes:
    told: bytes = RENDERERS[form]().render(_schema(), renderer_context={})
    return told


@cache
def _schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


@require_safe
def as_yaml(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written("yaml"), content_type="application/yaml; charset=utf-8")


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written("json"), content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with its examples, without scripts or other hosts."""
    context = {"sections": sections(specification()), "kinds": KINDS.items(), "version": VERSION}
    return render(request, "tutor/api/docs.html", context)
