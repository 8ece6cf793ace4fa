"""For authors: the catalogue's files, and how questions and exercises do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from lessons.content.problems import Problem
from tutor import services
from tutor.api.describing import operation
from tutor.api.permissions import AnswersReports, IsAuthor, IsPublisher
from tutor.api.refusals import Unsound
from tutor.api.resource import Resource
from tutor.api.serializers import authors as shapes
from tutor.api.serializers.common import Empty
from tutor.catalogue.bundle import load_bundle
from tutor.catalogue.publishing import publish
from tutor.errors import NotFound
from tutor.models.analysis import Status
from tutor.selectors.analysis import item_page, item_rows, report_rows
from tutor.selectors.code_analysis import exercise_rows
from tutor.selectors.ledger_pages import current_revision, revision_named

TAG = "Authors"
REVISION = OpenApiParameter("revision", str, description="Digest of another version than the current one.")
FILTERS = (
    OpenApiParameter("lesson", str, description="Only of this lesson, by its slug."),
    OpenApiParameter("kind", str, description="Only of this kind."),
    OpenApiParameter("flag", str, description="Only with this flag."),
    OpenApiParameter("outdated", bool, description="Also versions that were replaced or retired."),
)


class Validation(Resource):
    permission_classes = (IsPublisher,)

    @operation(
        "validateContent", "Validate the catalogue", tag=TAG, takes=Empty, gives=shapes.Validation, codes=["permission_denied"]
    )
    def post(self, request: Any) -> Response:
        """Reads the files of the site's catalogue and tells all that keeps them from being published. What needs a sandbox or the
        sentence model is told by `python3 manage.py content validate`.
        """
        problems = sorted(set[Problem](load_bundle(settings.CATALOGUE_DIR.resolve()).problems))
        return self.told(shapes.Validation, {"sound": not problems, "problems": problems})


class Publication(Resource):
    permission_classes = (IsPublisher,)

    @operation(
        "publishContent",
        "Publish the catalogue",
        tag=TAG,
        takes=Empty,
        gives=shapes.Publication,
        codes=["permission_denied", "unsound"],
    )
    def post(self, request: Any) -> Response:
        """Makes the site show what the files say: all of it, or nothing where something is wrong. Again changes nothing."""
        bundle = load_bundle(settings.CATALOGUE_DIR.resolve())
        if bundle.problems:
            raise Unsound(sorted(set(bundle.problems)))
        return self.told(shapes.Publication, asdict(publish(bundle, now=self.now)))


class Items(Resource):
    permission_classes = (IsAuthor,)

    @operation(
        "listItemFigures",
        "How questions do",
        tag=TAG,
        gives=shapes.ItemFigures,
        form="list",
        codes=["permission_denied", "bad_input"],
        parameters=FILTERS,
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """Figures of each version, those that need a look first."""
        return self.listed(shapes.ItemFigures, item_rows(**self.asked(shapes.ItemQuery)))


class Item(Resource):
    permission_classes = (IsAuthor,)

    @operation(
        "getItemFigures",
        "How a question does",
        tag=TAG,
        gives=shapes.ItemPage,
        codes=["permission_denied", "not_found"],
        parameters=[REVISION],
        fetches=True,
    )
    def get(self, request: Any, item: str) -> Response:
        """Options, versions and reports of one question."""
        digest = request.query_params.get("revision")
        return self.told(shapes.ItemPage, item_page(revision_named(item, digest) if digest else current_revision(item)))


class Exercises(Resource):
    permission_classes = (IsAuthor,)

    @operation(
        "listExerciseFigures",
        "How exercises do",
        tag=TAG,
        gives=shapes.ExerciseFigures,
        form="list",
        codes=["permission_denied", "bad_input"],
        parameters=[FILTERS[0], FILTERS[3]],
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """Figures of each version and its checks."""
        asked = self.asked(shapes.ItemQuery)
        return self.listed(shapes.ExerciseFigures, exercise_rows(lesson=asked["lesson"], outdated=asked["outdated"]))


class Reports(Resource):
    permission_classes = (IsAuthor,)

    @operation(
        "listItemReports",
        "What learners reported",
        tag=TAG,
        gives=shapes.ReportRow,
        form="list",
        codes=["permission_denied", "bad_input"],
        parameters=[OpenApiParameter("status", enum=Status.values, description="Only these.")],
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """Reports of questions, the latest 200, newest first."""
        return self.listed(shapes.ReportRow, report_rows(status=self.asked(shapes.ReportQuery)["status"]))


class ReportAnswer(Resource):
    permission_classes = (AnswersReports,)

    @operation(
        "answerItemReport",
        "Answer a report",
        tag=TAG,
        takes=shapes.ReportAnswer,
        status=204,
        codes=["permission_denied", "not_found"],
    )
    def put(self, request: Any, report: str) -> Response:
        """Closes it, or answers it otherwise than before, and then the learner is told anew; or opens it again."""
        if not (report.isdecimal() and report.isascii() and len(report) < 19):
            raise NotFound("There is no such report.", "Look at the list again.", field="report")
        services.answer_report(report_id=int(report), **self.given(shapes.ReportAnswer), by=self.learner, now=self.now)
        return Response(status=204)
