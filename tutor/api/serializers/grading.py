"""What admins see of grading."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.fields import Figure, Moment, Whole
from tutor.api.shape import Shape
from tutor.selectors.operations import KINDS
from tutor.selectors.watching import VERDICTS


class GradingQuery(Shape):
    """Which verdicts."""

    kind = serializers.ChoiceField(KINDS, required=False, default="")
    verdict = serializers.ChoiceField(VERDICTS, required=False, default="")


class Queue(Shape):
    """What waits and what is worked on of a kind."""

    kind = serializers.ChoiceField(KINDS)
    waiting = Whole()
    running = Whole()
    oldest_seconds = Figure(help_text="Age of the oldest that waits; 0 without one.")


class Grader(Shape):
    """A worker that was heard of in the last 35 seconds."""

    name = serializers.CharField()
    told_at = Moment()
    paused = serializers.CharField(allow_blank=True, help_text="Why it does not grade.")
    boxes = serializers.CharField(allow_blank=True)
    tier = serializers.CharField(allow_blank=True)


class Graded(Shape):
    """A submission."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(KINDS)
    state = serializers.CharField()
    exercise = serializers.CharField()
    username = serializers.CharField(source="learner")
    verdict = serializers.CharField(allow_blank=True)
    seconds = Figure(help_text="Since it was handed in, until its verdict if it has one.")
    sends = Whole(help_text="How often it was sent to a worker.")
    at = Moment(help_text="When it was settled, or else handed in.")


class Speed(Shape):
    """Seconds to a verdict."""

    count = Whole()
    p50 = Figure()
    p95 = Figure()


class Grading(Shape):
    """How grading does."""

    paused = serializers.BooleanField(help_text="No worker grades.")
    queue = Queue(many=True)
    workers = Grader(many=True)
    live = Graded(many=True, help_text="Without a verdict, the oldest 30 first.")
    recent = Graded(many=True, help_text="The latest 30 verdicts.")
    speed = Speed(allow_null=True, help_text="Of the last hour.")
