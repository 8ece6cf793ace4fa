"""Studying without a network, and telling of it later."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.fields import Moment, Whole
from tutor.api.serializers.catalogue import Lesson
from tutor.api.serializers.items import Explanation, Note, Question
from tutor.api.serializers.memory import STATES
from tutor.api.serializers.today import Pick
from tutor.api.shape import Shape
from tutor.services.accepting import ACTS, MOST_AT_ONCE
from tutor.services.offline import MOST_DAYS

CODES = (
    "future, too_old, already_done, unknown_revision, malformed, not_found, stale_question, step_locked, too_often or too_many: "
    "docs/api.md, Offline."
)


class OfflineEvent(Shape):
    """An act that was done without a connection; what else it tells depends on its kind."""

    id = serializers.UUIDField(help_text="Made by the client, so that sending it again is the same act.")
    kind = serializers.ChoiceField(list(ACTS))
    at = Moment(help_text="When it was done: at most 60 days ago.")
    zone = serializers.CharField(max_length=64, help_text="Where the device was, an IANA name.")
    item = serializers.CharField(required=False, help_text="answered: the question.")
    revision = serializers.CharField(required=False, help_text="answered: the digest of its version.")
    number = Whole(required=False, help_text="answered: which asking. hint_taken: which hint.")
    response = serializers.DictField(required=False, help_text="answered: docs/api.md, Responses.")
    seconds = Whole(required=False, help_text="answered: how long it took.")
    hints_used = Whole(required=False, help_text="answered: 1 where the hint was looked at.")
    lesson = serializers.CharField(required=False, help_text="step_done, lesson_begun; answered, where a check step asked.")
    step = serializers.CharField(required=False, help_text="step_done; answered, where a check step asked.")
    path = serializers.CharField(required=False, help_text="enrolled.")
    exercise = serializers.CharField(required=False, help_text="hint_taken.")
    answer = serializers.UUIDField(required=False, help_text="undone: the id of the answer.")


class Batch(Shape):
    """What was done, as a device tells it."""

    events = OfflineEvent(many=True, max_length=MOST_AT_ONCE, help_text="In the order in which they were done, at most 500.")


class EventOutcome(Shape):
    """What became of one event."""

    id = serializers.CharField(allow_blank=True, help_text="As it was sent; empty where it was no text.")
    state = serializers.SerializerMethodField(help_text="accepted, known (it had arrived before) or refused.")
    code = serializers.CharField(allow_blank=True, help_text=f"Of a refusal, for programs: {CODES}")
    field = serializers.CharField(allow_blank=True, help_text="Of a refusal: which field is at fault.")
    reason = serializers.CharField(allow_blank=True, help_text="Of a refusal: what is wrong, for people.")
    mend = serializers.CharField(allow_blank=True, help_text="Of a refusal: what to do about it.")
    score = serializers.FloatField(
        allow_null=True, help_text="answered: the site's mark, 0 to 1, which counts; null of all else and of what was refused."
    )

    def get_state(self, taken: object) -> str:
        state: str = getattr(taken, "state", "")
        return "known" if state == "repeated" else state


class SyncedMemory(Shape):
    """The memory of a concept with all that it takes to predict it: docs/api.md, Offline."""

    concept = serializers.CharField(source="concept.slug")
    state = serializers.ChoiceField(STATES)
    stability_days = serializers.FloatField(source="stability")
    difficulty = serializers.FloatField(help_text="1 to 10.")
    reviewed_on = serializers.DateField()
    due_on = serializers.DateField()
    repetitions = Whole()
    lapses = Whole()
    credited_on = serializers.DateField(allow_null=True, help_text="When harder work last gave it credit.")


class ToldEvent(Shape):
    """An act that the site knows of."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    at = Moment()
    received_at = Moment()
    zone = serializers.CharField()
    day = serializers.DateField(help_text="The local day that the device told.")
    item = serializers.CharField(allow_blank=True)
    revision = serializers.CharField(allow_blank=True)
    concept = serializers.CharField(allow_blank=True)
    document = serializers.JSONField(help_text="The rest, by its kind: docs/learning.md.")


class StepAt(Shape):
    """A step that is done."""

    lesson = serializers.CharField()
    step = serializers.CharField()
    day = serializers.DateField()
    at = Moment()


class DayAt(Shape):
    """A finished day."""

    day = serializers.DateField()
    finished_at = Moment()


