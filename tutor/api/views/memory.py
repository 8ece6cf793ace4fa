"""Memory: every concept that was met, and what is decided of it."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import memory as shapes
from tutor.api.serializers.common import Empty
from tutor.selectors.ledger_pages import reviews_of
from tutor.selectors.profile import memories_of

TAG = "Memory"


class Memories(Resource):
    @operation("listMemory", "See what you remember", tag=TAG, gives=shapes.Memory, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """Every concept that was met, the weakest first."""
        return self.listed(shapes.Memory, memories_of(self.learner, self.learner.clock.day(self.now)))


class Concept(Resource):
    @operation("getConcept", "Get a concept", tag=TAG, gives=shapes.Concept, codes=["not_found"], fetches=True)
    def get(self, request: Any, concept: str) -> Response:
        """Its curve, its latest reviews, what it builds on and what builds on it."""
        return self.told(shapes.Concept, selectors.concept_page(self.learner, concept, now=self.now))


class Decisions(Resource):
    @operation(
        "decideConcept",
        "Suspend, resume or reset a concept",
        tag=TAG,
        takes=shapes.Decision,
        gives=shapes.Concept,
        codes=["not_found"],
    )
    def post(self, request: Any, concept: str) -> Response:
        """What is suspended is left out of the days; what is reset is as if it had not been met. Answers stay in the ledger."""
        given = self.given(shapes.Decision)
        services.set_concept(learner=self.learner, concept_slug=concept, act=given["act"], now=self.now, event_id=given.get("id"))
        return self.told(shapes.Concept, selectors.concept_page(self.learner, concept, now=self.now))


class Known(Resource):
    @operation("proveConcept", "Say that you know a concept", tag=TAG, takes=Empty, gives=shapes.KnownCheck, codes=["not_found"])
    def post(self, request: Any, concept: str) -> Response:
        """Opens a check, or finds today's: whoever answers its questions right is not asked of the concept any more."""
        check = services.begin_known_check(learner=self.learner, concept_slug=concept, now=self.now)
        return self.told(
            shapes.KnownCheck, {"item": check.items[check.done], "number": check.done + 1, "total": len(check.items)}
        )


class Reviews(Resource):
    @operation("listReviews", "List your reviews", tag=TAG, gives=shapes.ReviewRow, form="page", fetches=True)
    def get(self, request: Any) -> Response:
        """All that was ever said of memory, newest first."""
        return self.page(shapes.ReviewRow, reviews_of(self.learner))
