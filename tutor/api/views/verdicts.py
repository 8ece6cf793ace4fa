"""A submission on its way to a verdict: looked at, waited for, or told of check by check."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response

from tutor import selectors
from tutor.api import waiting
from tutor.api.describing import operation
from tutor.api.examples import example_of
from tutor.api.fields import Whole
from tutor.api.resource import Resource
from tutor.api.serializers.code import Submission as Shape

TAG = "Exercises"
STREAM = "text/event-stream"
# Tools for OpenAPI 3.1 read the schema of this media type as that of each event.
EVENT = OpenApiResponse(
    {
        "oneOf": [
            {
                "type": "object",
                "properties": {
                    "event": {"type": "string", "const": "submission"},
                    "data": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "contentSchema": {"$ref": "#/components/schemas/Submission"},
                    },
                },
                "required": ["event", "data"],
            },
            {
                "type": "object",
                "properties": {"event": {"type": "string", "const": "end"}, "data": {"type": "string", "const": "{}"}},
                "required": ["event", "data"],
            },
        ]
    },
    examples=[
        OpenApiExample("A check has ended", {"event": "submission", "data": json.dumps(example_of(Shape))}, media_type=STREAM),
        OpenApiExample("It is settled", {"event": "end", "data": "{}"}, media_type=STREAM),
    ],
)
WAIT = OpenApiParameter("wait", int, description="Seconds to wait for the verdict at most, up to 25; 0 without it.")


class Wait(serializers.Serializer):
    """How long to wait."""

    wait = Whole(required=False, default=0, max_value=waiting.LONGEST_SECONDS)


class Submission(Resource):
    @operation(
        "getSubmission",
        "Get a submission, or wait for its verdict",
        tag=TAG,
        gives=Shape,
        codes=["not_found", "bad_input"],
        parameters=[WAIT],
        fetches=True,
    )
    def get(self, request: Any, submission: uuid.UUID) -> Response:
        """The checks that are known so far. With `wait` the answer comes with the verdict, or when the time is up; where many
        wait already it comes at once, with a Retry-After.
        """
        seconds = self.asked(Wait)["wait"]
        shown = selectors.submission_for(self.learner, submission, now=self.now)
        if shown.settled or not seconds:
            return self.told(Shape, shown)
        with waiting.seat() as taken:
            if not taken:
                return self.told(Shape, shown, Retry_After="1")
            for look in waiting.looks(self.learner, submission, seconds=seconds, now=self.now):
                shown = look
        return self.told(Shape, shown)


class EventStream(BaseRenderer):
    """Lets clients ask for a stream; problems on the way to it are told as JSON."""

    media_type, format, charset = STREAM, "events", None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        rendered: bytes = JSONRenderer().render(data)
        return rendered


class Events(Resource):
    renderer_classes = (EventStream, JSONRenderer)

    @operation(
        "followSubmission",
        "Follow a submission",
        tag=TAG,
        gives=EVENT,
        codes=["not_found"],
        media=STREAM,
        fetches=True,
    )
    def get(self, request: Any, submission: uuid.UUID) -> Any:
        """Server-sent events: `submission` with the submission each time that it has changed, and `end` when it is settled. The
        stream ends after 25 seconds at the latest; browsers then ask again by themselves.
        """
        first = selectors.submission_for(self.learner, submission, now=self.now)
        response = StreamingHttpResponse(self._events(submission, first), content_type=STREAM)
        response["Cache-Control"] = "no-store"
        response["X-Accel-Buffering"] = "no"  # a proxy that gathers lines would hold them back
        return response

    def _events(self, submission: uuid.UUID, first: selectors.SubmissionView) -> Iterator[bytes]:
        yield b"retry: 1000\n\n"
        with waiting.seat() as taken:
            shown = first
            seconds = waiting.LONGEST_SECONDS if taken else 0
            for look in waiting.looks(self.learner, submission, seconds=seconds, now=self.now):
                shown = look
                yield _event("submission", Shape(shown).data)
        if shown.settled:
            yield _event("end", {})


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {JSONRenderer().render(data).decode()}\n\n".encode()