class Changes(Shape):
    """What was done since, on whichever device, and how all that it touches stands now."""

    events = ToldEvent(many=True, help_text="In the order in which the site heard of them, at most 200.")
    memories = SyncedMemory(many=True, help_text="Of the concepts that the events are of, and those that these rest on.")
    concepts = serializers.ListField(
        child=serializers.CharField(),
        help_text="Their slugs: one without a memory among `memories` has none any more.",
    )
    steps = StepAt(many=True, help_text="All that are done, of the lessons that the events are of.")
    lessons = serializers.ListField(
        child=serializers.CharField(),
        help_text="Their slugs: a step that is not among `steps` is open, or open again.",
    )
    days = DayAt(many=True, help_text="Finished since `days_since`, newest first, at most 90.")
    days_since = serializers.DateField(
        allow_null=True,
        help_text="A day since then that is not among `days` is not finished.",
    )
    cursor = serializers.CharField(help_text="For the next time.")
    more = serializers.BooleanField(help_text="There are more already.")


class Span(Shape):
    """How many days to take along."""

    days = serializers.IntegerField(required=False, default=3, min_value=1, max_value=MOST_DAYS)


class StudyDay(Shape):
    """A day to come."""

    day = serializers.DateField()
    opened = serializers.BooleanField(help_text="Its plan is settled; else it is a forecast.")
    minutes = Whole()
    picks = Pick(many=True)


class Foreseen(Shape):
    """A mistake that was foreseen, and what is said of it."""

    accepts = serializers.JSONField(help_text="What is taken for it, as in `accepts` of the marking.")
    note = Note()


class OnDevice(Shape):
    """What it takes to mark a question on the device: docs/api.md, Offline."""

    right = serializers.JSONField(help_text="The response that earns the full score, in the form of the kind.")
    accepts = serializers.JSONField(help_text="Of typed answers, all that earn it; null of other kinds.")
    foreseen = Foreseen(many=True, help_text="Where none is met, there is no more to say than the explanation does.")
    explanation = Explanation(
        help_text="What is shown after answering; of its notes `right` and `chosen` are those of the right response."
    )


class Asking(Shape):
    """A question as it will be put under this number."""

    number = Whole(help_text="An answer names it.")
    seed = serializers.IntegerField(help_text="Of its values: the same seed is the same question.")
    question = Question()
    marking = OnDevice(allow_null=True, help_text="Null where only the server marks.")


class ItemAhead(Shape):
    """A question with as many askings as are planned."""

    item = serializers.CharField()
    concept = serializers.CharField()
    revision = serializers.CharField(help_text="An answer names it.")
    seconds = Whole(help_text="Expected.")
    difficulty = serializers.FloatField(help_text="In logits: how much harder than its concept it is.")
    askings = Asking(many=True)


class ExerciseAhead(Shape):
    """An exercise, without its checks: they stay on the server."""

    slug = serializers.CharField()
    title = serializers.CharField()
    prompt_html = serializers.CharField()
    starter = serializers.CharField(allow_blank=True)
    draft = serializers.CharField(allow_blank=True, allow_null=True, help_text="What was written so far.")
    hints = serializers.ListField(
        child=serializers.CharField(), help_text="Show them one by one, and tell of each as `hint_taken`."
    )


class AssetAhead(Shape):
    """Data of a widget, or a picture, to be fetched once and kept for ever."""

    url = serializers.CharField()
    digest = serializers.CharField(help_text="SHA-256 of its content, in hexadecimal.")
    media_type = serializers.CharField()


class Predicting(Shape):
    """What predicts recall, together with a memory."""

    parameters = serializers.ListField(
        child=serializers.FloatField(), help_text="The 21 of FSRS-6 that are in use for the learner."
    )
    intercept = serializers.FloatField(help_text="In logits: how much more often than by the model the learner is right.")


class Luggage(Shape):
    """The next days with everything that it takes to study them without a network."""

    cursor = serializers.CharField(help_text="For `GET /sync/changes/`.")
    days = StudyDay(many=True)
    lessons = Lesson(many=True, help_text="Those that the picks are of, whole, at most 20.")
    items = ItemAhead(many=True)
    exercises = ExerciseAhead(many=True)
    assets = AssetAhead(many=True)
    memories = SyncedMemory(many=True, help_text="Of the concepts of these questions and lessons that were met.")
    predicting = Predicting()
