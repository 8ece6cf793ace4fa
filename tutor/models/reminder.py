"""What learners asked to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PathReminder(models.Model):
    """A learner wants to know when a planned path is published; by its slug, because there is no row of it yet."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="path_reminders", db_index=False)
    path_slug = models.SlugField(max_length=80)
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="When a mail told of it; empty where there was no address.")

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["learner", "path_slug"], name="a_learner_is_reminded_of_a_path_once")]
        indexes = [models.Index(fields=["path_slug"], condition=models.Q(mailed_at=None), name="reminders_not_mailed")]
