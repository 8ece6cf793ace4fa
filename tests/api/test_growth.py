"""What an address costs after years of learning: as many queries as in the first week."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.utils import timezone
from rest_framework.request import Request

from exercises.marking.responses import right_response
from exercises.models import Submission
from lessons.models import Lesson
from tests.api.caller import Api
from tests.helpers import where_it_is_noon
from tests.sample import CONCEPT, EXERCISE, LESSON, PATH, slug_of
from tests.web.ledgers import live
from tests.web.statements import statements
from tutor import services
from tutor.models import User
from tutor.selectors.export import PARTS

FEW, MANY = 10, 1500
ITEM, CODE = slug_of("choice"), f"/exercises/{EXERCISE}"
# What is fetched, and how many statements the database is sent for it; two are the session's and the learner's.
LOOKS = {
    "/paths/": 6,
    f"/paths/{PATH}/": 13,
    f"/lessons/{LESSON}/": 4,
    f"/lessons/{LESSON}/progress/": 8,
    f"/lessons/{LESSON}/warm-up/": 3,
    "/today/": 12,
    "/days/today/": 14,
    f"/items/{ITEM}/": 6,
    "/answers/": 3,
    f"{CODE}/": 14,
    f"{CODE}/draft/": 4,
    f"{CODE}/submissions/": 4,
    "/submissions/{submission}/": 5,
    "/submissions/{submission}/?wait=5": 5,
    "/memory/": 3,
    f"/concepts/{CONCEPT}/": 10,
    "/reviews/": 3,
    "/xp/": 5,
    "/xp/entries/": 3,
    "/streak/": 4,
    "/quests/": 8,
    "/achievements/": 14,
    "/league/": 5,
    "/statistics/habit/": 8,
    "/statistics/memory/": 11,
    "/statistics/understanding/": 4,
    "/settings/": 3,
    "/reminders/": 4,
    "/breaks/": 3,
    f"/paths/{PATH}/placement/": 6,
    "/search/?q=dot": 4,
    "/decks/": 3,
    "/sync/plan/": 28,
    "/sync/changes/": 8,
    "/export/": 2 + len(PARTS),
}
# An answer, a step and an undo that are told late, each folded in a transaction of its own.
MOST_TO_TELL = 115
DEEDS = {
    "/today/": 13,
    "/today/next/": 13,
    "/today/more/": 15,
    f"/items/{ITEM}/answers/": 20,
    f"{CODE}/draft/": 9,
    f"{CODE}/submissions/": 17,
    f"/concepts/{CONCEPT}/decisions/": 26,  # nine of them take the concept out of today's plan
    f"/lessons/{LESSON}/steps/takeaways/done/": 18,
    "/settings/": 8,
}


@pytest.fixture
def lives(lesson: Lesson) -> dict[int, tuple[Api, User]]:
    """Two learners beside each other, after two days and after almost a year."""
    now, found = timezone.now(), {}
    for reviews in (FEW, MANY):
        learner = services.begin_as_guest(zone=where_it_is_noon(), now=now)  # an hour ago was today
        live(learner, reviews, now)
        found[reviews] = (Api(Client()), learner)
        found[reviews][0].client.force_login(learner)
    return found


def test_an_address_takes_as_many_queries_after_a_year_as_after_two_days(
    lives: dict[int, tuple[Api, User]], broker: Callable[[], list]
) -> None:
    for api, learner in lives.values():
        api.post("/today/")
        assert {address: look(api, learner, address) for address in LOOKS} == LOOKS
        assert {address: do(api, learner, address) for address in DEEDS} == DEEDS


def test_telling_what_was_done_offline_takes_as_many_queries_after_a_year_as_after_two_days(
    lives: dict[int, tuple[Api, User]],
) -> None:
    counts = set()
    for api, learner in lives.values():
        tell(api, learner, step=False)  # folds a history that was written in bulk, so that afterwards only what is new is written
        counts.add(len(statements(lambda api=api, learner=learner: tell(api, learner, step=True))))
    assert len(counts) == 1 and max(counts) <= MOST_TO_TELL, counts


def look(api: Api, learner: User, address: str) -> int:
    submission = Submission.objects.filter(learner=learner).first().public_id
    return len(statements(lambda: fine(api.get(address.format(submission=submission)))))


def do(api: Api, learner: User, address: str) -> int:
    """Sends what a client would, and takes back what came of it."""
    asked = services.question_for(learner=learner, item_slug=ITEM, now=timezone.now())
    sent = {
        "id": str(uuid.uuid4()),
        "revision": asked.revision,
        "number": asked.number,
        "response": right_response(asked.question),
    }
    sent |= {"act": "suspend"} if "concepts" in address else {}
    sent |= {"mode": "submit", "source": "count = len"} if "exercises" in address else {}
    method = api.put if address.endswith(("draft/", "progress/")) else api.patch if address == "/settings/" else api.post
    sent |= {"theme": "dark", "weekly_days": 3} if address == "/settings/" else {}
    with transaction.atomic():
        told = statements(lambda: fine(method(address, sent)))
        transaction.set_rollback(True)
    return len(told)


def tell(api: Api, learner: User, *, step: bool) -> None:
    """An answer of an hour ago, that it was a slip, and perhaps a step."""
    asked = services.question_for(learner=learner, item_slug=ITEM, now=timezone.now())
    own = {"at": (timezone.now() - timedelta(hours=1)).isoformat(), "zone": learner.zone, "seconds": 9, "hints_used": 0}
    given = {"item": ITEM, "revision": asked.revision, "number": asked.number, "response": right_response(asked.question)}
    answer, slip, done = (own | {"id": str(uuid.uuid4()), "kind": kind} for kind in ("answered", "undone", "step_done"))
    events = [answer | given, slip | {"answer": answer["id"]}, done | {"lesson": LESSON, "step": "takeaways"}]
    fine(api.post("/sync/events/", {"events": events if step else events[:2]}))


def fine(told: HttpResponseBase) -> None:
    assert told.status_code in {200, 201, 204} and b'"refused"' not in getattr(told, "content", b""), told


def served(path: str, **headers: str) -> dict[str, str]:
    """Asks as a server does, which keeps nothing of it; gives the headers that come back."""
    found: dict[str, str] = {}
    environ = RequestFactory()._base_environ(PATH_INFO=f"/api/v1{path}", **headers)
    response = WSGIHandler()(environ, lambda status, headers: found.update(headers))
    response.close()
    return found


@pytest.mark.django_db(transaction=True)  # a request ends the connections that are of no use
@pytest.mark.parametrize("path", ["/settings/", "/today/", "/items/nothing/"])
def test_what_was_answered_is_forgotten_at_once(learner: User, path: str) -> None:
    """And not when the collector looks, which takes the longer the more there is."""
    access = services.sign_in_device(learner=learner, name="A phone", seen_by="IPv4", now=timezone.now()).access
    before = {id(one) for one in gc.get_objects() if type(one) is Request}
    gc.disable()
    try:
        token = {"HTTP_AUTHORIZATION": f"Bearer {access}"}
        tag = served(path, **token).get("ETag", "")
        served(path, **token, HTTP_IF_NONE_MATCH=tag)
        left = [one for one in gc.get_objects() if type(one) is Request and id(one) not in before]
    finally:
        gc.enable()
    assert left == []
