"""Around the plan: days to be ready by, breaks and placement tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import progress as shapes
from tutor.api.serializers.today import Target as TargetShape
from tutor.errors import NotFound

TAG = "Planning"


class Target(Resource):
    @operation("setTarget", "Be ready by a day", tag=TAG, takes=shapes.TargetDay, gives=TargetShape, codes=["not_found"])
    def put(self, request: Any, path: str) -> Response:
        """By when a path is to be done, and the minutes a day that this takes."""
        services.set_target(learner=self.learner, path_slug=path, day=self.given(shapes.TargetDay)["day"], now=self.now)
        return self.told(TargetShape, selectors.targets_of(self.learner, self.now, path)[0])

    @operation("forgetTarget", "Forget the day to be ready by", tag=TAG, status=204, codes=["not_found"])
    def delete(self, request: Any, path: str) -> Response:
        """Today and the path say no more of it."""
        services.set_target(learner=self.learner, path_slug=path, day=None, now=self.now)
        return Response(status=204)


class Breaks(Resource):
    @operation("listBreaks", "List your breaks", tag=TAG, gives=shapes.Break, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """The latest twelve, those ahead first."""
        return self.listed(shapes.Break, selectors.breaks_for(self.learner, now=self.now))

    @operation("takeBreak", "Take a break", tag=TAG, takes=shapes.NewBreak, gives=shapes.Break, form="list", status=201)
    def post(self, request: Any) -> Response:
        """Days on which nothing is expected and no streak ends; breaks that touch become one. Gives all of them."""
        services.take_break(learner=self.learner, **self.given(shapes.NewBreak), now=self.now)
        return self.listed(shapes.Break, selectors.breaks_for(self.learner, now=self.now), 201)


class Break(Resource):
    @operation("endBreak", "End a break", tag=TAG, status=204, codes=["not_found"])
    def delete(self, request: Any, day: str) -> Response:
        """The break that begins on this day: from today on it is over; one that is ahead is taken out."""
        services.end_break(learner=self.learner, starts_on=self._day(day), now=self.now)
        return Response(status=204)

    def _day(self, day: str) -> date:
        try:
            return date.fromisoformat(day)
        except ValueError:
            raise NotFound(f"“{day[:20]}” is no day.", "Write it as 2026-03-02.", field="day") from None


class OfPlacement(Resource):
    def shown(self, path: str, status: int = 200) -> Response:
        return self.told(shapes.Placement, selectors.placement_for(self.learner, path, now=self.now), status)


class Placement(OfPlacement):
    @operation("getPlacement", "See the placement test", tag=TAG, gives=shapes.Placement, codes=["not_found"], fetches=True)
    def get(self, request: Any, path: str) -> Response:
        """Which phases can be tested, the question that is open, or what came of the last test."""
        return self.shown(path)

    @operation(
        "beginPlacement",
        "Begin a placement test",
        tag=TAG,
        takes=shapes.BeginPlacement,
        gives=shapes.Placement,
        codes=["not_found", "too_often"],
    )
    def post(self, request: Any, path: str) -> Response:
        """Of the whole path, or of a phase that somebody knows. It ends as soon as it is decided."""
        phase = self.given(shapes.BeginPlacement)["phase"]
        services.begin_placement(learner=self.learner, path_slug=path, phase_slug=phase, now=self.now)
        return self.shown(path)

    @operation("leavePlacement", "Leave the placement test", tag=TAG, status=204, codes=["not_found"])
    def delete(self, request: Any, path: str) -> Response:
        """What was decided by then stands."""
        services.leave_placement(learner=self.learner, path_slug=path, now=self.now)
        return Response(status=204)


class PlacementAnswers(OfPlacement):
    @operation(
        "answerPlacement",
        "Answer in a placement test",
        tag=TAG,
        takes=shapes.PlacementAnswer,
        gives=shapes.Placement,
        codes=["not_found", "stale_question"],
    )
    def post(self, request: Any, path: str) -> Response:
        """The same number again changes nothing. Null says “I do not know”, which is no mistake of anybody's."""
        given = self.given(shapes.PlacementAnswer)
        services.answer_placement(
            learner=self.learner, path_slug=path, number=given["number"], response=given["response"], now=self.now
        )
        return self.shown(path)
