"""Telling what was done offline, and learning what other devices did."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from exercises.marking.responses import right_response
from exercises.models import Attempt
from tests.api.caller import Api
from tests.sample import CONCEPT, LESSON, PATH, slug_of
from tests.web.statements import statements
from tutor import services
from tutor.models import Event, LessonProgress, StepDone, User
from tutor.services.accepting import MOST_AT_ONCE

ITEM = slug_of("choice")
# For an event on average, and for the batch: the session and the learner.
MOST_FOR_AN_EVENT, MOST_FOR_A_BATCH = 45, 5


def act(kind: str, at: datetime, **told: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": kind, "at": at.isoformat(), "zone": "Europe/Berlin", **told}


def answered(learner: User, at: datetime, ahead: int = 0, kind: str = "choice") -> dict[str, Any]:
    """The right answer to what is asked so many askings from now."""
    asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
    told = {"item": slug_of(kind), "revision": asked.revision, "number": asked.number + ahead, "seconds": 9, "hints_used": 0}
    return act("answered", at, **told, response=right_response(asked.question))


def push(api: Api, *events: Any) -> list[dict[str, Any]]:
    response = api.post("/sync/events/", {"events": list(events)})
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.fixture
def hour() -> datetime:
    """An hour ago: late, and of the same days for everything."""
    return timezone.now() - timedelta(hours=1)


def test_what_was_done_offline_is_taken_in_the_order_in_which_it_was_done(api: Api, learner: User, hour: datetime) -> None:
    right = answered(learner, hour)
    slip = act("undone", hour + timedelta(seconds=5), answer=right["id"])
    events = [
        slip,
        right,
        act("step_done", hour - timedelta(minutes=1), lesson=LESSON, step="sight"),
        act("lesson_begun", hour - timedelta(minutes=2), lesson=LESSON),
    ]
    told = push(api, *events)
    assert [(one["id"], one["state"]) for one in told] == [(one["id"], "accepted") for one in events]
    assert StepDone.objects.get(learner=learner).at == hour - timedelta(minutes=1)
    assert LessonProgress.objects.get(learner=learner).started_at == hour - timedelta(minutes=2)
    assert not Attempt.objects.filter(learner=learner).exists()


def test_the_mark_of_the_site_comes_with_each_answer_and_again_where_it_was_lost(api: Api, learner: User, hour: datetime) -> None:
    wrong = answered(learner, hour, kind="number") | {"response": {"number": "-1"}}
    events = [answered(learner, hour), wrong, act("step_done", hour, lesson=LESSON, step="sight")]
    refused = act("step_done", hour, lesson=LESSON, step="nowhere")
    assert [one["score"] for one in push(api, *events, refused)] == [1.0, 0.0, None, None]
    assert [one["score"] for one in push(api, *events)] == [1.0, 0.0, None]


def test_a_batch_that_is_sent_again_is_known_and_changes_nothing(api: Api, learner: User, hour: datetime) -> None:
    events = [answered(learner, hour), act("step_done", hour, lesson=LESSON, step="sight")]
    assert [one["state"] for one in push(api, *events)] == ["accepted", "accepted"]
    before = Event.objects.filter(learner=learner).count()
    assert [one["state"] for one in push(api, *events, *events)] == ["known"] * 4
    assert Event.objects.filter(learner=learner).count() == before


REFUSALS: dict[str, tuple[Callable[[dict[str, Any]], Any], str, str]] = {
    "future": (lambda good: good | {"at": (timezone.now() + timedelta(hours=1)).isoformat()}, "future", "at"),
    "old": (lambda good: good | {"at": (timezone.now() - timedelta(days=61)).isoformat()}, "too_old", "at"),
    "first moment of all": (lambda good: good | {"at": "0001-01-01T00:00:00+14:00"}, "too_old", "at"),
    "last moment of all": (lambda good: good | {"at": "9999-12-31T23:59:59-14:00"}, "future", "at"),
    "no zone": (lambda good: good | {"at": "2026-03-02T09:00:00"}, "malformed", "at"),
    "no moment": (lambda good: good | {"at": 7}, "malformed", "at"),
    "no place": (lambda good: good | {"zone": "Mars"}, "malformed", "zone"),
    "other version": (lambda good: good | {"revision": "other"}, "unknown_revision", "revision"),
    "other question": (lambda good: good | {"item": "nothing"}, "unknown_revision", "revision"),
    "ahead": (lambda good: good | {"number": 99}, "stale_question", "number"),
    "no option": (lambda good: good | {"response": {"choice": "zzz"}}, "malformed", "choice"),
    "no response": (lambda good: good | {"response": ["a"]}, "malformed", "response"),
    "no count": (lambda good: good | {"seconds": -1}, "malformed", "seconds"),
    "no id": (lambda good: good | {"id": 7}, "malformed", "id"),
    "no kind": (lambda good: good | {"kind": ["answered"]}, "malformed", "kind"),
    "not a client's": (lambda good: good | {"kind": "placed"}, "malformed", "kind"),
    "no lesson": (lambda good: good | {"kind": "step_done", "lesson": "nowhere", "step": "sight"}, "not_found", "lesson"),
    "no step": (lambda good: good | {"kind": "step_done", "lesson": LESSON, "step": "nowhere"}, "not_found", "step"),
    "check without answer": (lambda good: good | {"kind": "step_done", "lesson": LESSON, "step": "which"}, "step_locked", "step"),
    "no path": (lambda good: good | {"kind": "enrolled", "path": "nowhere"}, "not_found", "path"),
    "no answer": (lambda good: good | {"kind": "undone", "answer": str(uuid.uuid4())}, "not_found", "answer"),
    "no event": (lambda good: "x", "malformed", "id"),
    "nothing": (lambda good: None, "malformed", "id"),
    "empty": (lambda good: {}, "malformed", "id"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_is_refused_alone_with_code_field_and_mend(api: Api, learner: User, hour: datetime, name: str) -> None:
    change, code, field = REFUSALS[name]
    refused, taken = push(api, change(answered(learner, hour)), answered(learner, hour, kind="number"))
    assert (refused["state"], refused["code"], refused["field"]) == ("refused", code, field), refused
    assert refused["reason"] and (refused["mend"] or code == "not_found")
    assert taken == {"id": taken["id"], "state": "accepted", "code": "", "field": "", "reason": "", "mend": "", "score": 1.0}


def test_what_another_device_did_before_is_refused_and_what_was_done_earlier_is_taken(
    api: Api, learner: User, hour: datetime
) -> None:
    def both(at: datetime) -> list[dict[str, Any]]:
        known = answered(learner, at - timedelta(minutes=1))
        push(api, known)
        return [
            act("step_done", at, lesson=LESSON, step="sight"),
            act("lesson_begun", at - timedelta(seconds=1), lesson=LESSON),
            act("enrolled", at - timedelta(seconds=2), path=PATH),
            act("hint_taken", at, exercise="count-arrows", number=1),
        ]

    assert {one["code"] for one in push(api, *both(hour))} == {""}
    late = push(api, *both(hour + timedelta(minutes=1)))
    assert {(one["state"], one["code"]) for one in late} == {("refused", "already_done")} and all(one["mend"] for one in late)
    assert {one["state"] for one in push(api, *both(hour - timedelta(minutes=1)))} == {"accepted"}
    assert StepDone.objects.get(learner=learner).at == hour - timedelta(minutes=1)


def test_an_answer_is_taken_back_once(api: Api, learner: User, hour: datetime) -> None:
    right = answered(learner, hour)
    slips = [act("undone", hour + timedelta(seconds=place), answer=right["id"]) for place in (5, 6)]
    assert [(one["state"], one["code"]) for one in push(api, right, *slips)][1:] == [
        ("accepted", ""),
        ("refused", "already_done"),
    ]


def test_only_the_first_500_of_a_batch_are_taken(api: Api) -> None:
    told = push(api, *([{}] * (MOST_AT_ONCE + 2)))
    assert [one["code"] for one in told] == ["malformed"] * MOST_AT_ONCE + ["too_many"] * 2


@pytest.mark.parametrize("body", [{}, {"events": None}, {"events": {}}, {"events": "x"}])
def test_a_body_without_a_list_is_refused(api: Api, body: dict[str, Any]) -> None:
    told = api.post("/sync/events/", body)
    assert told.status_code == 400 and told.json()["errors"][0]["field"] == "events"


def test_an_id_of_another_learner_is_an_id_like_any(api: Api, learner: User, hour: datetime) -> None:
    other = services.begin_as_guest(zone="Europe/Berlin", now=timezone.now())
    theirs = Api(Client())
    theirs.client.force_login(other)
    first = answered(other, hour)
    assert push(theirs, first)[0]["state"] == "accepted"
    taken_back, own = push(api, act("undone", hour, answer=first["id"]), answered(learner, hour) | {"id": first["id"]})
    assert (taken_back["code"], own["state"]) == ("not_found", "accepted")
    assert {one.learner_id for one in Attempt.objects.filter(client_id=first["id"])} == {learner.pk, other.pk}
    assert theirs.get("/sync/changes/").json()["events"] != api.get("/sync/changes/").json()["events"]
    assert first["item"] not in json.dumps(Api(Client()).get("/sync/changes/").json())


def test_a_hundred_events_take_no_more_queries_each_than_ten(api: Api, learner: User, hour: datetime) -> None:
    each = []
    for count in (10, 100):
        start, fifth = hour + timedelta(minutes=10 * len(each)), count // 5
        events = [answered(learner, start + timedelta(seconds=3 * place), place) for place in range(fifth)]
        events += [act("step_done", start, lesson=LESSON, step="sight") for _ in range(3 * fifth)]
        events += [one | {"id": str(uuid.uuid4()), "number": 99} for one in events[:fifth]]
        sent = len(statements(lambda events=events: push(api, *events)))
        each.append((sent - MOST_FOR_A_BATCH) / count)
    assert each[1] <= each[0] + 1 and max(each) <= MOST_FOR_AN_EVENT, each


def test_changes_come_page_by_page_and_end_with_a_cursor(api: Api, learner: User, hour: datetime) -> None:
    first = api.get("/sync/changes/").json()
    event = answered(learner, hour)
    push(api, event, act("step_done", hour, lesson=LESSON, step="sight"))
    changed = api.get(f"/sync/changes/?since={first['cursor']}").json()
    assert event["id"] in [one["id"] for one in changed["events"]] and not changed["more"]
    assert [one["concept"] for one in changed["memories"]] and changed["memories"][0]["stability_days"] > 0
    assert [(one["lesson"], one["step"]) for one in changed["steps"]] == [(LESSON, "sight")]
    again = api.get(f"/sync/changes/?since={changed['cursor']}")
    assert again.json()["events"] == [] and again.json()["cursor"] == changed["cursor"]
    assert api.get(f"/sync/changes/?since={changed['cursor']}", if_none_match=again["ETag"]).status_code == 304


def test_what_was_taken_back_is_told_as_open_again(api: Api, learner: User, hour: datetime) -> None:
    event = answered(learner, hour) | {"lesson": LESSON, "step": "which"}
    push(api, act("step_done", hour - timedelta(minutes=1), lesson=LESSON, step="sight"), event)
    before = api.get("/sync/changes/").json()
    assert [one["step"] for one in before["steps"]] == ["sight", "which"] and before["memories"]
    push(api, act("undone", hour + timedelta(seconds=5), answer=event["id"]))
    after = api.get(f"/sync/changes/?since={before['cursor']}").json()
    assert [one["kind"] for one in after["events"]] == ["undone"]
    assert after["lessons"] == [LESSON] and [one["step"] for one in after["steps"]] == ["sight"]
    assert after["concepts"] == [CONCEPT] and after["memories"] == []


def test_a_zone_that_is_corrected_moves_what_devices_know(api: Api, learner: User, hour: datetime) -> None:
    push(api, act("step_done", hour, lesson=LESSON, step="sight"))
    cursor = api.get("/sync/changes/").json()["cursor"]
    services.correct_zone(learner=learner, zone="Pacific/Kiritimati", since=hour - timedelta(minutes=1), now=timezone.now())
    told = api.get(f"/sync/changes/?since={cursor}").json()
    assert told["lessons"] == [LESSON] and told["steps"][0]["day"] == str(StepDone.objects.get(learner=learner).day)


@pytest.mark.parametrize("cursor", ["x", "§", "MTIz", "LTEuMA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LjE", "MC41"])
def test_a_cursor_that_was_made_up_is_refused(api: Api, cursor: str) -> None:
    told = api.get(f"/sync/changes/?since={cursor}")
    assert (told.status_code, told.json()["code"]) == (400, "bad_cursor")


def test_a_cursor_from_before_a_guest_joined_is_refused(api: Api, learner: User, hour: datetime) -> None:
    """The guest's acts are older than what the account's devices have seen; else they would never hear of them."""
    guest = services.begin_as_guest(zone="Europe/Berlin", now=timezone.now())
    services.accept(learner=guest, events=[answered(guest, hour)], now=timezone.now())
    account = User.objects.create_user("ada", password="x")
    device = Api(Client())
    device.client.force_login(account)
    push(device, answered(account, hour))
    cursor = device.get("/sync/changes/").json()["cursor"]
    services.claim_guest(guest=guest, account=account, now=timezone.now())
    assert device.get(f"/sync/changes/?since={cursor}").json()["code"] == "bad_cursor"
    assert len([one for one in device.get("/sync/changes/").json()["events"] if one["kind"] == "answered"]) == 2
