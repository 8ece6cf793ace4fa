"""Who learns, and on which path."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from tutor.rules.day import Clock, UnknownZone, zone


class Theme(models.TextChoices):
    AUTO = "auto", "As the device says"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class User(AbstractUser):
    """A learner. A guest is one who has not signed up yet: the same row becomes the account."""

    is_guest = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC", help_text="IANA time zone of the learner's days.")
    daily_minutes = models.PositiveSmallIntegerField(default=6, validators=[MinValueValidator(3), MaxValueValidator(60)])
    day_turns_at = models.PositiveSmallIntegerField(
        default=4, validators=[MaxValueValidator(12)], help_text="Hour at which a new day begins for the learner."
    )
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(daily_minutes__range=(3, 60)), name="daily_minutes_are_3_to_60"),
            models.CheckConstraint(condition=Q(day_turns_at__range=(0, 12)), name="a_day_turns_at_0_to_12"),
        ]

    @property
    def clock(self) -> Clock:
        """Where and when this learner's days turn."""
        try:
            return Clock(zone(self.zone), self.day_turns_at)
        except UnknownZone:  # taken from a machine whose time zones differ; a learner without a day could do nothing at all
            return Clock(zone("UTC"), self.day_turns_at)


class Enrolment(models.Model):
    learner = models.ForeignKey(User, models.CASCADE, related_name="enrolments", db_index=False)
    path = models.ForeignKey("lessons.Path", models.CASCADE, related_name="enrolments")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["learner", "path"], name="a_learner_enrols_in_a_path_once")]
