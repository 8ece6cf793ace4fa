"""Correcting the zone of past days."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.fields import Moment, Uuid, Whole
from tutor.api.shape import Shape


class NewCorrection(Shape):
    """Where the learner has been, and since when."""

    zone = serializers.CharField(max_length=64, help_text="IANA name, such as Asia/Tokyo.")
    since = Moment(help_text="Of the last 60 days.")


class CorrectionAct(NewCorrection):
    """The same, as an act."""

    id = Uuid(required=False, help_text="Made by the client, so that sending it again is the same act.")


class Correction(NewCorrection):
    """A correction that can be taken back."""

    id = serializers.UUIDField(source="uuid")
    before = serializers.CharField(help_text="The zone by which days went until then.")
    day = serializers.DateField(help_text="The local day that `since` begins.")


class DaySeen(Shape):
    """A day as it counts."""

    acts = Whole()
    finished = serializers.BooleanField()


class DayChange(Shape):
    """A day that would be another."""

    day = serializers.DateField()
    before = DaySeen()
    after = DaySeen()


class ZoneChange(Shape):
    """What a correction would change."""

    days = DayChange(many=True)
    streak_before = Whole()
    streak_after = Whole()
