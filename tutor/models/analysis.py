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

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="item_reports", db_index=False)
    revision = models.ForeignKey("exercises.ItemRevision", models.PROTECT, related_name="reports", db_index=False)
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


class ItemStat(models.Model):
    """The answers to a version of a question added up, first ones apart from later ones: see tutor.rules.analysis.Sums."""

    revision = models.ForeignKey("exercises.ItemRevision", models.CASCADE, related_name="stats", db_index=False)
    first = models.BooleanField(help_text="Of learners' first answers to the question, or of all others.")
    sums = models.JSONField()
    folded_at = models.DateTimeField()

    class Meta:
        ordering = ["revision", "-first"]
        constraints = [models.UniqueConstraint(fields=["revision", "first"], name="a_version_has_one_stat_of_each_sort")]

    def __str__(self) -> str:
        return f"{'first' if self.first else 'later'} answers to version {self.revision_id}"


class ExerciseStat(models.Model):
    """What was handed in for a version of an exercise, added up: see tutor.rules.code_analysis.CodeSums."""

    revision = models.OneToOneField("exercises.ExerciseRevision", models.CASCADE, related_name="stat")
    sums = models.JSONField()
    folded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"submissions to version {self.revision_id}"


class RestLevel(models.Model):
    """How a learner did against the model's predictions as far as the answers were added up: see tutor.rules.analysis.Level.

    Not the level that predictions are corrected by: that one moves with each answer, and so has in it the very answer that it
    would be held against.
    """

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rest_level")
    answers = models.PositiveIntegerField()
    residual = models.FloatField(help_text="Sum of passed (0 or 1) less predicted recall.")

    def __str__(self) -> str:
        return f"level of {self.answers} answers"


class FoldMark(models.Model):
    """How far a log was added up; moved in the transaction that adds, so that nothing is added twice or left out."""

    name = models.CharField(max_length=20, unique=True)
    position = models.BigIntegerField(default=0, help_text="Key of the last row that was added.")
    moment = models.DateTimeField(null=True, blank=True, help_text="Of that row, where the log goes by moments.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
