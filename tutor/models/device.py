"""The clients that are signed in for a learner: apps, terminals and whatever else holds tokens instead of a cookie."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Device(models.Model):
    """One sign-in of one client, and with it one family of tokens: revoking it ends every token that it was ever given.

    Only digests of tokens are kept, and of a family only the newest pair and the refresh token it came from, so a row never
    grows. Superseded refresh tokens are known by their signature and generation instead (see `tutor.services.tokens`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    name = models.CharField(max_length=60, help_text="As its learner or its client calls it.")
    scopes = models.CharField(max_length=40, help_text="What its tokens may at most be used for, separated by spaces.")
    access_digest = models.CharField(max_length=64, unique=True)
    access_ends_at = models.DateTimeField()
    refresh_digest = models.CharField(max_length=64)
    former_digest = models.CharField(
        max_length=64, blank=True, help_text="Of the refresh token before, until the client is known to have got its successor."
    )
    generation = models.PositiveIntegerField(default=1, help_text="How many refresh tokens it has been given.")
    password_mark = models.CharField(max_length=64, help_text="Changes with the learner's password, and then the tokens end.")
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="Unless it is refreshed before.")
    seen_on = models.DateField(help_text="The last day (UTC) on which it asked for anything.")
    seen_by = models.CharField(max_length=4, help_text="The family of the address it asked from: IPv4 or IPv6.")

    class Meta:
        ordering = ["-seen_on", "-created_at"]
        indexes = [models.Index(fields=["ends_at"], name="devices_by_their_end")]
