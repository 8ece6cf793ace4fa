"""Learners and their ledgers in the admin. Ledgers are append-only: they can be read here, not edited."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lessons.admin import ReadOnlyAdmin
from tutor import (
    admin_plan,  # noqa: F401, registers itself
    admin_rewards,  # noqa: F401 - it registers its own
)
from tutor.models import (
    Certificate,
    ConceptMemory,
    DayPlan,
    Enrolment,
    Event,
    ExerciseStat,
    FittedParameters,
    FoldMark,
    GradingWorker,
    ItemLevel,
    ItemReport,
    ItemStat,
    KnownCheck,
    LearnerDay,
    LearnerLevel,
    LeechFlag,
    LessonProgress,
    PathReminder,
    PushDevice,
    Reminder,
    RestLevel,
    Review,
    SentReminder,
    StepDone,
    Tally,
    Trial,
    User,
    XpEntry,
)

_allauths_login = secure_admin_login(admin.site.login)


def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Owners sign in where everybody does: only there are guesses counted. Who has looked around as a guest may do so, too."""
    if getattr(request.user, "is_guest", False):
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
    response: HttpResponse = _allauths_login(request, extra_context)
    return response


admin.site.login = sign_in
admin.site.site_header = "Loci administration"
admin.site.site_title = "Loci"
# Its own name, for a template that extends the one it replaces would be found twice.
admin.site.index_template = "admin/start.html"


@admin.register(User)
class LearnerAdmin(UserAdmin):
    list_display = ["username", "email", "is_guest", "zone", "daily_minutes", "is_staff", "last_login"]
    list_filter = ["is_guest", "is_staff", "is_active"]
    fieldsets = (
        *UserAdmin.fieldsets,
        ("Learning", {"fields": ["is_guest", "zone", "daily_minutes", "day_turns_at", "theme"]}),
    )


@admin.register(PathReminder)
class PathReminderAdmin(ReadOnlyAdmin):
    list_display = ["learner", "path_slug", "at", "mailed_at"]
    list_filter = ["path_slug"]
    list_select_related = ["learner"]
    search_fields = ["learner__username", "path_slug"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "kind", "day", "zone", "concept"]
    list_filter = ["kind"]
    list_select_related = ["learner", "concept"]
    search_fields = ["learner__username", "uuid"]
    show_full_result_count = False


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["learner", "kind", "hour", "by_mail", "by_push", "not_before", "next_at"]
    list_filter = ["kind", "by_mail", "by_push"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]
    show_full_result_count = False


@admin.register(SentReminder)
class SentReminderAdmin(ReadOnlyAdmin):
    list_display = ["day", "learner", "kind", "state", "channel", "problem", "tries", "claimed_at", "sent_at"]
    list_filter = ["state", "channel", "kind"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]
    show_full_result_count = False


@admin.register(PushDevice)
class PushDeviceAdmin(ReadOnlyAdmin):
    list_display = ["learner", "label", "created_at", "reached_at", "problem"]
    list_select_related = ["learner"]
    search_fields = ["learner__username", "label"]
    # With these anyone could write to the device.
    exclude = ["endpoint", "p256dh", "auth"]


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ["learner", "path", "at"]
    list_filter = ["path"]
    list_select_related = ["learner", "path"]
    search_fields = ["learner__username"]


@admin.register(LessonProgress)
class LessonProgressAdmin(ReadOnlyAdmin):
    list_display = ["learner", "lesson", "revision", "started_at", "finished_at"]
    list_filter = ["lesson"]
    list_select_related = ["learner", "lesson", "revision"]
    search_fields = ["learner__username", "lesson__slug"]


@admin.register(StepDone)
class StepDoneAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "lesson", "step_key"]
    list_select_related = ["learner", "lesson"]
    search_fields = ["learner__username", "lesson__slug", "step_key"]
    show_full_result_count = False


@admin.register(DayPlan)
class DayPlanAdmin(ReadOnlyAdmin):
    list_display = ["day", "learner", "minutes", "composed_at"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]
    show_full_result_count = False


