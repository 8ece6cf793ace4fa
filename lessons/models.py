"""What is taught, as published: slugs are permanent, revisions and assets are immutable, nothing is ever deleted."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class Path(models.Model):
    """A course of lessons that leads to one goal."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    emoji = models.CharField(max_length=8, blank=True)
    promise = models.TextField(blank=True)
    guide = models.JSONField(default=dict, blank=True, help_text="What to know before, questions with answers, related paths.")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """A part of a path, shown as one stretch of its map."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="phases", db_index=False)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["path", "position"]
        constraints = [models.UniqueConstraint(fields=["path", "slug"], name="a_phase_slug_is_unique_in_its_path")]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """A lesson's permanent identity; what it says is in its current revision."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="lessons")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=80, unique=True)
    number = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the whole path, from 0.")
    current = models.ForeignKey(
        "LessonRevision", models.PROTECT, null=True, blank=True, related_name="+", help_text="What a newcomer gets."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["path", "position"]

    def __str__(self) -> str:
        return f"{self.number} {self.slug}"


class LessonRevision(models.Model):
    """A lesson as it was published once; learners in the middle of it keep it."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="revisions", db_index=False)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="The steps, rendered, with their seconds.")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "digest"], name="a_lesson_is_published_once_per_digest"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="a_lesson_takes_at_least_a_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.digest[:8]})"

    @property
    def steps(self) -> list[dict[str, Any]]:
        return self.document["steps"]

    @property
    def stages(self) -> list[dict[str, Any]]:
        """Title and first step's key of each stage; none in most lessons."""
        return self.document.get("stages", [])


class Concept(models.Model):
    """What is remembered: the memory model keeps one state per learner and concept, so its slug is permanent."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="concepts")
    position = models.PositiveSmallIntegerField(default=0)
    needs = models.ManyToManyField("self", symmetrical=False, related_name="needed_by", blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lesson", "position"]

    def __str__(self) -> str:
        return self.title


class Asset(models.Model):
    """Widget data or a picture, named by its content, so that a revision can never change under a learner."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.name} ({self.digest[:8]})"
