"""For admins: how grading does."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from tutor.api.describing import operation
from tutor.api.permissions import WatchesGrading
from tutor.api.resource import Resource
from tutor.api.serializers import grading as shapes
from tutor.selectors.operations import KINDS
from tutor.selectors.watching import VERDICTS, watch


class Grading(Resource):
    permission_classes = (WatchesGrading,)

    @operation(
        "getGrading",
        "How grading does",
        tag="Administration",
        gives=shapes.Grading,
        codes=["permission_denied", "bad_input"],
        parameters=[
            OpenApiParameter("kind", enum=KINDS, description="Only recent verdicts of this kind."),
            OpenApiParameter("verdict", enum=VERDICTS, description="Only these recent verdicts."),
        ],
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """What waits, who grades, and the latest verdicts. Needs the scope `admin`."""
        return self.told(shapes.Grading, watch(self.now, **self.asked(shapes.GradingQuery)))
