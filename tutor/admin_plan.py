"""What plans are made with, in the admin: paces, breaks, targets and placement tests."""

from __future__ import annotations

from django.contrib import admin

from lessons.admin import ReadOnlyAdmin
from tutor.models.plan import Break, CodeTime, ExercisePace, ItemPace, LearnerPace, PathTarget, Placement


@admin.register(ItemPace)
class ItemPaceAdmin(ReadOnlyAdmin):
    list_display = ["item_revision", "median", "answers"]
    list_select_related = ["item_revision"]
    search_fields = ["item_revision__item__slug"]


@admin.register(ExercisePace)
class ExercisePaceAdmin(ReadOnlyAdmin):
    list_display = ["exercise_revision", "median", "answers"]
    list_select_related = ["exercise_revision"]
    search_fields = ["exercise_revision__exercise__slug"]


@admin.register(LearnerPace)
class LearnerPaceAdmin(ReadOnlyAdmin):
    list_display = ["learner", "kind", "factor", "answers"]
    list_filter = ["kind"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]


@admin.register(CodeTime)
class CodeTimeAdmin(ReadOnlyAdmin):
    list_display = ["learner", "exercise", "seconds", "last_at", "passed_at"]
    list_select_related = ["learner", "exercise"]
    search_fields = ["learner__username", "exercise__slug"]


@admin.register(Break)
class BreakAdmin(ReadOnlyAdmin):
    list_display = ["learner", "starts_on", "ends_on", "made_at"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]


@admin.register(PathTarget)
class PathTargetAdmin(ReadOnlyAdmin):
    list_display = ["learner", "path", "day", "minutes", "done_on"]
    list_filter = ["path"]
    list_select_related = ["learner", "path"]
    search_fields = ["learner__username"]


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    list_display = ["learner", "path", "phase", "started_at", "finished_at"]
    list_filter = ["path"]
    list_select_related = ["learner", "path", "phase"]
    search_fields = ["learner__username"]
