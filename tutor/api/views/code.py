"""Exercises: the draft, what is handed in, hints and the solution."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from grading.findings import KINDS
from tutor import selectors, services
from tutor.api.describing import SEEN, operation
from tutor.api.paging import NewestFirst
from tutor.api.resource import Resource
from tutor.api.serializers import code as shapes
from tutor.api.serializers.common import Empty
from tutor.selectors.exercises import draft_for
from tutor.selectors.ledger_pages import submissions_of
from tutor.selectors.submissions import submission_view

TAG = "Exercises"
FOUND = (
    OpenApiParameter("of", enum=["samples", "submission"], description="Of a step: its `findings`. Else `submission`."),
    OpenApiParameter("kind", enum=list(KINDS), description="Only mistakes of this kind."),
    OpenApiParameter("page", int, description="Of the mistakes, from 1."),
)


class Exercise(Resource):
    @operation("getExercise", "Get an exercise", tag=TAG, gives=shapes.Exercise, codes=["not_found"], fetches=True)
    def get(self, request: Any, exercise: str) -> Response:
        """The task, what was written, the hints that were taken, and the last submission with its checks."""
        return self.told(shapes.Exercise, selectors.exercise_for(self.learner, exercise, now=self.now))


class Draft(Resource):
    @operation("getDraft", "Get your draft", tag=TAG, gives=shapes.Draft, codes=["not_found"], fetches=True)
    def get(self, request: Any, exercise: str) -> Response:
        """The code in the editor, with an ETag for saving it."""
        return self.told(shapes.Draft, draft_for(self.learner, exercise))

    @operation(
        "saveDraft",
        "Save your draft",
        tag=TAG,
        takes=shapes.NewDraft,
        gives=shapes.Draft,
        codes=["not_found", "precondition_failed"],
        parameters=[SEEN],
    )
    def put(self, request: Any, exercise: str) -> Response:
        """Keeps the code for whichever device comes next. With If-Match what another device has written since is not lost."""
        source = self.given(shapes.NewDraft)["source"]
        self.check_match(shapes.Draft, lambda: draft_for(self.learner, exercise))
        services.save_draft(learner=self.learner, exercise_slug=exercise, source=source, now=self.now)
        return self.tagged(shapes.Draft, draft_for(self.learner, exercise))


class Submissions(Resource):
    @operation(
        "listSubmissions",
        "List your submissions",
        tag=TAG,
        gives=shapes.SubmissionRow,
        form="page",
        codes=["not_found"],
        fetches=True,
    )
    def get(self, request: Any, exercise: str) -> Response:
        """All code of an exercise that was run or submitted, newest first, without its checks."""
        return self.page(
            shapes.SubmissionRow, submissions_of(self.learner, exercise), NewestFirst, lambda row: submission_view(row, ())
        )

    @operation(
        "submitCode",
        "Run or submit code",
        tag=TAG,
        takes=shapes.NewSubmission,
        gives=shapes.Submission,
        status=(201, 200),
        codes=["not_found", "too_many_in_flight", "too_often"],
    )
    def post(self, request: Any, exercise: str) -> Response:
        """Hands code in: 201, or 200 where it had arrived before. Its verdict comes at Location: wait for it there."""
        given = self.given(shapes.NewSubmission)
        row = services.submit_code(
            learner=self.learner,
            exercise_slug=exercise,
            mode=given["mode"],
            source=given["source"],
            client_id=given["id"],
            now=self.now,
        )
        shown = selectors.submission_for(self.learner, row.public_id, now=self.now)
        place = f"/api/v1/submissions/{row.public_id}/"
        return self.told(shapes.Submission, shown, status=201 if row.created_at == self.now else 200, Location=place)


class Source(Resource):
    @operation("getSource", "Get the code of a submission", tag=TAG, gives=shapes.Source, codes=["not_found"], fetches=True)
    def get(self, request: Any, submission: uuid.UUID) -> Response:
        """As it was handed in."""
        return self.told(shapes.Source, {"source": selectors.submission_source(self.learner, submission)})


class Hints(Resource):
    @operation("takeHint", "Take a hint", tag=TAG, takes=shapes.HintNumber, gives=shapes.Hint, codes=["not_found"])
    def post(self, request: Any, exercise: str) -> Response:
        """Hints come one after another; one that was taken before is free."""
        number = self.given(shapes.HintNumber)["number"]
        html = services.take_hint(learner=self.learner, exercise_slug=exercise, number=number, now=self.now)
        return self.told(shapes.Hint, {"number": number, "html": html})


class Solution(Resource):
    @operation(
        "showSolution",
        "Look at the solution",
        tag=TAG,
        takes=Empty,
        gives=shapes.Solution,
        codes=["not_found", "solution_locked"],
    )
    def post(self, request: Any, exercise: str) -> Response:
        """After passing freely; before it, it is giving up: the step is done, and its concepts come back soon."""
        services.show_solution(learner=self.learner, exercise_slug=exercise, now=self.now)
        return self.told(shapes.Solution, selectors.exercise_for(self.learner, exercise, now=self.now))


class Findings(Resource):
    @operation(
        "getFindings",
        "See what your code was found to do",
        tag=TAG,
        gives=shapes.Findings,
        codes=["not_found", "bad_input"],
        parameters=FOUND,
        fetches=True,
    )
    def get(self, request: Any, exercise: str) -> Response:
        """Figures, curves and mistakes that the checks of your latest submission told of. Hidden data are not given away: of a
        `submission` there are `trials`, your `certificate` and the mistakes that teach, of `samples` every mistake.
        """
        asked = self.asked(shapes.FindingsQuery)
        draft_for(self.learner, exercise)
        found = selectors.findings_for(self.learner, exercise, asked["of"], kind=asked["kind"], page=asked["page"])
        open_data = asked["of"] == "samples"
        told = {name: getattr(found, name) for name in ("at", "checks", "teaching")}
        told |= {"mistakes": found.mistakes if open_data else None, "trials": () if open_data else found.trials}
        return self.told(shapes.Findings, told | {"certificate": (not open_data and found.certificate) or None})
