"""The day: its plan, more of it, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import today as shapes
from tutor.api.serializers.common import Empty, Next
from tutor.errors import NotFound

TAG = "Today"


class OfToday(Resource):
    def shown(self) -> Response:
        return self.told(shapes.Today, selectors.today_for(self.learner, now=self.now))


class Today(OfToday):
    @operation("getToday", "See today as it stands", tag=TAG, gives=shapes.Today, fetches=True)
    def get(self, request: Any) -> Response:
        """The plan, what of it is done, the streak and the quests. Nothing is changed: `opened` says whether there is a plan."""
        return self.shown()

    @operation("openToday", "Open today", tag=TAG, takes=Empty, gives=shapes.Today)
    def post(self, request: Any) -> Response:
        """Composes the plan at the first look of a day, and keeps it. Opening again resumes it: nothing is changed."""
        services.open_day(learner=self.learner, now=self.now)
        return self.shown()


class More(OfToday):
    @operation("extendToday", "Ask for more of today", tag=TAG, takes=Empty, gives=shapes.Today)
    def post(self, request: Any) -> Response:
        """Another helping of the learner's minutes. Only a plan that is finished grows."""
        services.extend_day(learner=self.learner, now=self.now)
        return self.shown()


class Anyway(OfToday):
    @operation(
        "beginAnyway", "Begin a lesson without its warm-up", tag=TAG, takes=shapes.Anyway, gives=shapes.Today, codes=["not_found"]
    )
    def post(self, request: Any) -> Response:
        """Takes what warms a lesson up out of the plan, as far as it is not done, and begins the lesson."""
        lesson = self.given(shapes.Anyway)["lesson"]
        services.start_anyway(learner=self.learner, lesson_slug=lesson, now=self.now)
        services.start_lesson(learner=self.learner, lesson_slug=lesson, now=self.now)
        return self.shown()


class Resume(Resource):
    @operation("resumeToday", "Learn what to go on with", tag=TAG, gives=Next, takes=Empty)
    def post(self, request: Any) -> Response:
        """Opens the day if need be, and says which question or step is next; the day's summary where all is done."""
        services.open_day(learner=self.learner, now=self.now)
        return self.told(Next, shapes.next_of(selectors.today_for(self.learner, now=self.now)))


class Day(Resource):
    @operation("getDay", "See what a day brought", tag=TAG, gives=shapes.Summary, codes=["not_found"], fetches=True)
    def get(self, request: Any, day: str) -> Response:
        """Any local day in retrospect, such as 2026-03-02; `today` is the one that is on."""
        return self.told(shapes.Summary, selectors.day_summary(self.learner, self._day(day), now=self.now))

    def _day(self, day: str) -> date:
        if day == "today":
            return self.learner.clock.day(self.now)
        try:
            return serializers.DateField().to_internal_value(day)
        except serializers.ValidationError:
            raise NotFound(f"“{day[:20]}” is no day.", "Write it as 2026-03-02.", field="day") from None
