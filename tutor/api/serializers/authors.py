"""What authors see: of content its problems, of questions their figures, and of no learner anything."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tutor.api.fields import Figure, Moment, Whole
from tutor.api.serializers.common import Estimate
from tutor.api.serializers.items import Question
from tutor.api.shape import Shape
from tutor.models.analysis import ItemReport, Status


class ContentProblem(Shape):
    """Something wrong with a file of the catalogue."""

    file = serializers.CharField()
    line = Whole(help_text="From 1.")
    what = serializers.CharField()
    mend = serializers.CharField()


class Validation(Shape):
    """Whether the catalogue could be published."""

    sound = serializers.BooleanField()
    problems = ContentProblem(many=True)


class Publication(Shape):
    """What a publication changed, each as “kind slug”."""

    new = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())
    retired = serializers.ListField(child=serializers.CharField())
    revived = serializers.ListField(child=serializers.CharField())


class ItemQuery(Shape):
    """Which versions of questions."""

    lesson = serializers.CharField(required=False, default="")
    kind = serializers.CharField(required=False, default="")
    flag = serializers.CharField(required=False, default="")
    outdated = serializers.BooleanField(required=False, default=False)


class ItemFigures(Shape):
    """A version of a question with its figures; null where there are too few answers."""

    item = serializers.CharField(source="slug")
    revision = serializers.CharField(help_text="Its digest.")
    kind = serializers.CharField()
    lesson = serializers.CharField(help_text="Its number.")
    lesson_title = serializers.CharField()
    concept = serializers.CharField(help_text="Its title.")
    current = serializers.BooleanField()
    published_at = Moment()
    declared_seconds = Whole()
    answers = Whole(help_text="First answers of learners.")
    later = Whole(help_text="All others.")
    pass_rate = Estimate(allow_null=True)
    later_rate = Estimate(allow_null=True)
    hint_rate = Estimate(allow_null=True)
    time = Estimate(allow_null=True, help_text="Median seconds.")
    discrimination = Estimate(allow_null=True)
    residual = Estimate(allow_null=True, help_text="Against what the memory model expected.")
    standardised = Figure(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField(), help_text="Why to look at it: docs/authoring-analysis.md.")
    open_reports = Whole()
    leeches = Whole()


class Option(Shape):
    """An option and who took it."""

    key = serializers.CharField(source="offer.key")
    label = serializers.CharField(source="offer.label", allow_blank=True)
    right = serializers.BooleanField(source="offer.right", allow_null=True)
    count = Whole()
    share = Estimate(allow_null=True)
    discrimination = Estimate(allow_null=True)
    idle = serializers.BooleanField(help_text="Too few take it for it to work as a distractor.")


class ReportRow(Shape):
    """What somebody reported; of the learner there is nothing."""

    report = serializers.CharField(source="key", help_text="What it is answered by.")
    item = serializers.CharField(source="slug")
    reason = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    at = Moment()
    status = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class ReportQuery(Shape):
    """Which reports."""

    status = serializers.ChoiceField(Status.values, required=False, default="")


class ReportAnswer(Shape):
    """What is done about a report."""

    status = serializers.ChoiceField(Status.values, help_text="`open` opens it again.")
    answer = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=ItemReport.MOST_NOTE, help_text="What the learner is told, once."
    )


class ItemPage(Shape):
    """All there is to say of a version."""

    figures = ItemFigures(source="row")
    question = Question()
    why = serializers.CharField(allow_blank=True, help_text="Markdown.")
    options = Option(many=True)
    change = Estimate(allow_null=True, help_text="Its pass rate less that of the version before.")
    versions = ItemFigures(many=True)
    reports = ReportRow(many=True)
    folded_at = Moment(allow_null=True, help_text="When answers were last added up.")


class CheckFigures(Shape):
    """How a check of an exercise does."""

    name = serializers.CharField()
    title = serializers.CharField()
    sample = serializers.BooleanField()
    runs = Whole()
    pass_rate = Estimate(allow_null=True)
    failing = Estimate(allow_null=True, help_text="Of failed submissions, in which it was the first that did.")


class ExerciseFigures(Shape):
    """A version of an exercise with its figures."""

    exercise = serializers.CharField(source="slug")
    title = serializers.CharField()
    lesson = serializers.CharField()
    current = serializers.BooleanField()
    published_at = Moment()
    declared_seconds = Whole()
    learners = Whole()
    submissions = Whole()
    solved = Whole()
    pass_rate = Estimate(allow_null=True)
    tries = Estimate(allow_null=True)
    minutes = Estimate(allow_null=True)
    hint_rate = Estimate(allow_null=True)
    checks = CheckFigures(many=True)
    hardest = serializers.SerializerMethodField(help_text="Name of the check that fails first most often.")

    def get_hardest(self, row: Any) -> str:
        return row.hardest.name if row.hardest else ""
