"""Statistics: the figures of the site's three pages."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import statistics as shapes
from tutor.selectors import current_path, statistics
from tutor.selectors.profile import totals_of

TAG = "Statistics"


class Totals(Resource):
    @operation("getTotals", "What there has been in all", tag=TAG, gives=shapes.Totals, fetches=True)
    def get(self, request: Any) -> Response:
        """Lessons, answers, exercises and days."""
        return self.told(shapes.Totals, totals_of(self.learner))


class Habit(Resource):
    @operation("getHabit", "When and how long you learned", tag=TAG, gives=shapes.Habit, fetches=True)
    def get(self, request: Any) -> Response:
        """The days of 53 weeks, what plans promised and took, and past leagues."""
        today = self.learner.clock.day(self.now)
        return self.told(
            shapes.Habit,
            {
                "days": statistics.days_of_year(self.learner, today),
                "promised": statistics.promised_days(self.learner, today),
                "leagues": statistics.league_weeks(self.learner, today),
            },
        )


class Memory(Resource):
    @operation("getMemoryStatistics", "How well the model knows you", tag=TAG, gives=shapes.MemoryStatistics, fetches=True)
    def get(self, request: Any) -> Response:
        """What is remembered, what comes due in 30 days, and what became of predictions."""
        today = self.learner.clock.day(self.now)
        return self.told(
            shapes.MemoryStatistics,
            {
                "concepts": statistics.memory_map(self.learner, current_path(self.learner), today),
                "upcoming": statistics.upcoming_for(self.learner, today),
                "retention": statistics.retention(self.learner, today),
                "calibration": statistics.calibration(self.learner),
            },
        )


class Understanding(Resource):
    @operation("getUnderstanding", "What you are good at", tag=TAG, gives=shapes.Understanding, fetches=True)
    def get(self, request: Any) -> Response:
        """How concepts go, weakest first, and what is often taken for true that is not."""
        today = self.learner.clock.day(self.now)
        return self.told(
            shapes.Understanding,
            {
                "concepts": statistics.concept_records(self.learner, today),
                "misconceptions": statistics.misconceptions(self.learner, today),
            },
        )
