"""Taking the next days along, and studying them without a network."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from exercises.marking.on_device import KINDS
from exercises.models import Attempt, ExerciseRevision, Item
from lessons.models import Lesson
from tests.api.caller import Api
from tests.sample import EXERCISE, ITEMS, LESSON, slug_of
from tests.web.ledgers import live
from tests.web.statements import statements
from tutor import services
from tutor.models import DayPlan, Event, User
from tutor.services.offline import _items

MOST_BYTES = 1_000_000


def test_a_day_that_was_taken_along_is_studied_without_a_network_and_told_later(api: Api, learner: User) -> None:
    api.post("/today/")
    plan = api.get("/sync/plan/?days=2").json()
    today, tomorrow = plan["days"]
    assert (today["opened"], tomorrow["opened"]) == (True, False)
    items = {one["item"]: one for one in plan["items"]}
    steps = {(one["slug"], step["key"]): step for one in plan["lessons"] for step in one["steps"]}
    at, events = timezone.now() - timedelta(minutes=9), list[dict[str, Any]]()
    for place, pick in enumerate(today["picks"]):
        step = steps[pick["lesson"], pick["step"]]
        assert step["kind"] == pick["step_kind"]
        act = {"id": str(uuid.uuid4()), "at": (at + timedelta(seconds=place)).isoformat(), "zone": "Europe/Berlin"}
        act |= {"lesson": pick["lesson"], "step": pick["step"]}
        if step["item"]:
            item = items[step["item"]]
            asking = item["askings"][0]
            told = {"item": item["item"], "revision": item["revision"], "number": asking["number"], "seconds": 9, "hints_used": 0}
            events.append(act | told | {"kind": "answered", "response": asking["marking"]["right"]})
        elif step["kind"] != "code":
            events.append(act | {"kind": "step_done"})
    told = api.post("/sync/events/", {"events": events}).json()["results"]
    assert {one["state"] for one in told} == {"accepted"} and len(told) >= 2
    assert set(Attempt.objects.filter(learner=learner).values_list("score", flat=True)) == {1.0}
    heard = {one["id"] for one in api.get(f"/sync/changes/?since={plan['cursor']}").json()["events"]}
    assert heard >= {one["id"] for one in events}


def test_a_question_is_the_one_that_the_site_would_put_and_only_some_kinds_are_marked_on_the_device(learner: User) -> None:
    found = {
        one.item: one for one in _items(learner, Counter({slug_of(kind): 2 for kind in ITEMS}), learner.clock.day(timezone.now()))
    }
    for kind in ITEMS:
        asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
        first, second = found[slug_of(kind)].askings
        assert (first.number, first.seed, first.question) == (asked.number, asked.seed, asked.question) and second.number == 2
        assert (first.marking is not None) is (kind in KINDS)
        if first.marking:
            sent = {"item_slug": slug_of(kind), "revision": asked.revision_id, "number": 1, "response": first.marking.right}
            done = services.answer_item(learner=learner, **sent, seconds=9, hints_used=0, now=timezone.now())
            assert done.mark.correct and done.explanation.solution == first.marking.explanation.solution


def test_what_is_asked_in_an_open_check_of_knowing_is_marked_on_the_server(api: Api, learner: User, lesson: Lesson) -> None:
    live(learner, 10, timezone.now())
    services.begin_known_check(learner=learner, concept_slug=Item.objects.first().concept.slug, now=timezone.now())
    proving = {one for check in learner.known_checks.filter(passed=None) for one in check.items}
    found = _items(learner, Counter(proving), learner.clock.day(timezone.now()))
    assert found and not any(asking.marking for one in found for asking in one.askings)


def test_nothing_that_is_hidden_is_taken_along_and_nothing_is_written(api: Api, learner: User) -> None:
    response = api.get("/sync/plan/?days=7")
    plan, text = response.json(), response.content.decode()
    revision = ExerciseRevision.objects.get(exercise__slug=EXERCISE)
    assert [one["slug"] for one in plan["exercises"]] == [EXERCISE] and plan["lessons"][0]["slug"] == LESSON
    hidden = [line.strip() for line in (revision.checks + revision.solution).splitlines() if len(line.strip()) > 12]
    assert not any(line in text.replace('\\"', '"') for line in hidden if line not in revision.starter)
    assert len(plan["predicting"]["parameters"]) == 21 and len(plan["days"]) == 7
    assert (
        not DayPlan.objects.filter(learner=learner).exists()
        and not Event.objects.filter(learner=learner, kind="day_opened").exists()
    )
    assert api.get("/sync/plan/?days=7", if_none_match=response["ETag"]).status_code == 304


@pytest.mark.parametrize("days", ["0", "8", "many", "-1"])
def test_other_than_one_to_seven_days_are_refused(api: Api, days: str) -> None:
    told = api.get(f"/sync/plan/?days={days}")
    assert told.status_code == 400 and told.json()["errors"][0]["field"] == "days"


def test_it_takes_as_many_queries_whatever_is_taken_along_and_is_of_bounded_size(lesson: Lesson) -> None:
    counts = set()
    for reviews, minutes in ((10, 3), (1500, 60)):
        learner = services.begin_as_guest(zone="Europe/Berlin", now=timezone.now())
        live(learner, reviews, timezone.now())
        User.objects.filter(pk=learner.pk).update(daily_minutes=minutes)
        api = Api(Client())
        api.client.force_login(learner)
        for days in (1, 7):
            counts.add(len(statements(lambda api=api, days=days: api.get(f"/sync/plan/?days={days}"))))
            assert len(api.get(f"/sync/plan/?days={days}").content) < MOST_BYTES
    assert len(counts) == 1 and max(counts) <= 34, counts
