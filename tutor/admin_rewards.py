"""Rewards in the admin: to be read, and days of an outage to be granted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from lessons.admin import ReadOnlyAdmin
from tutor.errors import BadInput
from tutor.models import (
    Achievement,
    DailyQuest,
    LeagueGroup,
    LeagueMember,
    LeagueResult,
    LeagueSeat,
    MadeUpDay,
    OutageGrant,
    RewardMark,
    WeeklyGoal,
)
from tutor.services.outages import check_outage


class OutageForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("first_day") and given.get("last_day"):
            try:
                check_outage(given["first_day"], given["last_day"], now=timezone.now())
            except BadInput as problem:
                raise ValidationError(str(problem)) from problem
        return given


@admin.register(OutageGrant)
class OutageGrantAdmin(ReadOnlyAdmin):
    """Days are granted here, or by `manage.py grant_outage`. What was granted stays."""

    form = OutageForm
    fields = ["first_day", "last_day", "reason"]
    list_display = ["first_day", "last_day", "reason", "granted_at"]
    search_fields = ["reason"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)


@admin.register(LeagueGroup)
class LeagueGroupAdmin(ReadOnlyAdmin):
    list_display = ["week", "tier", "size", "closes_at", "closed_at"]
    list_filter = ["tier"]
    search_fields = ["week"]
    show_full_result_count = False


@admin.register(LeagueResult)
class LeagueResultAdmin(ReadOnlyAdmin):
    list_display = ["seat", "place", "days", "effort_seconds", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["seat"]
    search_fields = ["seat__learner__username", "seat__name"]
    show_full_result_count = False


class OfLearnersAdmin(ReadOnlyAdmin):
    list_select_related = ["learner"]
    search_fields = ["learner__username"]
    show_full_result_count = False


@admin.register(LeagueMember)
class LeagueMemberAdmin(OfLearnersAdmin):
    list_display = ["learner", "name", "joined_at", "left_at"]


@admin.register(LeagueSeat)
class LeagueSeatAdmin(OfLearnersAdmin):
    list_display = ["week", "learner", "name", "group"]
    list_select_related = ["learner", "group"]


@admin.register(MadeUpDay)
class MadeUpDayAdmin(OfLearnersAdmin):
    list_display = ["day", "learner", "made_on"]


@admin.register(WeeklyGoal)
class WeeklyGoalAdmin(OfLearnersAdmin):
    list_display = ["week", "learner", "days"]


@admin.register(DailyQuest)
class DailyQuestAdmin(OfLearnersAdmin):
    list_display = ["day", "learner", "title"]


@admin.register(Achievement)
class AchievementAdmin(OfLearnersAdmin):
    list_display = ["at", "learner", "slug"]
    list_filter = ["slug"]


@admin.register(RewardMark)
class RewardMarkAdmin(OfLearnersAdmin):
    list_display = ["day", "learner", "made_at"]
