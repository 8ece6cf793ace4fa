"""Leagues: who chose to be in one, the groups of a week, the seats in them, and how each week ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tutor.rules.leagues import SIZE, TIERS


class LeagueMember(models.Model):
    """A learner who opted in. `name` was generated; nobody's own name is shown."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="league_member")
    name = models.CharField(max_length=40)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True, help_text="Empty while they are in.")


class LeagueGroup(models.Model):
    """About thirty members of one tier in one week; filled as they finish their first day of it."""

    week = models.DateField(help_text="Its Monday.")
    tier = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField(default=0, help_text="Seats that were taken.")
    closes_at = models.DateTimeField(help_text="The hour by which the week is over for all of them.")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__lte=SIZE), name=f"a_league_has_at_most_{SIZE}"),
            models.CheckConstraint(condition=Q(tier__lt=len(TIERS)), name="a_league_is_of_a_known_tier"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="a_league_begins_on_a_monday"),
        ]
        indexes = [
            # Whole conditions of the two questions that are asked of all groups: what has room, and what is to be closed.
            models.Index(fields=["week", "tier", "size"], name="leagues_with_room"),
            models.Index(fields=["closed_at", "closes_at"], name="leagues_to_close"),
        ]


class LeagueSeat(models.Model):
    """A learner's place in a group, under the name that they have there."""

    group = models.ForeignKey(LeagueGroup, models.CASCADE, related_name="seats", db_index=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="league_seats", db_index=False)
    week = models.DateField()
    name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "week"], name="a_learner_has_one_league_a_week"),
            models.UniqueConstraint(fields=["group", "name"], name="a_name_is_worn_once_in_a_league"),
        ]


class LeagueResult(models.Model):
    """How a week ended for a seat. Append-only; closing a group again adds nothing."""

    seat = models.OneToOneField(LeagueSeat, models.CASCADE, related_name="result")
    place = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField(help_text="Days finished in the week.")
    effort_seconds = models.PositiveIntegerField()
    outcome = models.CharField(max_length=4, choices=[("up", "up"), ("stay", "stay"), ("down", "down")])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place__range=(1, SIZE)), name="a_league_has_so_many_places"),
            models.CheckConstraint(condition=Q(days__lte=7), name="a_week_has_7_days"),
        ]
