"""What an owner watches: grading workers as they last told of themselves, and counts of what happened."""

from __future__ import annotations

from django.db import models

# Upper ends of the buckets in which seconds from handing in to the verdict are counted; as text, for they are labels.
BUCKETS = ("0.05", "0.1", "0.15", "0.3", "0.5", "1", "2", "5", "10", "30", "60", "300", "3600", "inf")
# By what a check can be ended before it has a result of its own.
KILLS = ("timeout", "out_of_memory", "output_limit", "forbidden", "error")


class GradingWorker(models.Model):
    """A grading worker has no database; it tells of itself every few seconds, and silence means that it is gone."""

    name = models.CharField(max_length=200, unique=True)
    told_at = models.DateTimeField()
    state = models.JSONField(help_text="Why it is paused, if it is; its kind of boxes, its walls, and its zygotes.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tally(models.Model):
    """How often something happened since the installation began, and for what is measured how much that is together.

    Counted here rather than in a process, because several processes count and each of them ends one day.
    """

    name = models.CharField(max_length=60)
    labels = models.CharField(max_length=120, blank=True, help_text="As in kind=run,verdict=passed,le=0.5.")
    count = models.BigIntegerField()
    total = models.FloatField(default=0, help_text="Sum of what was measured, in the unit of the name.")

    class Meta:
        ordering = ["name", "labels"]
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["name", "labels"], name="a_tally_of_each_name_and_labels")]

    def __str__(self) -> str:
        return f"{self.name}{{{self.labels}}}"
