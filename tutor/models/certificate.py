"""What came of exercises that a certificate is given for: every trial, and the certificate of the best one that passed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Trial(models.Model):
    """One graded submission of such an exercise. Append-only, a row for each submission."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trials", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="trials")
    # RESTRICT, not PROTECT: deleting a learner takes the trial and its cause together.
    submission = models.OneToOneField("exercises.Submission", models.RESTRICT, related_name="trial")
    score = models.FloatField(help_text="From 0 to 1, over the corpora that nobody showed the learner.")
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="a_trial_scores_0_to_1")]
        indexes = [models.Index(fields=["learner", "exercise"], name="trials_of_an_exercise")]


class Certificate(models.Model):
    """That a learner passed, with their best trial. Others see it once the learner shares it, under a name of their choice."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificates", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="certificates")
    best = models.ForeignKey(Trial, models.RESTRICT, related_name="+")
    awarded_at = models.DateTimeField()
    name = models.CharField(max_length=80, blank=True, help_text="What the shared page calls the learner.")
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "exercise"], name="a_learner_has_one_certificate_of_an_exercise"),
            models.CheckConstraint(
                condition=Q(shared_at=None) | ~Q(name=""), name="a_shared_certificate_names_its_learner"
            ),
        ]
