"""Code by the API: the draft, handing in, waiting, hints, giving up."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Submission
from tests.api.caller import Api
from tests.sample import CONCEPT, EXERCISE
from tutor import services
from tutor.api import waiting
from tutor.models import DayPlan, User

CODE = f"/exercises/{EXERCISE}"


def test_a_draft_is_kept_for_the_next_device_and_not_written_over_unseen(api: Api) -> None:
    starter = api.get(f"{CODE}/draft/")
    assert starter.json()["saved_at"] is None and starter.json()["source"].startswith("def count")
    saved = api.put(f"{CODE}/draft/", {"source": "count = len\n"}, if_match=starter["ETag"])
    assert saved.status_code == 200 and saved["ETag"] == api.get(f"{CODE}/draft/")["ETag"]
    late = api.put(f"{CODE}/draft/", {"source": "lost"}, if_match=starter["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
    assert api.get(f"{CODE}/").json()["source"] == "count = len\n"
    assert api.put(f"{CODE}/draft/", {"source": "x" * 70_000}).json()["code"] == "too_long"


def test_code_is_handed_in_once_and_its_verdict_told(api: Api, learner: User, broker: Callable[[], list]) -> None:
    sent = {"id": str(uuid.uuid4()), "mode": "submit", "source": "count = len\n"}
    first, again = api.post(f"{CODE}/submissions/", sent), api.post(f"{CODE}/submissions/", sent)
    assert (first.status_code, again.status_code) == (201, 200) and first.json()["id"] == again.json()["id"]
    where = f"/submissions/{first.json()['id']}"
    assert first["Location"] == f"/api/v1{where}/"
    assert api.get(f"{where}/").json()["state"] == "queued" and api.get(f"{where}/source/").json()["source"] == sent["source"]
    settle(learner)
    told = api.get(f"{where}/?wait=20").json()
    assert told["settled"] and told["passed"] and told["checks"][0]["title"] == "counts arrows"
    assert [row["id"] for row in api.get(f"{CODE}/submissions/").json()["results"]] == [told["id"]]
    assert api.get(f"{where}/?wait=900").json()["errors"][0]["field"] == "wait"


def test_who_waits_is_told_when_the_verdict_is_there(
    api: Api, learner: User, broker: Callable[[], list], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in = api.post(f"{CODE}/submissions/", {"id": str(uuid.uuid4()), "mode": "run", "source": "count = len\n"}).json()
    looked = waiting.submission_for

    def settled_meanwhile(*args: object, **given: object) -> object:
        shown = looked(*args, **given)
        if not shown.settled:
            settle(learner)
        return shown

    monkeypatch.setattr(waiting, "submission_for", settled_meanwhile)
    assert api.get(f"/submissions/{handed_in['id']}/?wait=20").json()["passed"]


def test_where_many_wait_the_next_is_answered_at_once(api: Api, broker: Callable[[], list]) -> None:
    handed_in = api.post(f"{CODE}/submissions/", {"id": str(uuid.uuid4()), "mode": "run", "source": "count = len\n"}).json()
    with waiting.seat() as one, waiting.seat() as two:
        assert one and two
        response = api.get(f"/submissions/{handed_in['id']}/?wait=25")
    assert response["Retry-After"] == "1" and not response.json()["settled"]
    assert threading.active_count() < 20


def test_a_verdict_is_followed_as_events(api: Api, learner: User, broker: Callable[[], list]) -> None:
    handed_in = api.post(f"{CODE}/submissions/", {"id": str(uuid.uuid4()), "mode": "submit", "source": "count = len\n"}).json()
    settle(learner)
    response = api.get(f"/submissions/{handed_in['id']}/events/", accept="text/event-stream")
    told = b"".join(response.streaming_content).decode()
    assert response["Content-Type"] == "text/event-stream"
    assert told.startswith("retry: 1000\n\nevent: submission\ndata: {") and told.endswith("event: end\ndata: {}\n\n")
    assert api.get(f"/submissions/{uuid.uuid4()}/events/", accept="text/event-stream").status_code == 404


def test_hints_come_one_after_another_and_giving_up_comes_after_trying(
    api: Api, learner: User, broker: Callable[[], list]
) -> None:
    assert api.post(f"{CODE}/hints/", {"number": 2}).json()["errors"][0]["field"] == "number"
    assert "Python counts" in api.post(f"{CODE}/hints/", {"number": 1}).json()["html"]
    assert api.post(f"{CODE}/solution/").json()["code"] == "solution_locked"
    api.post(f"{CODE}/submissions/", {"id": str(uuid.uuid4()), "mode": "run", "source": "count = 1\n"})
    given_up = api.post(f"{CODE}/solution/").json()
    assert given_up["gave_up"] and "len(arrows)" in given_up["solution"]
    assert len(api.get(f"{CODE}/").json()["hints"]) == 1


def test_a_ledger_is_paged_by_cursor_while_it_grows(api: Api, learner: User, broker: Callable[[], list]) -> None:
    def hand_in(minutes: int) -> str:
        now = timezone.now() - timedelta(hours=5, minutes=minutes)
        given = {"exercise_slug": EXERCISE, "mode": "run", "source": "count = len", "client_id": uuid.uuid4()}
        row = services.submit_code(learner=learner, now=now, **given)
        Submission.objects.filter(pk=row.pk).update(state="superseded")
        return str(row.public_id)

    old = [hand_in(minutes) for minutes in range(1, 6)]
    first = api.get(f"{CODE}/submissions/?limit=2").json()
    hand_in(0)
    found, address = [row["id"] for row in first["results"]], first["next"]
    while address:
        told = api.get(address.partition("/api/v1")[2]).json()
        found, address = found + [row["id"] for row in told["results"]], told["next"]
    assert found == old
    assert api.get(f"{CODE}/submissions/?cursor=made-up").json()["code"] == "bad_cursor"


@pytest.mark.parametrize(
    "body, code",
    [
        ("[]", "malformed"),
        ("{", "malformed"),
        ("[" * 100_000, "malformed"),
        ('{"a": NaN}', "malformed"),
        ("1" * 2_000_000, "too_long"),
    ],
    ids=["a list", "cut off", "very deep", "not a number", "very long"],
)
def test_a_body_that_is_none_is_a_problem_and_not_a_fault(learner: User, body: str, code: str) -> None:
    client = Client()
    client.force_login(learner)
    told = client.put(f"/api/v1{CODE}/draft/", body, content_type="application/json")
    assert told.json()["code"] == code and told["Content-Type"] == "application/problem+json"
    assert client.put(f"/api/v1{CODE}/draft/", "a=1", content_type="application/x-www-form-urlencoded").status_code == 415
    told = client.get("/api/v1/nothing/").json()
    assert (told["code"], told["detail"]) == ("not_found", "There is nothing at this address.")
    assert client.get("/api/v1/today").json()["detail"].endswith("end with a slash.")
    assert client.patch("/api/v1/today/").json()["code"] == "method_not_allowed"


def test_a_body_that_cannot_be_read_is_refused_where_nothing_of_it_is_needed_too(learner: User) -> None:
    client = Client()
    client.force_login(learner)
    assert client.post("/api/v1/today/", "{bad", content_type="application/json").json()["code"] == "malformed"
    assert client.post("/api/v1/today/", "a=1", content_type="text/plain").status_code == 415
    assert not DayPlan.objects.filter(learner=learner).exists()
    assert client.post("/api/v1/today/", "", content_type="text/plain").status_code == 200, "nothing was sent"


def settle(learner: User) -> None:
    """What the workers would do."""
    for row in Submission.objects.filter(learner=learner, state="queued"):
        whole = {"name": "counts", "title": "counts arrows", "status": "passed", "weight": 1, "sample": True, "concept": CONCEPT}
        check = whole | {
            "message": "",
            "sample_io": None,
            "output": "",
            "traceback": [],
            "cpu_ms": 1,
            "wall_ms": 2,
            "peak_kib": 9000,
        }
        report = {
            "job_id": str(row.public_id),
            "verdict": "passed",
            "score": 1.0,
            "checks": [check],
            "output": "",
            "traceback": [],
        }
        report |= {"cpu_ms": 3, "wall_ms": 6, "peak_kib": 9000, "seed": row.seed, "fault": None}
        assert services.settle_submission(public_id=row.public_id, report=report, now=timezone.now())
