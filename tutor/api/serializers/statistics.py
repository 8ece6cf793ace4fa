"""Figures about a learner."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.fields import Chance, Figure, Whole
from tutor.api.serializers.common import Estimate
from tutor.api.shape import Shape


class ActiveDay(Shape):
    """A day of the last 53 weeks."""

    date = serializers.DateField()
    effort_seconds = Whole()
    answers = Whole()
    right = Whole()
    finished = serializers.BooleanField()


class PromisedDay(Shape):
    """What a plan promised, and what it took."""

    date = serializers.DateField()
    minutes = Whole()
    planned_seconds = Whole()
    taken_seconds = Figure()
    finished = serializers.BooleanField()


class LeagueWeek(Shape):
    """How a week's league ended."""

    week = serializers.DateField()
    tier = Whole()
    name = serializers.CharField()
    place = Whole()
    size = Whole()
    days = Whole()


class Habit(Shape):
    """When and for how long somebody learned."""

    days = ActiveDay(many=True)
    promised = PromisedDay(many=True)
    leagues = LeagueWeek(many=True)


class Month(Shape):
    """Reviews of what was known before."""

    first = serializers.DateField(help_text="Of the month.")
    expected = Chance(help_text="The mean prediction.")
    recalled = Estimate()


class Bin(Shape):
    """Predictions between two bounds."""

    low = Chance()
    high = Chance()
    expected = Chance()
    recalled = Estimate()


class Losses(Shape):
    """Mean log loss in nats; less is better."""

    model = Figure()
    constant = Figure(help_text="Of the best constant in hindsight.")
    moving_average = Figure()


class Calibration(Shape):
    """How true the latest predictions were."""

    count = Whole()
    bins = Bin(many=True)
    losses = Losses(allow_null=True)


class DayAhead(Shape):
    """What comes due on a day."""

    day = serializers.DateField()
    reviews = Whole()
    seconds = Figure()


class MappedConcept(Shape):
    """A concept of the path that the learner is on."""

    title = serializers.CharField()
    lesson = Whole(help_text="From 0.")
    number = serializers.CharField()
    place = Whole(help_text="In its lesson, from 0.")
    recall = Chance(allow_null=True)
    due_on = serializers.DateField(allow_null=True)


class MemoryStatistics(Shape):
    """What is remembered, how well that was foreseen, and what it will ask."""

    concepts = MappedConcept(many=True)
    upcoming = DayAhead(many=True)
    retention = Month(many=True)
    calibration = Calibration()


class ConceptRecord(Shape):
    """How a concept's answers of a year went."""

    title = serializers.CharField()
    right = Estimate()


class Misconception(Shape):
    """A wrong option that was picked often."""

    concept = serializers.CharField()
    ask = serializers.CharField(help_text="Markdown.")
    option = serializers.CharField(help_text="Markdown.")
    why = serializers.CharField(help_text="Markdown.")
    times = Whole()
    last = serializers.DateField()


class Understanding(Shape):
    """What somebody is good at, and what they take for true that is not."""

    concepts = ConceptRecord(many=True)
    misconceptions = Misconception(many=True)


class Totals(Shape):
    """All that a learner has done."""

    effort_seconds = Whole(help_text="60 are 1 XP.")
    lessons_done = Whole()
    answers = Whole(help_text="All that said something of memory.")
    answers_right = Whole(help_text="Those that were no miss.")
    exercises_passed = Whole(help_text="Each counts once.")
    days_finished = Whole()
