"""Going on in a lesson, days to be ready by, breaks and placement tests."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tutor.api.fields import Chance, Whole
from tutor.api.serializers.common import Act
from tutor.api.serializers.items import Question
from tutor.api.shape import Shape


class Finish(Act):
    """That a step is done."""

    seconds = Whole(required=False, default=0, help_text="How long it was looked at; 0 where nobody knows.")


class StepOutcome(Shape):
    """What finishing a step led to."""

    lesson_finished = serializers.BooleanField()
    day_finished = serializers.BooleanField()
    next_step = serializers.CharField(source="next_key", allow_null=True, help_text="The lesson's first step that is still open.")


class TargetDay(Shape):
    """By when a path is to be done."""

    day = serializers.DateField()


class NewBreak(Shape):
    """Days on which nothing is expected."""

    starts_on = serializers.DateField(help_text="It may lie in the past.")
    ends_on = serializers.DateField(help_text="The last day of it.")


class Break(NewBreak):
    """A break of the learner's."""

    days = Whole()
    state = serializers.ChoiceField(["ahead", "on", "over"])


class PhaseOffer(Shape):
    """A phase that can be tested."""

    slug = serializers.CharField()
    title = serializers.CharField()


class PlacementQuestion(Shape):
    """The question of a test that is open."""

    number = Whole(help_text="From 0; an answer names it.")
    item = serializers.CharField(source="item_slug")
    phase_title = serializers.CharField()
    progress = Chance(help_text="How far the phase is decided, one way or the other.")
    question = Question()


class PhaseResult(Shape):
    """How a phase went."""

    title = serializers.CharField()
    passed = serializers.BooleanField(help_text="Its lessons count as done.")
    right = Whole()
    asked = Whole()


class Placement(Shape):
    """The placement test of a path."""

    path = serializers.CharField(source="path_slug")
    phases = PhaseOffer(many=True, help_text="That may be tested.")
    open = PlacementQuestion(allow_null=True)
    results = PhaseResult(many=True, help_text="Of the last test.")
    lessons_placed = Whole()
    tried_today = serializers.SerializerMethodField(help_text="Phases tested today; an empty slug is the whole path.")

    def get_tried_today(self, view: Any) -> list[str]:
        return sorted(view.tried_today)


class BeginPlacement(Shape):
    """Which test to begin."""

    phase = serializers.SlugField(required=False, default="", allow_blank=True, max_length=80, help_text="None: the whole path.")


class PlacementAnswer(Shape):
    """An answer in a test."""

    number = Whole(max_value=10_000)
    response = serializers.DictField(allow_null=True, help_text="Null: “I do not know”.")
