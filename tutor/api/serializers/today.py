"""A day: its plan, and what came of it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tutor.api.fields import Chance, Moment, Whole
from tutor.api.serializers.common import Next
from tutor.api.shape import Shape


class DayDot(Shape):
    """A day of the week that is shown."""

    date = serializers.DateField()
    state = serializers.ChoiceField(["done", "today", "missed", "ahead", "frozen", "granted", "vacation", "made-up"])


class Streak(Shape):
    """Days in a row. What pauses is never lost: `longest` stays."""

    current = Whole(help_text="Days; still yesterday's while today can continue it.")
    longest = Whole()
    paused = serializers.BooleanField()
    today_done = serializers.BooleanField()
    days = DayDot(many=True, help_text="Seven: this week, or the first seven of a newcomer.")
    freezes = Whole(help_text="In hand: each covers a missed day by itself.")
    days_to_freeze = Whole(help_text="Finished days until the next; 0 while no more can be held.")
    to_make_up = serializers.ListField(child=serializers.DateField(), help_text="Missed days that can still be made up for.")
    make_up_until = serializers.DateField(allow_null=True)
    make_up_seconds = Whole(help_text="Effort beyond the plan that makes up for one.")
    regained = Whole(help_text="What the streak would be with them.")
    week_done = Whole()
    week_asked = Whole(help_text="By the weekly goal.")


class Quest(Shape):
    """Something small to do today, for who wants it."""

    title = serializers.CharField()
    done = Whole()
    needed = Whole()
    met = serializers.BooleanField()


class Pick(Shape):
    """One thing of the plan."""

    kind = serializers.ChoiceField(["review", "step"])
    step_kind = serializers.CharField(allow_blank=True, help_text="Of a step: read, explore, check, code, report or recap.")
    item = serializers.CharField(read_only=True, help_text="The question of a review.")
    lesson = serializers.CharField(read_only=True, help_text="The lesson of a step.")
    step = serializers.CharField(read_only=True, help_text="The key of a step.")
    title = serializers.CharField()
    subtitle = serializers.CharField(allow_blank=True)
    why = serializers.CharField(help_text="Why it is in the plan, for the learner.")
    seconds = Whole()
    done = serializers.BooleanField()


class Gate(Shape):
    """A lesson that today begins with what it builds on; `POST /today/anyway/` begins without."""

    lesson = serializers.CharField()
    lesson_title = serializers.CharField()
    titles = serializers.ListField(child=serializers.CharField(), help_text="Concepts still to be asked.")


class Target(Shape):
    """A day by which a path is to be done."""

    path = serializers.CharField(source="path_slug")
    path_title = serializers.CharField()
    day = serializers.DateField()
    minutes = serializers.IntegerField(allow_null=True, help_text="A day, by now; null where no minutes are enough.")
    done_on = serializers.DateField(allow_null=True, help_text="When it is done as things are.")
    state = serializers.ChoiceField(["done", "on", "behind", "past"])


class Notices(Shape):
    """What there is to say beside the plan."""

    gates = Gate(many=True)
    missed = Whole(help_text="Days since the learner was last here, on the day of a return; else 0.")
    catch_up = serializers.DateField(allow_null=True, help_text="When a backlog has had its turn.")
    break_until = serializers.DateField(allow_null=True, help_text="Last day of the break that is on.")
    targets = Target(many=True)


class Today(Shape):
    """The learner's local day."""

    day = serializers.DateField()
    opened = serializers.BooleanField(help_text="Whether it has a plan. POST opens it.")
    minutes = Whole()
    picks = Pick(many=True)
    next = serializers.SerializerMethodField(help_text="What to go on with.")
    seconds_total = Whole()
    seconds_left = Whole()
    finished = serializers.BooleanField(help_text="Nothing of the plan is left.")
    streak = Streak()
    quests = Quest(many=True)
    effort_seconds_today = Whole(help_text="60 are 1 XP.")
    due_count = Whole(help_text="Concepts that are due and not in the plan.")
    ends_at = Moment(help_text="When the next day begins.")
    notices = Notices()

    @extend_schema_field(Next)
    def get_next(self, today: Any) -> dict[str, str]:
        return next_of(today)


class Why(Shape):
    """What effort was for."""

    name = serializers.CharField()
    effort_seconds = Whole()


class Level(Shape):
    """How much effort there has been, in steps."""

    number = Whole()
    done = Whole(help_text="Effort seconds of this level.")
    needed = Whole(help_text="Effort seconds from this level to the next.")


class Achievement(Shape):
    """Something worth noting; it cannot be lost."""

    slug = serializers.CharField()
    family = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    done = Whole()
    needed = Whole()
    unit = serializers.CharField(allow_blank=True)
    day = serializers.DateField(allow_null=True, help_text="When it was reached; null while it is not.")


class LearnedStep(Shape):
    """A step that was done."""

    lesson_title = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()


class Gain(Shape):
    """A concept that was worked on."""

    slug = serializers.CharField()
    title = serializers.CharField()
    recall_before = Chance(allow_null=True, help_text="What was expected of it; null where it was new.")
    due_on = serializers.DateField()
    right = serializers.BooleanField(help_text="How its last answer of the day went.")


class Coming(Shape):
    """A concept that comes back."""

    title = serializers.CharField()
    due_on = serializers.DateField()


class Summary(Shape):
    """A local day in retrospect."""

    day = serializers.DateField()
    finished = serializers.BooleanField()
    steps = LearnedStep(many=True)
    concepts = Gain(many=True)
    reviews_right = Whole()
    reviews_total = Whole()
    effort_seconds = Whole()
    causes = Why(many=True)
    level = Level()
    quests = Quest(many=True)
    achievements = Achievement(many=True)
    streak = Streak()
    coming = Coming(many=True)


class Anyway(Shape):
    """Which lesson to begin without its warm-up."""

    lesson = serializers.SlugField(max_length=80)


def next_of(today: Any) -> dict[str, str]:
    """The first pick that is not done, or the day's summary."""
    ahead = next((pick for pick in today.picks if not pick.done), None)
    if ahead is None:
        return {"kind": "summary", "item": "", "lesson": "", "step": ""}
    return {"kind": ahead.kind, "item": ahead.item, "lesson": ahead.lesson, "step": ahead.step}
