"""What the plan of a day goes by: how long things take, breaks, days to be ready by, and placement tests."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Doing(models.TextChoices):
    """What is timed apart, because who reads slowly may well answer quickly."""

    QUIZ = "quiz"
    CODE = "code"
    READ = "read"


class Pace(models.Model):
    """How long something takes at the usual pace, over all learners; no row yet means: as long as its author says."""

    median = models.FloatField(help_text="Seconds.")
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(median__gt=0), name="%(class)s_takes_time")]


class ItemPace(Pace):
    item_revision = models.OneToOneField("exercises.ItemRevision", models.CASCADE, primary_key=True, related_name="pace")


class ExercisePace(Pace):
    exercise_revision = models.OneToOneField("exercises.ExerciseRevision", models.CASCADE, primary_key=True, related_name="pace")


class LearnerPace(models.Model):
    """How much longer things take a learner than usual; no row yet means: as long."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="paces", db_index=False)
    kind = models.CharField(max_length=4, choices=Doing.choices)
    factor = models.FloatField(help_text="Of the usual seconds.")
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "kind"], name="one_pace_per_learner_and_kind"),
            models.CheckConstraint(condition=Q(factor__range=(0.4, 3.0)), name="a_pace_is_0_4_to_3"),
        ]


class CodeTime(models.Model):
    """How long a learner has been at work on an exercise: the time between saved drafts and runs, pauses cut."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="code_times", db_index=False)
    exercise = models.ForeignKey("exercises.Exercise", models.CASCADE, related_name="+")
    seconds = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, blank=True, help_text="From then on it is no longer timed.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "exercise"], name="work_on_an_exercise_is_timed_once")]


class Break(models.Model):
    """Days on which nothing is expected of a learner, such as a vacation or an illness; entered before or afterwards."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="breaks", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day of it.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "starts_on"], name="a_break_begins_once_a_day"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_break_ends_after_it_began"),
        ]


class PathTarget(models.Model):
    """The day by which a learner wants to have done a path, and the minutes a day that it takes, as last reckoned."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="targets", db_index=False)
    path = models.ForeignKey("lessons.Path", models.CASCADE, related_name="targets")
    day = models.DateField()
    set_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="A day; none where no minutes are enough.")
    done_on = models.DateField(null=True, blank=True, help_text="With the minutes that the learner takes; none: not in a year.")
    reckoned_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "path"], name="a_path_has_one_target_per_learner")]


class Placement(models.Model):
    """A placement test of a path, or a test-out of one of its phases: what was asked, what was answered, what came of it."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="placements")
    path = models.ForeignKey("lessons.Path", models.CASCADE, related_name="placements")
    phase = models.ForeignKey(
        "lessons.Phase", models.CASCADE, null=True, blank=True, related_name="placements", help_text="None: the whole path."
    )
    document = models.JSONField(default=dict, help_text="The questions in their order, each with phase, item, seed and score.")
    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "path"], condition=Q(finished_at=None), name="one_open_placement_per_learner_and_path"
            )
        ]
