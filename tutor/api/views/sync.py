"""Studying without a network: what to take along, telling what was done, and what other devices did."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from tutor import services
from tutor.api.describing import operation
from tutor.api.refusals import BadCursor
from tutor.api.resource import Resource
from tutor.api.serializers import sync as shapes
from tutor.errors import BadInput
from tutor.selectors.changes import changes_since
from tutor.services.offline import luggage_for

TAG = "Offline"
SINCE = OpenApiParameter("since", str, description="The `cursor` of the last time; everything from the first act on without it.")
DAYS = OpenApiParameter("days", int, description="How many, from 1 to 7; 3 without it.")


class Plan(Resource):
    @operation(
        "getPlanAhead",
        "Take the next days along",
        tag=TAG,
        gives=shapes.Luggage,
        codes=["bad_input"],
        parameters=[DAYS],
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """Plans, lessons, questions with what marks them on the device, exercises, assets, and memories. Nothing is changed:
        open today first, so that its plan is settled. The ETag changes when something of it does.
        """
        days = self.asked(shapes.Span)["days"]
        return self.told(shapes.Luggage, luggage_for(learner=self.learner, days=days, now=self.now))


class Events(Resource):
    @operation("pushEvents", "Tell what was done offline", tag=TAG, takes=shapes.Batch, gives=shapes.EventOutcome, form="list")
    def post(self, request: Any) -> Response:
        """Each event is taken for itself and has its outcome, in the order in which they were sent: one that is refused keeps no
        other from being taken. What was sent before is `known`, so after a lost answer the same batch is sent again.
        """
        events = self.request.data.get("events")
        if not isinstance(events, list):
            raise ValidationError({"events": ["This is no list of events."]})
        return self.listed(shapes.EventOutcome, services.accept(learner=self.learner, events=events, now=self.now))


class Changes(Resource):
    @operation(
        "listChanges",
        "Learn what other devices did",
        tag=TAG,
        gives=shapes.Changes,
        codes=["bad_cursor"],
        parameters=[SINCE],
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """What the site heard of since, the device's own acts among it: pass over ids that are known. After `bad_cursor`, as when
        a guest's history joined the account, begin again without one.
        """
        try:
            changes = changes_since(self.learner, self.request.query_params.get("since", ""))
        except BadInput as problem:
            raise BadCursor(problem.problem, problem.mend, field=problem.field) from problem
        return self.told(shapes.Changes, changes)
