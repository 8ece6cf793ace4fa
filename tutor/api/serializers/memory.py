"""What is remembered."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tutor.api.fields import Chance, Figure, Moment, Uuid, Whole
from tutor.api.serializers.common import Neighbour
from tutor.api.shape import Shape

STATES = ["active", "suspended", "known"]


class Memory(Shape):
    """A concept that was met."""

    concept = serializers.CharField(source="slug")
    title = serializers.CharField()
    recall = Chance(help_text="Chance that it is remembered today.")
    stability_days = Figure(help_text="Days until the chance has fallen to 90 %.")
    due_on = serializers.DateField()
    state = serializers.ChoiceField(STATES)
    resists = serializers.BooleanField(help_text="It is missed more often than the model explains.")


class Past(Shape):
    """A review of a concept."""

    day = serializers.DateField()
    passed = serializers.BooleanField()
    with_help = serializers.BooleanField()
    by = serializers.CharField(help_text="The kind of question, `code` or `solution`.")
    expected = Chance(allow_null=True, help_text="The chance that the model gave it.")


class Curve(Shape):
    """Recall day by day from the last review on."""

    first = serializers.DateField()
    today = serializers.DateField()
    due = serializers.DateField()
    recalls = serializers.ListField(child=Chance())


class Leech(Shape):
    """What may help where a concept resists."""

    misses = Whole()
    prerequisite = Neighbour(allow_null=True, help_text="The weakest that it builds on.")
    other_item = serializers.CharField(allow_blank=True, help_text="Another question on it.")


class KnownCheck(Shape):
    """An open check of “I know this”: answer its questions like any others."""

    item = serializers.CharField(help_text="The question to answer next.")
    number = Whole()
    total = Whole()


class KindCount(Shape):
    """How many questions of a kind there are."""

    kind = serializers.CharField()
    count = Whole()


class Concept(Shape):
    """A concept as a learner remembers it; what memory says is null before it was met."""

    slug = serializers.CharField(help_text="Permanent.")
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    lesson_title = serializers.CharField(allow_blank=True)
    recall = Chance(allow_null=True)
    stability_days = Figure(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    repetitions = Whole()
    lapses = Whole()
    state = serializers.ChoiceField(STATES, allow_blank=True, help_text="Empty before it was met.")
    curve = Curve(allow_null=True)
    past = Past(many=True, help_text="The latest twelve reviews.")
    kinds = serializers.SerializerMethodField()
    needs = Neighbour(many=True)
    needed_by = Neighbour(many=True)
    leech = Leech(allow_null=True)
    check = KnownCheck(allow_null=True)
    can_prove = serializers.BooleanField(help_text="There are enough questions for “I know this”.")
    tried_today = serializers.BooleanField()

    @extend_schema_field(KindCount(many=True))
    def get_kinds(self, page: Any) -> list[dict[str, Any]]:
        return [{"kind": kind, "count": count} for kind, count in page.kinds]


class Decision(Shape):
    """What to do with a concept."""

    id = Uuid(required=False, help_text="Made by the client, so that sending it again is the same act.")
    act = serializers.ChoiceField(["suspend", "resume", "reset"])


class ReviewRow(Shape):
    """What an answer, a verdict or a shown solution said of a memory."""

    concept = serializers.CharField(source="concept.slug")
    item = serializers.SerializerMethodField(help_text="The question; empty where it was code.")
    rating = Whole(help_text="1 again, 2 hard, 3 good, 4 easy.")
    counted = serializers.BooleanField(help_text="It moved the memory.")
    predicted_recall = Chance(allow_null=True, help_text="What the model expected.")
    due_on = serializers.DateField()
    day = serializers.DateField()
    at = Moment()

    def get_item(self, review: Any) -> str:
        return review.attempt.item.slug if review.attempt_id else ""
