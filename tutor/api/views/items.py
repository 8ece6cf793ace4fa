"""Questions: asking, answering, taking an answer back, and saying what is wrong with one."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.response import Response

from tutor import services
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import items as shapes
from tutor.api.serializers.common import Act, Empty
from tutor.api.views.catalogue import stamped
from tutor.selectors.ledger_pages import answers_of, reports_of, revision_named

TAG = "Items and answers"


class Item(Resource):
    @operation("getItem", "Get a question", tag=TAG, gives=shapes.Asked, codes=["not_found"], fetches=True)
    def get(self, request: Any, item: str) -> Response:
        """The question as it is put to this learner next. Its values are the site's choice: looking twice shows the same."""
        return self.told(shapes.Asked, services.question_for(learner=self.learner, item_slug=item, now=self.now))


class ItemAnswers(Resource):
    @operation(
        "answerItem",
        "Answer a question",
        tag=TAG,
        takes=shapes.Answer,
        gives=shapes.Outcome,
        status=(201, 200),
        codes=["not_found", "stale_question", "step_locked", "too_often"],
    )
    def post(self, request: Any, item: str) -> Response:
        """Marks an answer and lets it count, once: 201, or 200 with the same outcome where it had arrived before."""
        given = self.given(shapes.Answer)
        outcome = services.answer_item(
            learner=self.learner,
            item_slug=item,
            revision=given["revision"],
            number=given["number"],
            response=given["response"],
            seconds=given["seconds"],
            hints_used=given["hints_used"],
            lesson_slug=given["lesson"] or None,
            step_key=given["step"] or None,
            now=self.now,
            **stamped(given),
        )
        return self.told(shapes.Outcome, outcome, status=200 if outcome.repeated else 201)


class Answers(Resource):
    @operation("listAnswers", "List your answers", tag=TAG, gives=shapes.AnswerRow, form="page", fetches=True)
    def get(self, request: Any) -> Response:
        """All that were ever given, newest first."""
        return self.page(shapes.AnswerRow, answers_of(self.learner))


class Undo(Resource):
    @operation(
        "undoAnswer", "Take an answer back", tag=TAG, takes=Act, gives=shapes.Undone, codes=["not_found", "stale_question"]
    )
    def post(self, request: Any, answer: uuid.UUID) -> Response:
        """For slips: the newest answer of today, and what it led to. The same question comes again."""
        given = self.given(Act)
        return self.told(shapes.Undone, services.undo_last(learner=self.learner, answer=answer, now=self.now, **stamped(given)))


class ItemReports(Resource):
    @operation(
        "reportItem",
        "Report a question",
        tag=TAG,
        takes=shapes.Report,
        gives=shapes.Reported,
        status=(201, 200),
        codes=["not_found"],
    )
    def post(self, request: Any, item: str) -> Response:
        """Says what is wrong with a version that the learner has answered: 201, or 200 where they had said so before."""
        given = self.given(shapes.Report)
        new = services.report_item(
            learner=self.learner,
            item_slug=item,
            revision_id=revision_named(item, given["revision"]),
            reason=given["reason"],
            note=given["note"],
            now=self.now,
        )
        return self.told(shapes.Reported, {"new": new}, status=201 if new else 200)


class Reports(Resource):
    @operation("listReports", "List your reports", tag=TAG, gives=shapes.ReportOfOwn, form="page", fetches=True)
    def get(self, request: Any) -> Response:
        """All questions that you reported, newest first, with their authors' answers."""
        return self.page(shapes.ReportOfOwn, reports_of(self.learner))


class ReportsAnswered(Resource):
    @operation(
        "takeReportAnswers",
        "Be told what came of your reports",
        tag=TAG,
        takes=Empty,
        gives=shapes.ReportOfOwn,
        form="list",
    )
    def post(self, request: Any) -> Response:
        """The answers that were not shown yet, which count as shown from now on; `GET /reports/` has them all the same."""
        return self.listed(shapes.ReportOfOwn, services.take_answers(learner=self.learner, now=self.now))
