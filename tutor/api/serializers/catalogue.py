"""What is taught."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tutor.api.fields import Chance, Whole
from tutor.api.shape import Shape


class PathOffer(Shape):
    """A path, in short."""

    slug = serializers.CharField(help_text="Permanent.")
    title = serializers.CharField()
    emoji = serializers.CharField(allow_blank=True)
    promise = serializers.CharField(allow_blank=True, help_text="What whoever has done it can do.")


class Stage(Shape):
    """A part of a long lesson."""

    title = serializers.CharField()
    seconds = Whole()
    state = serializers.ChoiceField(["open", "started", "done"])


class ConceptOfLesson(Shape):
    """What is remembered of a lesson."""

    slug = serializers.CharField(help_text="Permanent.")
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    recall = Chance(allow_null=True, help_text="Chance that it is remembered today; null before it was met, or for a visitor.")


class LessonOfPath(Shape):
    """A lesson on the map of its path."""

    slug = serializers.CharField(help_text="Permanent.")
    number = serializers.CharField(help_text="As shown, such as 1.2.")
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    minutes = Whole()
    state = serializers.ChoiceField(["open", "started", "done"])
    recall = Chance(allow_null=True, help_text="Mean over its concepts that were met.")
    rests_on = serializers.ListField(child=serializers.CharField(), help_text="Numbers of the lessons to take before.")
    concepts = ConceptOfLesson(many=True)
    stages = Stage(many=True)


class Phase(Shape):
    """A stretch of a path."""

    slug = serializers.CharField(help_text="Permanent within its path.")
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    minutes = Whole()
    lessons = LessonOfPath(many=True)


class Answer(Shape):
    """To a question that people have before they begin."""

    question = serializers.CharField()
    html = serializers.CharField()


class Related(Shape):
    """A path beside this one."""

    slug = serializers.CharField()
    title = serializers.CharField()
    emoji = serializers.CharField(allow_blank=True)
    promise = serializers.CharField(allow_blank=True)
    published = serializers.SerializerMethodField(help_text="False while it is only planned.")
    wanted = serializers.BooleanField(help_text="Whether the learner wants to be told when it is published.")

    def get_published(self, related: Any) -> bool:
        return bool(related.url)


class Guide(Shape):
    """What a path tells beside its lessons."""

    before_html = serializers.ListField(child=serializers.CharField(), help_text="What to know before.")
    answers = Answer(many=True)
    related = Related(many=True)


class PathMap(Shape):
    """A path with its phases and lessons, as whoever asks stands in it; for a visitor nothing is done."""

    slug = serializers.CharField()
    title = serializers.CharField()
    emoji = serializers.CharField(allow_blank=True)
    promise = serializers.CharField(allow_blank=True)
    enrolled = serializers.BooleanField()
    lessons_done = Whole()
    lessons_total = Whole()
    minutes_left = Whole()
    phases = Phase(many=True)
    guide = Guide()


class Predict(Shape):
    """A question to be answered before the widget is touched."""

    ask_html = serializers.CharField()
    options_html = serializers.ListField(child=serializers.CharField())
    answer = serializers.IntegerField(allow_null=True, help_text="Place of the right option, from 0.")


class Widget(Shape):
    """Something to touch. Clients that cannot draw it show `after_html`."""

    name = serializers.CharField(help_text="Which widget; it says what the data look like.")
    data_url = serializers.CharField(
        allow_blank=True, help_text="Its data: immutable, to be kept for ever. Empty where it has none."
    )
    source_html = serializers.CharField(allow_blank=True, help_text="Where the data come from.")
    predict = Predict(allow_null=True)
    after_html = serializers.CharField(allow_blank=True, help_text="What there was to see.")


class Step(Shape):
    """One screen of a lesson."""

    key = serializers.CharField(help_text="Permanent within its lesson.")
    kind = serializers.ChoiceField(["read", "explore", "check", "code", "report", "recap"])
    title = serializers.CharField()
    seconds = Whole(help_text="Expected.")
    stage = serializers.CharField(allow_blank=True, help_text="Title of the stage that it belongs to.")
    markdown = serializers.CharField(allow_blank=True, help_text="As written; empty in revisions from before it was kept.")
    html = serializers.CharField(allow_blank=True, help_text="Rendered, with MathML and coloured code.")
    item = serializers.CharField(allow_blank=True, help_text="The question of a check.")
    exercise = serializers.CharField(allow_blank=True, help_text="The exercise of a code step, or that a report is of.")
    goal = serializers.CharField(allow_blank=True, help_text="`samples` where passing the samples is enough.")
    findings = serializers.CharField(allow_blank=True, help_text="Which findings of the exercise a report step shows.")
    widget = Widget(allow_null=True)


class Lesson(Shape):
    """A lesson with all its steps, in the revision that this learner takes."""

    slug = serializers.CharField()
    path = serializers.CharField()
    number = serializers.CharField()
    revision = serializers.CharField(help_text="Digest of its content; it never changes under a learner who has begun.")
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    minutes = Whole()
    concepts = serializers.ListField(child=serializers.CharField(), help_text="Slugs.")
    steps = Step(many=True)


class WarmUpQuestion(Shape):
    """A question that brings back what a lesson builds on."""

    item = serializers.CharField()
    title = serializers.CharField(help_text="Of its concept.")
    why = serializers.CharField(help_text="For the learner.")
    seconds = Whole()


class WarmUp(Shape):
    """What comes before a lesson."""

    seconds = Whole(help_text="Of all questions.")
    questions = WarmUpQuestion(many=True, help_text="In their order; none where the lesson may begin.")


class StepKey(Shape):
    """Where a learner is with a step."""

    key = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    done = serializers.BooleanField()
    open = serializers.BooleanField(help_text="It can be gone to: it is done, or the next to do.")


class LessonProgress(Shape):
    """Where a learner is in a lesson."""

    lesson = serializers.CharField(source="lesson_slug")
    next_step = serializers.SerializerMethodField(help_text="Key of the first step that is open; empty when all are done.")
    seconds_left = Whole()
    finished = serializers.SerializerMethodField()
    steps = StepKey(many=True, source="keys")

    def get_next_step(self, view: Any) -> str:
        return next((key.key for key in view.keys if not key.done), "")

    def get_finished(self, view: Any) -> bool:
        return all(key.done for key in view.keys)
