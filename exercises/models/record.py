"""What learners answered and submitted. Rows are added, settled once, and never edited afterwards."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Attempt(models.Model):
    """One answer to one asking of an item; `number` counts a learner's askings of it from 1."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts", db_index=False)
    # Of these two nobody asks but for a learner's, and an index of its own is a page more to write with each answer.
    item = models.ForeignKey("exercises.Item", models.PROTECT, related_name="attempts", db_index=False)
    revision = models.ForeignKey("exercises.ItemRevision", models.PROTECT, related_name="attempts", db_index=False)
    client_id = models.UUIDField(default=uuid.uuid4, help_text="Made by the client, so that a repeated POST is the same answer.")
    number = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    response = models.JSONField()
    score = models.FloatField()
    seconds = models.PositiveIntegerField(help_text="Time the learner took.")
    hints_used = models.PositiveSmallIntegerField(default=0)
    day = models.DateField(help_text="The learner's local day.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            # The key that makes a repeated POST harmless.
            models.UniqueConstraint(fields=["learner", "item", "number"], name="an_asking_is_answered_once"),
            models.UniqueConstraint(fields=["learner", "client_id"], name="an_answer_is_told_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="an_attempt_scores_0_to_1"),
        ]
        indexes = [
            models.Index(fields=["learner", "day"], name="attempts_of_a_day"),
            # All that is asked of the askings before: the answers themselves lie on a page each.
            models.Index(fields=["learner", "item", "at", "day", "number"], name="askings_of_an_item"),
        ]


class SubmissionState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    SUPERSEDED = "superseded"


class Submission(models.Model):
    """Code handed in. This row, not the broker's message, is the truth of what is to be graded."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_id = models.UUIDField(help_text="Made by the client, so that a repeated POST is the same submission.")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="submissions", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="submissions")
    revision = models.ForeignKey("exercises.ExerciseRevision", models.PROTECT, related_name="submissions")
    mode = models.CharField(max_length=6, choices=[("run", "run"), ("submit", "submit")])
    source = models.TextField()
    seed = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.QUEUED)
    sends = models.PositiveSmallIntegerField(default=0, help_text="How often it was handed to a grading worker.")
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    day = models.DateField(help_text="The learner's local day when it was handed in.")
    verdict = models.CharField(max_length=16, blank=True)
    score = models.FloatField(null=True, blank=True)
    report = models.JSONField(null=True, blank=True, help_text="Output, traceback and usage as the engine reported them.")
    regraded_from = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="regradings",
        help_text="What the learner handed in, where this row grades it again by another revision.",
        db_index=False,
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "client_id"], name="a_submission_is_handed_in_once"),
            models.UniqueConstraint(fields=["regraded_from", "revision"], name="a_revision_regrades_a_submission_once"),
            models.CheckConstraint(condition=Q(regraded_from=None) | Q(mode="submit"), name="only_submits_are_regraded"),
            models.CheckConstraint(
                condition=Q(state="done", settled_at__isnull=False) & ~Q(verdict="")
                | ~Q(state="done") & Q(settled_at__isnull=True, verdict=""),
                name="a_done_submission_has_a_verdict_and_no_other_has",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "exercise", "-created_at"], name="submissions_of_an_exercise"),
            models.Index(fields=["learner", "created_at"], name="submissions_by_age"),
            # Whole conditions of frequent questions: without these, each would read every source that a learner ever sent.
            models.Index(fields=["learner", "state"], name="submissions_by_state"),
            models.Index(fields=["learner", "mode", "verdict", "exercise"], name="submissions_by_verdict"),
            # For the sweep. Not a partial index: SQLite uses those only for states that are written into the query.
            models.Index(fields=["state", "sent_at"], name="unsettled_submissions_by_age"),
            models.Index(fields=["settled_at"], name="submissions_by_settling"),
        ]

    @property
    def kind(self) -> str:
        """What it is in the queue: run, submit or regrade."""
        return "regrade" if self.regraded_from_id else self.mode


class CheckResult(models.Model):
    """One check of a submission, shown as it arrives."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="checks", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    status = models.CharField(max_length=16)
    weight = models.FloatField()
    sample = models.BooleanField()
    concept = models.SlugField(max_length=80, blank=True)
    message = models.TextField(blank=True)
    details = models.JSONField(default=dict, help_text="Sample input and output, printed text, the learner's own traceback.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="a_check_reports_once")]


class Draft(models.Model):
    """The code a learner left in an editor, on whichever device."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.CASCADE, related_name="drafts")
    source = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "exercise"], name="one_draft_per_exercise")]


class HintTaken(models.Model):
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hints_taken", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.CASCADE, related_name="hints_taken")
    number = models.PositiveSmallIntegerField(help_text="From 1.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "exercise", "number"], name="a_hint_is_taken_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="hints_count_from_1"),
        ]


class SolutionShown(models.Model):
    """The learner saw the reference solution; `gave_up` when it was before passing."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="solutions_shown", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.CASCADE, related_name="solutions_shown")
    gave_up = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "exercise"], name="a_solution_is_first_shown_once")]
