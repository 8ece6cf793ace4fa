"""The catalogue in the admin: everything can be looked at. It is changed in its files and published, which stay the truth."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from lessons.models import Asset, Concept, Lesson, LessonRevision, Path, Phase


class ReadOnlyAdmin(admin.ModelAdmin):
    """Browsable and searchable, never editable: for ledgers, immutable revisions and what files decide."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Path)
class PathAdmin(ReadOnlyAdmin):
    list_display = ["title", "slug", "position", "retired_at"]
    search_fields = ["title", "slug", "promise"]


@admin.register(Phase)
class PhaseAdmin(ReadOnlyAdmin):
    list_display = ["title", "path", "position", "retired_at"]
    list_filter = ["path"]
    list_select_related = ["path"]
    search_fields = ["title", "slug"]


@admin.register(Lesson)
class LessonAdmin(ReadOnlyAdmin):
    list_display = ["number", "slug", "phase", "current", "retired_at"]
    list_filter = ["path", "phase"]
    list_select_related = ["phase", "current"]
    search_fields = ["slug", "number", "current__title"]


@admin.register(LessonRevision)
class LessonRevisionAdmin(ReadOnlyAdmin):
    list_display = ["title", "lesson", "minutes", "digest", "published_at"]
    list_filter = ["lesson"]
    list_select_related = ["lesson"]
    search_fields = ["title", "digest", "lesson__slug"]
    date_hierarchy = "published_at"


@admin.register(Concept)
class ConceptAdmin(ReadOnlyAdmin):
    list_display = ["title", "slug", "lesson", "retired_at"]
    list_filter = ["lesson"]
    list_select_related = ["lesson"]
    search_fields = ["title", "slug", "summary"]


@admin.register(Asset)
class AssetAdmin(ReadOnlyAdmin):
    list_display = ["name", "media_type", "digest"]
    search_fields = ["name", "digest"]
    exclude = ["body"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("body")
