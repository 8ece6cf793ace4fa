"""When a learner is reminded, on which devices, and what was sent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    DAILY = "daily", "Daily reminder"
    WEEKLY = "weekly", "Weekly digest"


class Reminder(models.Model):
    """What a learner wants to be told, and when next: `next_at` is computed ahead, so that no one looks at all learners to find
    those whose hour it is. It moves when a reminder is due, and when the hour, the zone or the turn of the day is changed.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    hour = models.PositiveSmallIntegerField(help_text="On the learner's clock, 0 to 23.")
    by_mail = models.BooleanField(default=False)
    by_push = models.BooleanField(default=False)
    not_before = models.DateField(null=True, blank=True, help_text="After a snooze: the first local day on which it may come.")
    next_at = models.DateTimeField(null=True, blank=True, help_text="Empty while it is wanted in no way.")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "kind"], name="a_learner_has_one_reminder_of_a_kind"),
            models.CheckConstraint(condition=Q(hour__range=(0, 23)), name="a_reminder_comes_at_0_to_23"),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True, by_mail=False, by_push=False)
                | (Q(next_at__isnull=False) & (Q(by_mail=True) | Q(by_push=True))),
                name="what_is_wanted_has_a_next_moment",
            ),
            models.CheckConstraint(condition=Q(kind="daily") | Q(by_push=False), name="a_digest_comes_by_mail"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="reminders_by_moment")]


class SentState(models.TextChoices):
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"


class SentReminder(models.Model):
    """The ledger of what went out: one row a learner and local day, whatever it was, claimed before anything is sent.

    Who claims it sends it, once. A claim whose worker died stays a claim and is not sent again, because it may have been; a
    failure is known not to have arrived and is tried again, three times in all.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders_sent")
    day = models.DateField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=7, choices=SentState.choices, default=SentState.CLAIMED)
    channel = models.CharField(max_length=5, blank=True, help_text="How it went: push or mail.")
    problem = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    batch = models.UUIDField(help_text="The run that claimed it.")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            # The day comes first, by which old rows are removed.
            models.UniqueConstraint(fields=["day", "learner"], name="a_learner_is_reminded_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="what_was_sent_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["batch"], condition=Q(state="claimed"), name="reminders_of_a_run")]


class PushDevice(models.Model):
    """A browser that shows notifications: its address at its push service, and the keys for what only it can read (RFC 8291)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100, help_text="Its public key, base64url.")
    auth = models.CharField(max_length=32, help_text="Its shared secret, base64url.")
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, help_text="Why it was not reached the last time.")

    class Meta:
        ordering = ["created_at"]
