"""What rewards cannot derive from the ledgers: what was granted, chosen, offered and reached; and how far the past is folded."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q


class OutageGrant(models.Model):
    """Days on which the site could not be used. They are asked of nobody, without a row for anybody."""

    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200, blank=True, help_text="Shown to learners beside the days.")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="an_outage_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["last_day"], name="outages_by_end")]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class MadeUpDay(models.Model):
    """A missed day that was made up for by a session beyond the plan of a later one."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="made_up_days", db_index=False)
    day = models.DateField(help_text="The local day that was missed.")
    made_on = models.DateField(help_text="The local day of the session.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "day"], name="a_day_is_made_up_once"),
            models.UniqueConstraint(fields=["learner", "made_on"], name="a_day_makes_up_for_one"),
            models.CheckConstraint(condition=Q(made_on__gt=F("day")), name="a_day_is_made_up_afterwards"),
        ]


class WeeklyGoal(models.Model):
    """How many days a week a learner means to learn, from this week on. Weeks before keep what was meant then."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="weekly_goals", db_index=False)
    week = models.DateField(help_text="Its Monday.")
    days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)])

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "week"], name="a_week_has_one_goal"),
            models.CheckConstraint(condition=Q(days__range=(1, 7)), name="a_weekly_goal_is_1_to_7_days"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="a_goal_begins_on_a_monday"),
        ]


class DailyQuest(models.Model):
    """A quest as it was chosen when the day was opened. Whether it is met follows from what was done on that day."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="daily_quests", db_index=False)
    day = models.DateField()
    slug = models.SlugField(max_length=40)
    subject = models.CharField(max_length=200, blank=True, help_text="The concept, lesson or step that it is about.")
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "day", "slug"], name="a_quest_is_asked_once_a_day")]


class Achievement(models.Model):
    """That a learner reached it, and when. It is never taken away."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="achievements", db_index=False)
    slug = models.SlugField(max_length=40)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "slug"]
        constraints = [models.UniqueConstraint(fields=["learner", "slug"], name="an_achievement_is_reached_once")]


class RewardMark(models.Model):
    """The ledgers up to a Sunday, folded: what comes before it need not be read again.

    Nothing but a fold, so a mark may be deleted at any time; who changes an older day deletes the marks from that day on, and who
    changes the rules deletes all of them, by a migration.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reward_marks", db_index=False)
    day = models.DateField(help_text="The Sunday up to which, inclusive, it folds.")
    made_at = models.DateTimeField()
    document = models.JSONField(help_text="The run of days and of weeks, and what the ledgers add up to.")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="a_day_is_marked_once")]
