"""Questions, exercises and what learners answered: browsable and searchable; records of learning cannot be edited."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from exercises.models import (
    Attempt,
    CheckResult,
    Draft,
    Exercise,
    ExerciseData,
    ExerciseRevision,
    HintTaken,
    Item,
    ItemRevision,
    SolutionShown,
    Submission,
)
from grading.contract import Verdict
from lessons.admin import ReadOnlyAdmin


class VerdictFilter(admin.SimpleListFilter):
    """By verdict, with a name for having none: Django's own filter shows that as a link without text."""

    title = "verdict"
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Submission]) -> list[tuple[str, str]]:
        return [("none", "None yet"), *((verdict.value, verdict.value.replace("_", " ")) for verdict in Verdict)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(verdict="" if chosen == "none" else chosen)


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    list_display = ["slug", "concept", "lesson", "current", "retired_at"]
    list_filter = ["lesson", "current__kind"]
    list_select_related = ["concept", "lesson", "current"]
    search_fields = ["slug", "concept__title"]


@admin.register(ItemRevision)
class ItemRevisionAdmin(ReadOnlyAdmin):
    list_display = ["item", "kind", "seconds", "digest", "published_at"]
    list_filter = ["kind"]
    list_select_related = ["item"]
    search_fields = ["item__slug", "digest"]


@admin.register(Exercise)
class ExerciseAdmin(ReadOnlyAdmin):
    list_display = ["slug", "lesson", "concept", "current", "retired_at"]
    list_select_related = ["lesson", "concept", "current"]
    search_fields = ["slug", "current__title"]


@admin.register(ExerciseRevision)
class ExerciseRevisionAdmin(ReadOnlyAdmin):
    list_display = ["title", "exercise", "seconds", "digest", "published_at"]
    list_select_related = ["exercise"]
    search_fields = ["title", "exercise__slug", "digest"]


@admin.register(ExerciseData)
class ExerciseDataAdmin(ReadOnlyAdmin):
    list_display = ["digest"]
    search_fields = ["digest"]
    exclude = ["frame"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExerciseData]:
        return super().get_queryset(request).defer("frame")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "item", "number", "score", "seconds", "hints_used"]
    list_filter = ["revision__kind"]
    list_select_related = ["learner", "item"]
    search_fields = ["learner__username", "item__slug"]
    date_hierarchy = "at"
    show_full_result_count = False


class CheckResultInline(admin.TabularInline):
    model = CheckResult
    fields = ["position", "title", "status", "weight", "sample", "message"]
    readonly_fields = fields
    extra = 0
    can_delete = False


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "learner", "exercise", "mode", "state", "verdict", "score", "sends", "regraded_from_id"]
    list_filter = ["state", VerdictFilter, "mode", "exercise"]
    list_select_related = ["learner", "exercise"]
    search_fields = ["public_id", "learner__username", "exercise__slug"]
    date_hierarchy = "created_at"
    inlines = [CheckResultInline]
    show_full_result_count = False


@admin.register(CheckResult)
class CheckResultAdmin(ReadOnlyAdmin):
    list_display = ["submission_id", "position", "title", "status", "weight"]
    list_filter = ["status", "sample"]
    search_fields = ["title", "name", "submission__public_id"]
    show_full_result_count = False


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    list_display = ["learner", "exercise", "saved_at"]
    list_select_related = ["learner", "exercise"]
    search_fields = ["learner__username", "exercise__slug"]


@admin.register(HintTaken)
class HintTakenAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "exercise", "number"]
    list_select_related = ["learner", "exercise"]
    search_fields = ["learner__username", "exercise__slug"]


@admin.register(SolutionShown)
class SolutionShownAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "exercise", "gave_up"]
    list_filter = ["gave_up"]
    list_select_related = ["learner", "exercise"]
    search_fields = ["learner__username", "exercise__slug"]
