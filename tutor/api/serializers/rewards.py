"""XP, achievements, leagues."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tutor.api.fields import Moment, Whole
from tutor.api.serializers.today import Achievement, Level, Why
from tutor.api.shape import Shape


class Xp(Shape):
    """Effort: seconds of expected work, never of time taken. 60 are 1 XP."""

    effort_seconds = Whole(help_text="In all.")
    level = Level()
    today = Why(many=True, help_text="Today's, by what it was for.")


class XpEntry(Shape):
    """Something that earned effort."""

    kind = serializers.SerializerMethodField(help_text="attempt, step, exercise or another act.")
    effort_seconds = Whole()
    day = serializers.DateField()
    at = Moment()

    def get_kind(self, entry: Any) -> str:
        return str(entry.cause).partition(":")[0]


class Achievements(Shape):
    """All that there are."""

    reached = Achievement(many=True)
    ahead = Achievement(many=True, help_text="The nearest first.")


class LeagueRow(Shape):
    """A seat of this week's league, by the name that its owner chose to wear."""

    place = Whole()
    name = serializers.CharField()
    days = Whole()
    effort_seconds = Whole()
    own = serializers.BooleanField()
    outcome = serializers.ChoiceField(["up", "stay", "down"], help_text="Where the place leads if nothing changes.")


class LeagueResult(Shape):
    """A week that is over."""

    week = serializers.DateField(help_text="Its Monday.")
    tier = serializers.CharField()
    place = Whole()
    size = Whole()
    days = Whole()
    effort_seconds = Whole()
    outcome = serializers.ChoiceField(["up", "stay", "down"])


class League(Shape):
    """This week's league, for who wants one."""

    joined = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)
    names = serializers.ListField(child=serializers.CharField(), help_text="The names that may be chosen; none before joining.")
    tier = Whole(help_text="From 0, the lowest.")
    tier_name = serializers.CharField()
    tiers = serializers.ListField(child=serializers.CharField())
    week = serializers.DateField(help_text="Its Monday.")
    ends_at = Moment(allow_null=True, help_text="When the week is over for all in it; null without a seat.")
    rows = LeagueRow(many=True, help_text="Empty while there is no seat: the first finished day of a week takes one.")
    moving = Whole(help_text="How many go up or down at most.")
    results = LeagueResult(many=True)


class LeagueName(Shape):
    """One of the names that are offered."""

    name = serializers.CharField(max_length=40)
