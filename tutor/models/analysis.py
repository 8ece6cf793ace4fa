"""What is known of questions: what learners reported, and what their answers add up to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Reason(models.TextChoices):
    WRONG = "wrong", "The answer that counts as right is wrong"
    SEVERAL = "several", "More than one answer is right"
    UNCLEAR = "unclear", "I cannot tell what is asked"
    UNTAUGHT = "untaught", "It asks for what was not taught"
    SLIP = "slip", "A slip in the text or the picture"
    OTHER = "other", "Something else"


class Status(models.TextChoices):
    OPEN = "open", "open"
    FIXED = "fixed", "fixed"
    KEPT = "kept", "kept as it is"


class ItemReport(models.Model):
    """A learner says that something is wrong with a version of a question, and an author answers."""

    MOST_NOTE = 500

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="item_reports")
    revision = models.ForeignKey("exercises.ItemRevision", models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=MOST_NOTE, blank=True)
    at = models.DateTimeField()
    status = models.CharField(max_length=5, choices=Status.choices, default=Status.OPEN)
    answer = models.CharField(max_length=MOST_NOTE, blank=True, help_text="What the learner is told, once.")
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When the learner was told.")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "revision"], name="a_version_is_reported_once_by_a_learner"),
            models.CheckConstraint(
                condition=Q(status="open", answered_at=None, seen_at=None) | ~Q(status="open") & Q(answered_at__isnull=False),
                name="a_report_that_is_not_open_was_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["revision", "status"], name="reports_of_a_version"),
            models.Index(fields=["status", "at"], name="reports_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.status})"
