"""What a page costs after years of learning: the same number of queries as in the first week, and each by an index."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from exercises.models import Submission
from lessons.models import Lesson
from tests.play import right_response
from tests.sample import CONCEPT, EXERCISE, LESSON, PATH, slug_of
from tests.web.ledgers import live
from tests.web.statements import Statement, reads_of, statements
from tutor import services
from tutor.models import DayPlan, LearnerDay, User
from tutor.selectors.export import PARTS
from tutor.selectors.marks import days_of

FEW, MANY = 10, 5000
STEP, ITEM = f"/learn/{PATH}/{LESSON}", slug_of("choice")
EXPORT = 2 + len(PARTS)  # the session, the learner, and each part
# What a learner asks for, and how many statements the database is sent for it.
LOOKS = {
    "/": 2,
    "/offline/day/": 12,
    "/offline/day/?ahead": 38,
    "/today/": 15,
    "/today/go/": 13,
    "/today/{day}/": 15,
    "/learn/": 3,
    f"/learn/{PATH}/": 14,
    f"{STEP}/": 11,
    f"{STEP}/sight/": 11,
    f"{STEP}/which/": 15,
    f"{STEP}/count/": 23,
    f"{STEP}/takeaways/": 11,
    f"/review/{ITEM}/": 18,
    f"/exercises/{EXERCISE}/": 14,
    "/submissions/{submission}/": 17,
    "/submissions/{submission}/source/": 3,
    f"/concepts/{CONCEPT}/": 10,
    "/statistics/": 8,
    "/statistics/memory/": 11,
    "/statistics/understanding/": 4,
    "/settings/": 5,
    "/settings/signed-in/": 3,
    "/settings/data/": 3,
    "/settings/export/": EXPORT,
    "/settings/export/tables/": EXPORT,
    f"/settings/export/{PATH}.apkg": 5,
    "/profile/": 12,
    "/achievements/": 14,
    "/league/": 5,
    "/settings/import/": 2,
    "/settings/delete/": 2,
    "/search/": 2,
    "/search/?q=dot+product": 4,
}
DEEDS = {
    "/today/more/": 15,
    f"{STEP}/takeaways/": 23,
    # Two for the event: was it told before, and its row; seven for level, difficulty, credit, and an open check.
    f"/items/{ITEM}/answer/": 20,
    f"/items/{ITEM}/report/": 7,
    f"/exercises/{EXERCISE}/draft/": 7,
    f"/exercises/{EXERCISE}/submit/": 14,  # one ends waiting runs, which this replaces; one asks what is being graded
    f"/exercises/{EXERCISE}/hint/": 8,
    f"/exercises/{EXERCISE}/solution/": 9,
    "/settings/reminders/": 10,
    "/settings/reminders/snooze/": 6,
    "/settings/week/": 5,
    "/league/name/": 6,
    "/settings/": 47,  # the new zone and the plan composed anew are events, and what a target takes is reckoned again
}
FIRST_LOOK_OF_A_DAY = 37
VISITS = {
    "/": 1,
    f"/learn/{PATH}/": 7,
    "/accounts/login/": 0,
    "/accounts/signup/": 0,
    "/accounts/password/reset/": 0,
    "/health/": 1,
}
# Conditions that lead to one learner's rows, or to one row, and past everybody else's.
OWN = re.compile(r"\b(learner_id|user_id|rowid|id|public_id|session_key|submission_id|regraded_from_id)\b[):text]* ?=")


@pytest.fixture
def lives(lesson: Lesson) -> dict[int, tuple[Client, User]]:
    """Two learners beside each other, after two days and after almost three years."""
    now, found = timezone.now(), {}
    for reviews in (FEW, MANY):
        learner = services.begin_as_guest(zone="Europe/Berlin", now=now)
        live(learner, reviews, now)
        found[reviews] = (Client(), learner)
        found[reviews][0].force_login(learner)
    return found


def test_a_page_takes_as_many_queries_after_5000_reviews_as_after_10(lives: dict[int, tuple[Client, User]]) -> None:
    for client, learner in lives.values():
        assert len(_look(client, learner, "/today/")) == FIRST_LOOK_OF_A_DAY
        assert {page: len(_look(client, learner, page)) for page in LOOKS} == LOOKS
        assert {page: len(_do(client, learner, page)) for page in DEEDS} == DEEDS


def test_a_page_for_everybody_takes_few_queries(lesson: Lesson) -> None:
    client = Client()
    assert {page: len(statements(lambda page=page: _fine(client.get(page)))) for page in VISITS} == VISITS


def test_a_page_finds_the_learners_own_rows_by_an_index(lives: dict[int, tuple[Client, User]]) -> None:
    client, learner = lives[MANY]
    asked = _look(client, learner, "/today/")
    asked += [statement for page in LOOKS for statement in _look(client, learner, page)]
    asked += [statement for page in DEEDS for statement in _do(client, learner, page)]
    reads = [(statement, plan) for statement in asked for plan in reads_of(statement)]
    assert len(reads) > 200
    assert [(statement, plan) for statement, plan in reads if not OWN.search(plan)] == []


def test_three_years_of_days_are_read_no_further_than_some_weeks(lives: dict[int, tuple[Client, User]]) -> None:
    client, learner = lives[MANY]
    assert LearnerDay.objects.filter(learner=learner).count() == MANY // 5
    days = days_of(learner)
    assert len(days.finished) < 5 * 7
    assert days.chronicle.run.days == MANY // 5 and days.chronicle.run.longest == MANY // 5
    assert b">1000 days</strong> in a row" in client.get("/profile/").content


def test_the_sweep_reads_what_is_unsettled_and_nothing_else(lives: dict[int, tuple[Client, User]]) -> None:
    asked = statements(lambda: services.sweep_unsettled(now=timezone.now()))
    reads = [plan for statement in asked for plan in reads_of(statement) if "exercises_submission" in plan]
    assert reads and all(re.search(r"\bstate\b[):text]* ?=", plan) for plan in reads), reads


def _look(client: Client, learner: User, page: str) -> list[Statement]:
    submission = Submission.objects.filter(learner=learner).first()
    day = DayPlan.objects.filter(learner=learner)[1].day
    return statements(lambda: _fine(client.get(page.format(day=day, submission=submission.public_id))))


def _do(client: Client, learner: User, page: str) -> list[Statement]:
    """Sends a form as the page would, and takes back what came of it."""
    asked = services.question_for(learner=learner, item_slug=ITEM, now=timezone.now())
    sent: dict[str, Any] = {"kind": "choice", "revision": asked.revision_id, "asking": asked.number, "event": uuid.uuid4()}
    sent |= right_response(asked.question) | {"number": 2}  # a pass credits what the concept builds on, a miss asks for less
    sent |= {"mode": "submit", "client_id": uuid.uuid4(), "source": "count = len"}
    sent |= {"hour": 7, "by_push": "on", "until": "week"}
    sent |= {"zone": "Europe/Paris", "daily_minutes": 20, "day_turns_at": 4, "theme": "dark", "weekly_days": 3}
    sent |= {"name": services.names_for(learner)[0]}
    sent |= {"reason": "slip", "note": "a comma"}
    with transaction.atomic():
        sent_to_database = statements(lambda: _fine(client.post(page, sent)))
        transaction.set_rollback(True)
    return sent_to_database


def _fine(response: HttpResponse) -> None:
    assert response.status_code in {200, 204, 302}, response.content
