"""Exercises, drafts, submissions and hints."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from grading.findings import KINDS
from tutor.api.fields import Chance, Figure, Moment, Uuid, Whole
from tutor.api.shape import Shape


class CheckTitle(Shape):
    """A check of an exercise, hidden but for its title."""

    title = serializers.CharField()
    sample = serializers.BooleanField(help_text="A run checks only these.")


class Entry(Shape):
    """What the checks call."""

    name = serializers.CharField()
    signature = serializers.CharField()


class Check(Shape):
    """A check of a submission, as it ended."""

    name = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField(
        help_text="passed, failed, error, timeout, out_of_memory, output_limit, forbidden or internal."
    )
    status_text = serializers.CharField()
    passed = serializers.BooleanField()
    sample = serializers.BooleanField()
    message = serializers.CharField(allow_blank=True)
    sample_io = serializers.DictField(
        child=serializers.CharField(allow_blank=True), allow_null=True, help_text="Of a sample: what it gave, and what came back."
    )
    output = serializers.CharField(allow_blank=True, help_text="What the code printed.")
    traceback = serializers.ListField(child=serializers.CharField(allow_blank=True))


class SubmissionRow(Shape):
    """Code that was run or submitted, without its checks."""

    id = serializers.UUIDField(source="public_id")
    exercise = serializers.CharField(source="exercise_slug")
    mode = serializers.ChoiceField(["run", "submit"])
    state = serializers.ChoiceField(["queued", "running", "done", "superseded"])
    created_at = Moment()
    settled = serializers.BooleanField(help_text="It does not change any more.")
    verdict = serializers.CharField(
        allow_blank=True, help_text="Empty before there is one; passed, failed, error, timeout, …; `internal` is a fault of ours."
    )
    passed = serializers.BooleanField()
    score = Chance(allow_null=True)
    headline = serializers.CharField(help_text="What happened, in a few words.")
    lead = serializers.CharField(allow_blank=True, help_text="What to do now.")
    regraded = serializers.CharField(allow_blank=True, help_text="What became of it where it was graded again.")


class Submission(SubmissionRow):
    """Code that was run or submitted, with the checks that are known so far."""

    checks = Check(many=True)
    checks_expected = Whole()
    output = serializers.CharField(allow_blank=True)
    traceback = serializers.ListField(child=serializers.CharField(allow_blank=True))
    grading_paused = serializers.BooleanField(help_text="No grader works now; the code is kept.")


class Exercise(Shape):
    """An exercise as it stands for a learner."""

    slug = serializers.CharField(help_text="Permanent.")
    title = serializers.CharField()
    prompt_html = serializers.CharField()
    starter = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True, help_text="The draft, or the starter before there is one.")
    entry = Entry(many=True)
    checks = CheckTitle(many=True)
    hints = serializers.ListField(child=serializers.CharField(), help_text="Those that were taken, as HTML.")
    hints_total = Whole()
    samples_suffice = serializers.BooleanField(help_text="Passing the samples is enough for the lesson's step.")
    passed = serializers.BooleanField()
    gave_up = serializers.BooleanField()
    solution = serializers.CharField(allow_blank=True, help_text="Empty until it may be seen.")
    solution_html = serializers.CharField(allow_blank=True)
    latest = Submission(allow_null=True)
    grading_paused = serializers.BooleanField(help_text="No grader works now; code that is handed in is kept.")


class NewDraft(Shape):
    """The code in an editor."""

    source = serializers.CharField(allow_blank=True, trim_whitespace=False, help_text="At most 64 KiB.")


class Draft(NewDraft):
    """The code that the learner left in an editor, on whichever device."""

    saved_at = Moment(allow_null=True, help_text="Null: nothing was saved yet, and this is the starter.")


class NewSubmission(NewDraft):
    """Code to be graded."""

    id = Uuid(help_text="Made by the client, so that sending it again is the same submission.")
    mode = serializers.ChoiceField(["run", "submit"], help_text="`run` checks the samples and counts for nothing.")


class Source(Shape):
    """The code itself."""

    source = serializers.CharField(allow_blank=True)


class HintNumber(Shape):
    """Which hint."""

    number = Whole(min_value=1, max_value=20, help_text="From 1; they come one after another.")


class Hint(Shape):
    """A hint. A review right after one says less of memory."""

    number = Whole()
    html = serializers.CharField()


class Solution(Shape):
    """The reference solution."""

    solution = serializers.CharField()
    solution_html = serializers.CharField()
    gave_up = serializers.BooleanField(help_text="It was looked at before passing, which counts as a miss.")


class FindingsQuery(Shape):
    """Which findings."""

    of = serializers.ChoiceField(["samples", "submission"], required=False, default="submission")
    kind = serializers.ChoiceField(list(KINDS), required=False, allow_blank=True, default="")
    page = Whole(required=False, default=1, min_value=1, max_value=10_000)


class Share(Shape):
    """A figure from 0 to 1, by its name."""

    name = serializers.CharField()
    share = Chance()


class Count(Shape):
    """A whole number, by its name."""

    name = serializers.CharField()
    count = Whole(max_value=None)


class NamedCurve(Shape):
    """A curve, by its name."""

    name = serializers.CharField()
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="Recall, precision.",
    )


class Mistake(Shape):
    """Two texts that the code merged or kept apart, and should not have."""

    kind = serializers.ChoiceField(list(KINDS), help_text="`wrong`: merged, and strangers; `missed`: kept apart, and the same.")
    first = serializers.CharField(allow_blank=True)
    second = serializers.CharField(allow_blank=True)
    likeness = Figure(help_text="From -1 to 1.")
    note = serializers.CharField(allow_blank=True, help_text="What is to be learned from it.")


def named(rows: Any, field: str) -> list[dict[str, Any]]:
    """Pairs of a name and a value as rows."""
    return [{"name": name, field: value} for name, value in rows]


class CheckFound(Shape):
    """What one check found beside its verdict."""

    title = serializers.CharField()
    passed = serializers.BooleanField()
    score = Chance()
    shares = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    curves = serializers.SerializerMethodField()
    mistakes_in_all = Whole(max_value=None)

    @extend_schema_field(Share(many=True))
    def get_shares(self, check: Any) -> list[dict[str, Any]]:
        return named(check.shares, "share")

    @extend_schema_field(Count(many=True))
    def get_counts(self, check: Any) -> list[dict[str, Any]]:
        return named(check.counts, "count")

    @extend_schema_field(NamedCurve(many=True))
    def get_curves(self, check: Any) -> list[dict[str, Any]]:
        return named(check.curves, "points")


class MistakePage(Shape):
    """A page of the mistakes of all checks, the worst first. Of hidden checks only those that teach are told."""

    page = Whole(source="number")
    pages = Whole()
    total = Whole()
    results = Mistake(many=True, source="rows")


class TrialRow(Shape):
    """A trial on hidden data."""

    score = Chance()
    passed = serializers.BooleanField()
    best = serializers.BooleanField(help_text="The one that the certificate tells of.")
    at = Moment()


class Findings(Shape):
    """What the checks of a submission found beside their verdict, as the steps of kind `report` show it."""

    at = Moment(allow_null=True, help_text="When that code was handed in; null while nothing was found yet.")
    checks = CheckFound(many=True)
    teaching = Mistake(many=True, help_text="The mistakes that teach most.")
    mistakes = MistakePage(allow_null=True)
    trials = TrialRow(many=True, help_text="The latest ten, newest first.")
    certificate = serializers.UUIDField(allow_null=True)
