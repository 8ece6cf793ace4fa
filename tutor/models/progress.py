"""Where a learner is: the plan of a day, the lessons begun, the steps done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class LessonProgress(models.Model):
    """A learner's way through one revision of a lesson, kept even when a newer one is published."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lessons_begun", db_index=False)
    lesson = models.ForeignKey("lessons.Lesson", models.PROTECT, related_name="progress")
    revision = models.ForeignKey("lessons.LessonRevision", models.PROTECT, related_name="progress")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson"], name="a_learner_takes_a_lesson_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("started_at")),
                name="a_lesson_ends_after_it_began",
            ),
        ]


class StepDone(models.Model):
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="steps_done", db_index=False)
    lesson = models.ForeignKey("lessons.Lesson", models.PROTECT, related_name="steps_done")
    step_key = models.SlugField(max_length=80)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "lesson", "step_key"], name="a_step_is_done_once")]
        indexes = [models.Index(fields=["learner", "day"], name="steps_of_a_day")]


class DayPlan(models.Model):
    """What was chosen for one local day; which picks are done follows from attempts and steps."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="day_plans", db_index=False)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="The picks in their order, each with seconds and the reason.")
    composed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="a_day_is_planned_once")]
