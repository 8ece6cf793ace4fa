"""What a learner takes along, brings in, and has earned."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tutor.api.fields import Chance, Figure, Moment, Whole
from tutor.api.shape import Shape


class Export(Shape):
    """Everything that is kept of a learner: beside these a list for each part, such as `events`, `answers` or `memories`."""

    format = serializers.CharField()
    exported_at = Moment()
    learner = serializers.DictField(help_text="The account and its settings.")


class Deck(Shape):
    """A path of which the learner has met some concepts."""

    path = serializers.CharField(source="slug")
    title = serializers.CharField()
    met = Whole()


class Refused(Shape):
    """An act that was not taken over, and why."""

    place = serializers.IntegerField(help_text="In the file's list of events, from 1.")
    problem = serializers.CharField()


class Imported(Shape):
    """What a file brought."""

    answers = Whole(help_text="New here.")
    steps = Whole(help_text="New here.")
    known = Whole(help_text="Acts that were known already.")
    refused = serializers.SerializerMethodField()

    @extend_schema_field(Refused(many=True))
    def get_refused(self, done: Any) -> list[dict[str, Any]]:
        return [{"place": one.place, "problem": one.why} for one in done.refused]


class NamedFigure(Shape):
    """A figure by its name."""

    name = serializers.CharField()
    value = Figure()


class Certificate(Shape):
    """What somebody has made, and how well it did on what nobody had shown them."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(allow_blank=True, help_text="Empty before it is shared.")
    shared = serializers.BooleanField()
    own = serializers.BooleanField()
    path_title = serializers.CharField()
    lesson_title = serializers.CharField(allow_blank=True)
    made = serializers.CharField(allow_blank=True)
    score = Chance()
    figures = serializers.SerializerMethodField()
    corpora = Whole()
    trials = Whole()
    at = Moment()

    @extend_schema_field(NamedFigure(many=True))
    def get_figures(self, view: Any) -> list[dict[str, Any]]:
        return [{"name": name, "value": round(value, 4)} for name, value in view.figures]


class CertificateName(Shape):
    """The name that everybody who has the link may read."""

    name = serializers.CharField(max_length=80)
