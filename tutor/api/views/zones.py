"""Correcting the zone that a device told: looked at, done, taken back."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import zones as shapes

TAG = "Settings"


class Corrections(Resource):
    @operation("listZoneCorrections", "See the zone correction", tag=TAG, gives=shapes.Correction, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """The newest one, as long as it can be taken back."""
        return self._newest()

    @operation(
        "correctZone",
        "Correct the zone of past days",
        tag=TAG,
        takes=shapes.CorrectionAct,
        gives=shapes.Correction,
        form="list",
        status=201,
    )
    def post(self, request: Any) -> Response:
        """What was done since then belongs to the days of that zone, and so do coming days."""
        given = self.given(shapes.CorrectionAct)
        services.correct_zone(
            learner=self.learner, zone=given["zone"], since=given["since"], event_id=given.get("id"), now=self.now
        )
        return self._newest(201)

    def _newest(self, status: int = 200) -> Response:
        newest = selectors.newest_correction(self.learner, self.now)
        return self.listed(shapes.Correction, [newest] if newest else [], status)


class CorrectionPreview(Resource):
    @operation(
        "previewZone", "See what a zone correction would change", tag=TAG, takes=shapes.NewCorrection, gives=shapes.ZoneChange
    )
    def post(self, request: Any) -> Response:
        """Days that would count otherwise, and the streak. Nothing is changed."""
        given = self.given(shapes.NewCorrection)
        return self.told(shapes.ZoneChange, services.preview_zone(learner=self.learner, **given, now=self.now))


class Correction(Resource):
    @operation("takeBackZone", "Take a zone correction back", tag=TAG, status=204, codes=["not_found"])
    def delete(self, request: Any, correction: uuid.UUID) -> Response:
        """The newest one: past days are as they were before it. Taking it back again changes nothing."""
        services.take_back_zone(learner=self.learner, correction=correction, now=self.now)
        return Response(status=204)
