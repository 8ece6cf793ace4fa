"""Questions and answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lessons.content.markdown import render, render_inline
from tutor.api.fields import Chance, Moment, Whole
from tutor.api.serializers.common import Act
from tutor.api.shape import Shape
from tutor.models.analysis import ItemReport, Reason, Status


class Question(Shape):
    """A question with its values filled in, without what would give the answer away."""

    kind = serializers.CharField(help_text="choice, choices, number, order, match, fill, output, point, text, card or design.")
    ask = serializers.CharField(help_text="Markdown.")
    ask_html = serializers.SerializerMethodField()
    hint = serializers.CharField(allow_blank=True, help_text="Markdown. Who looked at it says so in `hints_used`.")
    hint_html = serializers.SerializerMethodField()
    public = serializers.JSONField(help_text="What it takes to put the question, by its kind: docs/authoring-items.md.")

    def get_ask_html(self, question: Any) -> str:
        return render(question.ask)

    def get_hint_html(self, question: Any) -> str:
        return render(question.hint) if question.hint else ""


class Asked(Shape):
    """A question as it is put to this learner. Looking twice gives the same; only an answer brings the next."""

    item = serializers.CharField(source="item_slug", help_text="Permanent.")
    concept = serializers.CharField(source="concept_slug")
    concept_title = serializers.CharField()
    revision = serializers.CharField(help_text="Digest of the version that is asked; an answer names it.")
    number = Whole(help_text="Counts the learner's askings of this item from 1; an answer names it.")
    seconds = Whole(help_text="Expected.")
    answered_today = serializers.BooleanField()
    question = Question()


class Answer(Act):
    """An answer. The same `id`, or the same number again, is the same answer and gives the same outcome."""

    revision = serializers.CharField(max_length=64)
    number = Whole(min_value=1)
    response = serializers.DictField(help_text='By the question\'s kind, such as {"choice": "a"}: docs/api.md, Responses.')
    seconds = Whole(required=False, default=0, help_text="How long it took; 0 where nobody knows.")
    hints_used = Whole(required=False, default=0, max_value=9)
    lesson = serializers.SlugField(
        required=False, allow_blank=True, default="", max_length=80, help_text="Where a check step asked."
    )
    step = serializers.SlugField(required=False, allow_blank=True, default="", max_length=80, help_text="Its key.")


class Note(Shape):
    """What there is to say of an option, a blank or an entry."""

    target = serializers.CharField(help_text="Its id.")
    text = serializers.CharField(allow_blank=True, help_text="Markdown.")
    html = serializers.SerializerMethodField()
    right = serializers.BooleanField()
    chosen = serializers.BooleanField()

    def get_html(self, note: Any) -> str:
        return render_inline(note.text)


class Explanation(Shape):
    """Why it is so."""

    why = serializers.CharField(allow_blank=True, help_text="Markdown.")
    why_html = serializers.SerializerMethodField()
    solution = serializers.CharField(allow_blank=True, help_text="Markdown.")
    solution_html = serializers.SerializerMethodField()
    notes = Note(many=True)

    def get_why_html(self, explanation: Any) -> str:
        return render(explanation.why)

    def get_solution_html(self, explanation: Any) -> str:
        return render(explanation.solution)


class StreakNow(Shape):
    """The streak after the answer."""

    current = Whole()
    longest = Whole()
    today_done = serializers.BooleanField()


class Outcome(Shape):
    """What came of an answer."""

    id = serializers.UUIDField(source="event_id", help_text="Names the answer, for who takes it back.")
    item = serializers.CharField(source="asked.item_slug")
    number = Whole(source="asked.number")
    repeated = serializers.BooleanField(help_text="It had arrived before.")
    response = serializers.JSONField()
    score = Chance(source="mark.score")
    correct = serializers.BooleanField(source="mark.correct")
    explanation = Explanation()
    rating = Whole(help_text="What it says of memory: 1 again, 2 hard, 3 good, 4 easy.")
    due_on = serializers.DateField(help_text="When its concept comes back.")
    days_until_due = Whole()
    effort_seconds = Whole(help_text="What it earned; 60 are 1 XP.")
    streak = StreakNow()
    day_finished = serializers.BooleanField()


class Undone(Shape):
    """The question that is open again, and the step that asked it, if one did."""

    item = serializers.CharField(source="item_slug")
    lesson = serializers.CharField(source="lesson_slug", allow_blank=True)
    step = serializers.CharField(source="step_key", allow_blank=True)


class AnswerRow(Shape):
    """An answer of the past."""

    id = serializers.UUIDField(source="client_id")
    item = serializers.CharField(source="item.slug")
    revision = serializers.CharField(source="revision.digest")
    number = Whole()
    response = serializers.JSONField()
    score = Chance()
    seconds = Whole()
    hints_used = Whole()
    day = serializers.DateField()
    at = Moment()


class Report(Shape):
    """What is wrong with a question."""

    revision = serializers.CharField(max_length=64)
    reason = serializers.ChoiceField(Reason.choices)
    note = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=ItemReport.MOST_NOTE, trim_whitespace=False
    )


class Reported(Shape):
    """That it was noted."""

    new = serializers.BooleanField(help_text="False where it was reported before.")


class ReportOfOwn(Shape):
    """What the learner reported, and what its author answered."""

    item = serializers.CharField(source="revision.item.slug")
    concept_title = serializers.CharField(source="revision.item.concept.title")
    revision = serializers.CharField(source="revision.digest")
    reason = serializers.ChoiceField(Reason.values)
    note = serializers.CharField(allow_blank=True)
    at = Moment()
    status = serializers.ChoiceField(Status.values, help_text="`fixed`: it was mended; `kept`: its author keeps it as it is.")
    answer = serializers.CharField(allow_blank=True)
    answered_at = Moment(allow_null=True)
    seen_at = Moment(allow_null=True, help_text="When the learner was told of the answer.")
