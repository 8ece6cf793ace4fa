"""Settings, reminders, search."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.fields import Chance, Moment, Whole
from tutor.api.shape import Shape
from tutor.models.learner import Theme


class Settings(Shape):
    """How a learner's days are made."""

    zone = serializers.CharField(max_length=64, help_text="IANA time zone, such as Europe/Berlin.")
    daily_minutes = Whole(min_value=3, max_value=60)
    day_turns_at = Whole(max_value=12, help_text="Hour at which a new day begins.")
    theme = serializers.ChoiceField(Theme.values)
    weekly_days = Whole(min_value=1, max_value=7, help_text="The weekly goal.")


class ReminderChoice(Shape):
    """How to be reminded."""

    hour = Whole(max_value=23)
    by_mail = serializers.BooleanField()
    by_push = serializers.BooleanField()
    weekly = serializers.BooleanField(help_text="A digest by mail, once a week.")


class PushSubscription(Shape):
    """A browser or phone that shows reminders."""

    id = serializers.UUIDField(source="public_id")
    label = serializers.CharField()
    created_at = Moment()
    reached_at = Moment(allow_null=True)
    problem = serializers.CharField(allow_blank=True, help_text="Why it was not reached the last time.")


class Reminders(ReminderChoice):
    """How the learner is reminded."""

    paused_until = serializers.DateField(allow_null=True)
    next_at = Moment(allow_null=True)
    mail = serializers.ChoiceField(["off", "none", "unconfirmed", "ready"], help_text="Whether mail can go to them.")
    address = serializers.CharField(allow_blank=True)
    push_key = serializers.CharField(help_text="The site's key (VAPID), for subscribing.")
    devices = PushSubscription(many=True)


class Snooze(Shape):
    """Until when."""

    until = serializers.ChoiceField(["tomorrow", "week", "now"])


class PushKeys(Shape):
    """What the browser's PushManager gave."""

    endpoint = serializers.CharField(max_length=1000)
    p256dh = serializers.CharField(max_length=100)
    auth = serializers.CharField(max_length=32)


class RenewedPushSubscription(PushKeys):
    """What the browser's PushManager gave in place of what ended."""

    old = serializers.CharField(max_length=1000, help_text="The endpoint that ended.")


class NewPushSubscription(PushKeys):
    """What the browser's PushManager gave, and a name for the device."""

    label = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class Tried(Shape):
    """What came of a notification on trial."""

    sent = serializers.BooleanField()
    problem = serializers.CharField(allow_blank=True)


class Query(Shape):
    """What is searched for."""

    q = serializers.CharField(max_length=200)
    limit = Whole(required=False, default=12, min_value=1, max_value=50)


class Hit(Shape):
    """Something that was found."""

    kind = serializers.CharField(help_text="concept, or a kind of step.")
    title = serializers.CharField()
    lesson = serializers.CharField(source="lesson_slug")
    lesson_title = serializers.CharField()
    step = serializers.CharField(source="step_key", allow_blank=True)
    excerpt = serializers.CharField(allow_blank=True)
    score = Chance()


class Found(Shape):
    """The best first."""

    how = serializers.ChoiceField(["meaning", "words"], help_text="`words` where the index did not answer in time.")
    hits = Hit(many=True)
