"""Append-only ledgers: reviews, effort and finished days. Each row has a key of its cause, so a retry adds nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Review(models.Model):
    """One piece of evidence about one concept; memories are folds over these."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews", db_index=False)
    # Nobody asks for a concept's but for a learner's, and an index of its own is a page more to write with each answer.
    concept = models.ForeignKey("lessons.Concept", models.PROTECT, related_name="reviews", db_index=False)
    # RESTRICT, not PROTECT: deleting a learner takes the evidence and its causes together.
    attempt = models.OneToOneField("exercises.Attempt", models.RESTRICT, null=True, blank=True, related_name="review")
    submission = models.ForeignKey(
        "exercises.Submission", models.RESTRICT, null=True, blank=True, related_name="reviews", db_index=False
    )
    solution_shown = models.ForeignKey(
        "exercises.SolutionShown", models.RESTRICT, null=True, blank=True, related_name="reviews", db_index=False
    )
    event = models.OneToOneField(
        "tutor.Event", models.RESTRICT, null=True, blank=True, related_name="review", help_text="The act that this review is of."
    )
    rating = models.PositiveSmallIntegerField(help_text="1 again, 2 hard, 3 good, 4 easy.")
    predicted_recall = models.FloatField(null=True, blank=True, help_text="What the model expected before the answer.")
    intercept = models.FloatField(null=True, blank=True, help_text="The learner's, in logits, before the answer (rules.level).")
    # With the intercept, what was known before the answer: from any review on, level and leeches can be folded anew.
    answers = models.PositiveIntegerField(null=True, blank=True, help_text="Counted reviews that the intercept was learned from.")
    evidence = models.FloatField(null=True, blank=True, help_text="That the concept is a leech (rules.leech), before the answer.")
    misses = models.PositiveIntegerField(null=True, blank=True, help_text="Since that evidence was last nothing.")
    counted = models.BooleanField(help_text="False for a repeat on the same local day, which is no evidence of recall.")
    due_on = models.DateField(help_text="When the concept comes back, as decided then.")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "concept"],
                condition=Q(submission__isnull=False),
                name="a_submission_reviews_a_concept_once",
            ),
            models.UniqueConstraint(
                fields=["solution_shown", "concept"],
                condition=Q(solution_shown__isnull=False),
                name="a_shown_solution_reviews_a_concept_once",
            ),
            models.CheckConstraint(condition=Q(rating__range=(1, 4)), name="a_rating_is_1_to_4"),
            models.CheckConstraint(
                condition=(
                    Q(attempt__isnull=False, submission__isnull=True, solution_shown__isnull=True)
                    | Q(attempt__isnull=True, submission__isnull=False, solution_shown__isnull=True)
                    | Q(attempt__isnull=True, submission__isnull=True, solution_shown__isnull=False)
                ),
                name="a_review_has_exactly_one_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "concept", "at"], name="reviews_of_a_concept"),
            models.Index(fields=["learner", "day"], name="reviews_of_a_day"),
            models.Index(fields=["learner", "at"], name="reviews_in_their_order"),
        ]


class XpEntry(models.Model):
    """Effort, in seconds of calibrated work: 60 are 1 XP."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="xp_entries", db_index=False)
    cause = models.CharField(max_length=120, help_text="What earned it, such as attempt:17; the key that pays once.")
    effort_seconds = models.PositiveIntegerField()
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "XP entries"
        constraints = [
            models.UniqueConstraint(fields=["learner", "cause"], name="a_cause_pays_once"),
            models.CheckConstraint(condition=Q(effort_seconds__range=(1, 7200)), name="an_entry_is_1_s_to_2_h"),
        ]
        indexes = [models.Index(fields=["learner", "day"], name="xp_of_a_day")]


class LearnerDay(models.Model):
    """A local day whose plan the learner finished; streaks are derived from these rows."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="finished_days", db_index=False)
    day = models.DateField()
    zone = models.CharField(max_length=64)
    finished_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="a_day_is_finished_once")]
        # All that a streak is read from, with each answer: the rows themselves lie on a page each.
        indexes = [models.Index(fields=["learner", "day", "zone", "finished_at"], name="days_of_a_streak")]
