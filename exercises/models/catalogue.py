"""What is asked, as published: items and code exercises with immutable revisions."""

from __future__ import annotations

from typing import Any

from django.db import models


class Item(models.Model):
    """A question's permanent identity."""

    slug = models.SlugField(max_length=80, unique=True)
    lesson = models.ForeignKey("lessons.Lesson", models.CASCADE, related_name="items")
    concept = models.ForeignKey("lessons.Concept", models.CASCADE, related_name="items")
    current = models.ForeignKey("ItemRevision", models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ItemRevision(models.Model):
    """A question as it was published once; an attempt names the one it answered."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="revisions", db_index=False)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    seconds = models.PositiveSmallIntegerField(default=30, help_text="Expected time to answer.")
    document = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at"]
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="an_item_is_published_once_per_digest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"


class Exercise(models.Model):
    """A code exercise's permanent identity."""

    slug = models.SlugField(max_length=80, unique=True)
    lesson = models.ForeignKey("lessons.Lesson", models.CASCADE, related_name="exercises")
    concept = models.ForeignKey("lessons.Concept", models.CASCADE, related_name="exercises")
    current = models.ForeignKey("ExerciseRevision", models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ExerciseData(models.Model):
    """What checks read by name, once for all revisions that have it: immutable, known by the SHA-256 of its frame."""

    digest = models.CharField(max_length=64, primary_key=True)
    frame = models.BinaryField(help_text="A frame of the grading room's codec; never sent to a learner.")

    class Meta:
        verbose_name_plural = "exercise data"

    def __str__(self) -> str:
        return self.digest[:8]


class ExerciseRevision(models.Model):
    """An exercise as it was published once, with its hidden checks: a submission can always be graded again as it was."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="revisions", db_index=False)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    seconds = models.PositiveSmallIntegerField(help_text="Expected time to solve.")
    runtime = models.CharField(max_length=20, default="python")
    prompt_html = models.TextField()
    starter = models.TextField()
    solution = models.TextField()
    checks = models.TextField(help_text="Source of the hidden and sample checks; never sent to a learner.")
    data = models.ForeignKey(ExerciseData, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.JSONField(help_text="Entry points, limits, rendered hints and the list of checks.")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "digest"], name="an_exercise_is_published_once_per_digest")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.digest[:8]})"

    @property
    def certificate(self) -> str:
        """What whoever passes has made, in the words of their certificate; empty where there is none to be had."""
        return self.document.get("certificate", "")

    @property
    def hints(self) -> list[str]:
        """Rendered hints, in the order in which they are given."""
        return self.document["hints_html"]

    @property
    def check_list(self) -> list[dict[str, Any]]:
        return self.document["checks"]
