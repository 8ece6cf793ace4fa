"""The catalogue, and where a learner is in it."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.resource import Resource, unchanged
from tutor.api.serializers import catalogue as shapes
from tutor.api.serializers.common import Act, Empty
from tutor.api.serializers.progress import Finish, StepOutcome
from tutor.selectors.catalogue import lesson_content, paths_offered, paths_stamp

TAG = "Catalogue"


class Paths(Resource):
    permission_classes = (AllowAny,)

    @operation("listPaths", "List the paths", tag=TAG, gives=shapes.PathOffer, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """All that are published. The ETag changes whenever anything of the catalogue does."""
        tag = f'"{paths_stamp()}"'
        if self.has(tag):
            return unchanged(tag)
        response = self.listed(shapes.PathOffer, paths_offered())
        response["ETag"] = tag
        return response


class Path(Resource):
    permission_classes = (AllowAny,)

    @operation("getPath", "Get a path with its lessons", tag=TAG, gives=shapes.PathMap, codes=["not_found"], fetches=True)
    def get(self, request: Any, path: str) -> Response:
        """Phases, lessons and concepts, with what the learner has done of them and remembers; a visitor has done nothing."""
        learner = self.learner if request.user.is_authenticated else None
        return self.told(shapes.PathMap, selectors.path_map(learner, path, now=self.now))


class Enrolment(Resource):
    @operation("enrol", "Join a path", tag=TAG, takes=Act, status=204, codes=["not_found"])
    def put(self, request: Any, path: str) -> Response:
        """Its lessons then come in the learner's days. Joining again changes nothing."""
        given = self.given(Act)
        services.enrol(learner=self.learner, path_slug=path, now=self.now, **stamped(given))
        return Response(status=204)


class Lesson(Resource):
    @operation("getLesson", "Get a lesson with its steps", tag=TAG, gives=shapes.Lesson, codes=["not_found"], fetches=True)
    def get(self, request: Any, lesson: str) -> Response:
        """Everything that the lesson shows, as written and rendered. The ETag is that of the revision: keep it."""
        content = lesson_content(self.learner, lesson, self.now)
        tag = f'"{content.revision[:32]}"'
        if self.has(tag):
            return unchanged(tag)
        return self.told(shapes.Lesson, content, ETag=tag)


class WarmUp(Resource):
    @operation(
        "getWarmUp", "See what to bring back before a lesson", tag=TAG, gives=shapes.WarmUp, codes=["not_found"], fetches=True
    )
    def get(self, request: Any, lesson: str) -> Response:
        """Questions about what the lesson builds on and what may have faded, to be answered like any others before it is begun.
        `POST /today/anyway/` begins it without.
        """
        gate = services.gate_for(learner=self.learner, lesson_slug=lesson, now=self.now)
        return self.told(shapes.WarmUp, gate or {"seconds": 0, "questions": ()})


class LessonProgress(Resource):
    @operation(
        "getLessonProgress",
        "See where you are in a lesson",
        tag=TAG,
        gives=shapes.LessonProgress,
        codes=["not_found"],
        fetches=True,
    )
    def get(self, request: Any, lesson: str) -> Response:
        """Which steps are done, and which is next."""
        return self.told(shapes.LessonProgress, selectors.step_for(self.learner, lesson, None, now=self.now))

    @operation("beginLesson", "Begin a lesson", tag=TAG, takes=Act, gives=shapes.LessonProgress, codes=["not_found"])
    def put(self, request: Any, lesson: str) -> Response:
        """Fixes its revision for this learner. Beginning again changes nothing."""
        given = self.given(Act)
        services.start_lesson(learner=self.learner, lesson_slug=lesson, now=self.now, **stamped(given))
        return self.told(shapes.LessonProgress, selectors.step_for(self.learner, lesson, None, now=self.now))


class StepDone(Resource):
    @operation("finishStep", "Finish a step", tag=TAG, takes=Finish, gives=StepOutcome, codes=["not_found", "step_locked"])
    def post(self, request: Any, lesson: str, step: str) -> Response:
        """Notes that a step was read, explored or recapped. A check is finished by its answer, code by passing."""
        given = self.given(Finish)
        done = services.finish_step(
            learner=self.learner, lesson_slug=lesson, step_key=step, now=self.now, seconds=given["seconds"], **stamped(given)
        )
        return self.told(StepOutcome, done)


class AwaitedPaths(Resource):
    @operation("listAwaited", "See which awaited paths have come", tag=TAG, gives=shapes.PathOffer, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """Paths that the learner asked to be told of and that are published now; DELETE `awaited` says that they know."""
        return self.listed(shapes.PathOffer, selectors.awaited_paths(self.learner))


class AwaitedPath(Resource):
    @operation("awaitPath", "Ask to be told of a planned path", tag=TAG, takes=Empty, status=204, codes=["not_found"])
    def put(self, request: Any, path: str) -> Response:
        """On the day when it is published, Today says so; by mail, too, where there is an address."""
        services.remind_of_path(learner=self.learner, path_slug=path, wanted=True, now=self.now)
        return Response(status=204)

    @operation("forgetPath", "Do not wait for a planned path any more", tag=TAG, status=204, codes=["not_found"])
    def delete(self, request: Any, path: str) -> Response:
        services.remind_of_path(learner=self.learner, path_slug=path, wanted=False, now=self.now)
        return Response(status=204)


def stamped(given: dict[str, Any]) -> dict[str, Any]:
    """What a device tells of an act, as services take it."""
    return {"event_id": given.get("id"), "at": given.get("at"), "zone": given.get("zone")}
