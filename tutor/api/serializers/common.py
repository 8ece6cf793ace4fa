"""What several resources share."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.fields import Chance, Figure, Moment, Uuid, Whole
from tutor.api.shape import Shape


class Act(Shape):
    """What a device tells of an act: its own UUID for it, and when and where it was done."""

    id = Uuid(
        required=False,
        help_text="Made by the client, so that sending it again is the same act. Recommended (UUID version 7 or 4).",
    )
    at = Moment(required=False, help_text="When it was done, if not now; at most 60 days ago.")
    zone = serializers.CharField(required=False, max_length=64, help_text="Where it was done, an IANA name, if not at home.")


class Next(Shape):
    """What to go on with: a question, a step of a lesson, or the summary of a day that is done."""

    kind = serializers.ChoiceField(["review", "step", "summary"])
    item = serializers.CharField(allow_blank=True, help_text="The question to fetch, where it is a review.")
    lesson = serializers.CharField(allow_blank=True, help_text="The lesson, where it is a step.")
    step = serializers.CharField(allow_blank=True, help_text="The step's key, where it is one.")


class Estimate(Shape):
    """An estimated figure with its 95 % interval, and how many observations it is of."""

    value = Figure()
    low = Figure()
    high = Figure()
    n = Whole()


class Neighbour(Shape):
    """A concept beside another."""

    slug = serializers.CharField()
    title = serializers.CharField()
    recall = Chance(allow_null=True, help_text="Chance that it is remembered today; null before it was met.")


class Empty(Shape):
    """Nothing has to be sent."""