@admin.register(ConceptMemory)
class ConceptMemoryAdmin(ReadOnlyAdmin):
    list_display = ["learner", "concept", "stability", "difficulty", "reviewed_on", "due_on", "repetitions", "lapses"]
    list_filter = ["concept"]
    list_select_related = ["learner", "concept"]
    search_fields = ["learner__username", "concept__slug"]
    show_full_result_count = False


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "concept", "rating", "predicted_recall", "counted", "due_on"]
    list_filter = ["rating", "counted"]
    list_select_related = ["learner", "concept"]
    search_fields = ["learner__username", "concept__slug"]
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(LearnerLevel)
class LearnerLevelAdmin(ReadOnlyAdmin):
    list_display = ["learner", "intercept", "answers", "fit"]
    list_select_related = ["learner", "fit"]
    search_fields = ["learner__username"]
    show_full_result_count = False


@admin.register(FittedParameters)
class FittedParametersAdmin(ReadOnlyAdmin):
    list_display = ["learner", "reviews", "default_loss", "fitted_loss", "error", "in_use", "fitted_at"]
    list_filter = ["in_use"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]


@admin.register(ItemLevel)
class ItemLevelAdmin(ReadOnlyAdmin):
    list_display = ["revision", "difficulty", "answers"]
    list_select_related = ["revision__item"]
    search_fields = ["revision__item__slug"]
    ordering = ["-difficulty"]


@admin.register(LeechFlag)
class LeechFlagAdmin(ReadOnlyAdmin):
    """For authors: which concepts resist, and which question was missed last. A concept of many learners wants another text."""

    list_display = ["concept", "revision", "misses", "opened_at", "closed_at", "learner"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter), "concept"]
    list_select_related = ["concept", "revision__item", "learner"]
    search_fields = ["concept__slug", "revision__item__slug"]
    date_hierarchy = "opened_at"
    show_full_result_count = False


@admin.register(KnownCheck)
class KnownCheckAdmin(ReadOnlyAdmin):
    list_display = ["learner", "concept", "done", "passed", "begun_at"]
    list_filter = ["passed"]
    list_select_related = ["learner", "concept"]
    search_fields = ["learner__username", "concept__slug"]


@admin.register(XpEntry)
class XpEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "learner", "cause", "effort_seconds", "day"]
    list_select_related = ["learner"]
    search_fields = ["learner__username", "cause"]
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(LearnerDay)
class LearnerDayAdmin(ReadOnlyAdmin):
    list_display = ["day", "learner", "zone", "finished_at"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]
    show_full_result_count = False


@admin.register(Trial)
class TrialAdmin(ReadOnlyAdmin):
    list_display = ["learner", "exercise", "score", "passed", "at"]
    list_filter = ["passed", "exercise"]
    search_fields = ["learner__username"]
    list_select_related = ["learner", "exercise"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["learner", "exercise", "name", "awarded_at", "shared_at"]
    list_filter = ["exercise"]
    search_fields = ["learner__username", "name"]
    list_select_related = ["learner", "exercise"]


@admin.register(GradingWorker)
class GradingWorkerAdmin(ReadOnlyAdmin):
    list_display = ["name", "told_at", "state"]
    search_fields = ["name"]


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin):
    list_display = ["name", "labels", "count", "total"]
    list_filter = ["name"]
    search_fields = ["name", "labels"]


@admin.register(ItemReport)
class ItemReportAdmin(ReadOnlyAdmin):
    """Without the learner: authors are to weigh what is said, not who says it."""

    list_display = ["at", "revision", "reason", "status", "answered_at"]
    list_filter = ["status", "reason"]
    list_select_related = ["revision"]
    search_fields = ["revision__item__slug", "note"]
    exclude = ["learner"]


@admin.register(ItemStat)
class ItemStatAdmin(ReadOnlyAdmin):
    list_display = ["revision", "first", "folded_at"]
    list_filter = ["first", "revision__kind"]
    list_select_related = ["revision"]
    search_fields = ["revision__item__slug"]


@admin.register(ExerciseStat)
class ExerciseStatAdmin(ReadOnlyAdmin):
    list_display = ["revision", "folded_at"]
    list_select_related = ["revision"]
    search_fields = ["revision__exercise__slug"]


@admin.register(RestLevel)
class RestLevelAdmin(ReadOnlyAdmin):
    list_display = ["learner", "answers", "residual"]
    list_select_related = ["learner"]
    search_fields = ["learner__username"]


@admin.register(FoldMark)
class FoldMarkAdmin(ReadOnlyAdmin):
    list_display = ["name", "position", "moment"]
    search_fields = ["name"]
