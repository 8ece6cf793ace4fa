"""A history that is brought in: believed in what was done, marked again, added once, and never anybody else's."""

from __future__ import annotations

import copy
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Attempt
from lessons.models import Lesson
from tests.flows.test_any_order import state_of
from tests.play import play_day
from tests.sample import CONCEPT, ITEMS, LESSON, slug_of
from tutor import services
from tutor.models import Break, ConceptMemory, Enrolment, Event, LearnerDay, LessonProgress, Review, StepDone, User, XpEntry
from tutor.rules.transfer import MOST_ACTS
from tutor.web.views.data import LARGEST

IMPORT = "/settings/import/"


def learned(learner: User, days: int, now: datetime) -> None:
    """Answers a few questions on each of the last days, every third one wrongly, and reads the first step of the lesson."""
    start = now - timedelta(days=days)
    services.finish_step(learner=learner, lesson_slug=LESSON, step_key="sight", now=start)
    for place in range(days):
        moment = start + timedelta(days=place)
        for kind in ("choice", "number", "match"):
            asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=moment)
            right = place % 3 or kind != "choice"
            response = right_response(asked.question) if right else wrong_responses(asked.question)[0]
            sent = {"item_slug": asked.item_slug, "revision": asked.revision_id, "number": asked.number}
            moment += timedelta(seconds=20)
            services.answer_item(learner=learner, **sent, response=response, seconds=9, hints_used=0, now=moment)


def bring(site: Client, told: Any, **more: Any) -> Any:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    return site.post(IMPORT, {"file": SimpleUploadedFile("loci.json", content)}, **more)


@pytest.fixture
def days() -> int:
    return 12


@pytest.fixture
def told(site: Client, learner: User, days: int) -> dict[str, Any]:
    """An export after days of learning."""
    learned(learner, days, timezone.now())
    return json.loads(site.get("/settings/export/").content)


@pytest.fixture
def other(told: dict[str, Any]) -> User:
    return services.begin_as_guest(zone="Europe/Berlin", now=timezone.now() - timedelta(days=30))


@pytest.fixture
def theirs(other: User) -> Client:
    client = Client()
    client.force_login(other)
    return client


def memories(learner: User) -> dict[str, tuple[Any, ...]]:
    rows = ConceptMemory.objects.filter(learner=learner).values_list("concept__slug", "stability", "difficulty", "reviewed_on")
    return {slug: values for slug, *values in rows}


def test_another_account_comes_to_know_the_same(told: dict[str, Any], theirs: Client, learner: User, other: User) -> None:
    page = bring(theirs, told).content.decode()
    assert "36 answers and 1 step are new here." in page and "Not taken over" not in page
    assert memories(other) == memories(learner)
    same = ("item", "response", "score", "seconds", "seed", "day", "at", "client_id")
    assert list(other.attempts.values_list(*same)) == list(learner.attempts.values_list(*same))
    foreseen = ("concept", "rating", "predicted_recall", "counted", "day")
    ours, brought = (list(one.reviews.order_by("at").values_list(*foreseen)) for one in (learner, other))
    assert brought == ours
    assert other.steps_done.get().step_key == "sight" and other.lessons_begun.get().lesson.slug == LESSON
    assert Event.objects.filter(learner=other, kind="answered").count() == 36


def test_finished_days_decisions_and_breaks_come_along_and_the_log_leads_to_what_was_taken_over(
    site: Client, learner: User
) -> None:
    now = timezone.now()
    for days in (16, 15, 12):
        play_day(learner, now - timedelta(days=days))
    services.set_concept(learner=learner, concept_slug=CONCEPT, act="suspend", now=now - timedelta(days=11))
    today = learner.clock.day(now)
    services.take_break(learner=learner, starts_on=today - timedelta(days=10), ends_on=today - timedelta(days=8), now=now)
    told = json.loads(site.get("/settings/export/").content)
    other = services.begin_as_guest(zone="Europe/Berlin", now=now - timedelta(days=30))
    site.force_login(other)
    assert "Not taken over" not in bring(site, told).content.decode()
    ours, brought = (list(one.finished_days.values_list("day", flat=True)) for one in (learner, other))
    assert brought == ours and ours
    assert ConceptMemory.objects.get(learner=other, concept__slug=CONCEPT).state == "suspended"
    assert other.breaks.get().starts_on == today - timedelta(days=10)
    lived = state_of(other)
    services.refold_all(learner=other)
    assert state_of(other) == lived


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "placed", "concept": CONCEPT, "document": {"due_on": "9999-12-31"}},
        {"kind": "placed", "concept": "nothing", "document": {"due_on": "2026-01-02"}},
        {"kind": "placed", "concept": None, "document": {"lessons": {"arrows": [1]}}},
        {"kind": "concept_set", "concept": CONCEPT, "document": {"state": "loved"}},
        {"kind": "concept_set", "concept": None, "document": {"state": "known"}},
        {"kind": "vacation_set", "document": {"starts_on": "2026-01-09", "ends_on": "2026-01-02"}},
        {"kind": "vacation_set", "document": {"starts_on": "soon"}},
        {"kind": "vacation_set", "document": {"starts_on": "2020-01-09", "ends_on": "2026-01-02"}},
        {"kind": "day_opened", "document": {"minutes": 5, "picks": [["step"]]}},
        {"kind": "day_opened", "document": {"minutes": -5, "picks": []}},
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_its_place(event: dict[str, Any], site: Client, learner: User) -> None:
    row = {"uuid": str(uuid.uuid4()), "at": "2026-01-01T09:00:00Z", "zone": "UTC", **event}
    page = bring(site, {"format": "loci-export-1", "events": [row]}).content.decode()
    assert "<strong>Event 1</strong>" in page
    assert not Break.objects.exists() and not ConceptMemory.objects.exists()


def test_the_same_file_again_changes_nothing(told: dict[str, Any], theirs: Client, site: Client) -> None:
    bring(theirs, told)
    tables = (Attempt, Review, Event, StepDone, LessonProgress, Enrolment, XpEntry, LearnerDay)
    before = [model.objects.count() for model in tables]
    for client in (theirs, site):
        page = bring(client, told).content.decode()
        assert "Nothing new" in page and "37 acts were known already." in page
    assert [model.objects.count() for model in tables] == before


def test_a_history_joins_what_was_learned_here_in_its_order(told: dict[str, Any], theirs: Client, other: User) -> None:
    learned(other, 3, timezone.now())
    newest = memories(other)
    bring(theirs, told)
    assert memories(other) != newest
    assert other.reviews.filter(counted=False).count() + other.reviews.filter(counted=True).count() == 45
    numbers = list(other.attempts.filter(item__slug=slug_of("choice")).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 16))
    asked = services.question_for(learner=other, item_slug=slug_of("choice"), now=timezone.now())
    assert asked.number == 16


def test_nothing_is_earned_within_the_running_week_and_nothing_twice(
    told: dict[str, Any], theirs: Client, learner: User, other: User
) -> None:
    bring(theirs, told)
    today = other.clock.day(timezone.now())
    monday = today - timedelta(days=today.weekday())
    assert not other.xp_entries.filter(day__gte=monday).exists()
    ours = dict(learner.xp_entries.filter(day__lt=monday).order_by().values_list("at", "effort_seconds"))
    assert dict(other.xp_entries.order_by().values_list("at", "effort_seconds")) == ours and ours


def test_marks_are_made_here_whatever_the_file_says(told: dict[str, Any], theirs: Client, other: User) -> None:
    forged = copy.deepcopy(told)
    for event in forged["events"]:
        event["document"]["score"] = 1.0
    bring(theirs, forged)
    assert other.attempts.filter(score__lt=1).count() == 4
    assert Event.objects.filter(learner=other, kind="answered", document__score=1.0).count() == 32


SPOILED = {
    "is no UUID": ({"uuid": "7"}, {}),
    "comes from the future": ({"at": "2100-01-01T00:00:00Z"}, {}),
    "has no zone": ({"at": "2026-01-01T00:00:00"}, {}),
    "is nowhere": ({"zone": "Mars/Olympus"}, {}),
    "is of a version that nobody knows": ({"digest": "0" * 64}, {}),
    "answers what is not asked": ({}, {"response": {"choice": "zz"}}),
    "answers in a form of its own": ({}, {"response": [1]}),
    "has a text that no database keeps": ({}, {"response": {"number": "\0"}}),
    "has half a character": ({}, {"response": {"number": "\ud800"}}),
    "has a seed that is no number": ({}, {"seed": "1"}),
    "has a seed too large": ({}, {"seed": 2**70}),
    "takes years": ({}, {"seconds": 10**9}),
    "finishes what is not there": ({}, {"steps": [["nowhere", "never"]]}),
    "has steps that are none": ({}, {"steps": [[1, 2]]}),
}


@pytest.mark.parametrize("days", [3])
@pytest.mark.parametrize("wrong", SPOILED)
def test_an_act_that_cannot_be_used_is_named_and_the_others_come(
    wrong: str, days: int, told: dict[str, Any], theirs: Client, other: User
) -> None:
    of_event, of_document = SPOILED[wrong]
    answers = [event for event in told["events"] if event["kind"] == "answered"]
    answers[4] |= of_event
    answers[4]["document"] |= of_document
    response = bring(theirs, told)
    assert response.status_code == 200
    place = told["events"].index(answers[4]) + 1
    assert f"<strong>Event {place}</strong>" in response.content.decode()
    assert other.attempts.count() == (9 if "finishes" in wrong else 8)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"PK\x03\x04",
        b"[]",
        b"7",
        b'{"format": "loci-export-1"}',
        b'{"format": "loci-export-1", "events": [1]}',
        b'{"format": "other", "events": []}',
        b'{"format": "loci-export-1", "events": [{"x": NaN}]}',
        b"[" * 200_000,
        b'{"format": "loci-export-1", "events": [' + b",".join([b"{}"] * (MOST_ACTS + 1)) + b"]}",
        b'{"n": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda content: content[:40].decode(errors="replace"),
)
def test_a_file_that_is_no_export_is_refused_with_the_mend(content: bytes, site: Client) -> None:
    response = bring(site, content)
    assert response.status_code == 400 and 'role="alert"' in response.content.decode()
    assert not Event.objects.filter(kind="answered").exists()


def test_a_file_that_is_too_large_is_not_read(site: Client) -> None:
    response = bring(site, b" " * (LARGEST + 1))
    assert response.status_code == 413 and b"24 MB" in response.content


@pytest.mark.parametrize("days", [1])
def test_no_other_site_can_bring_a_file_in_and_nobody_without_a_name(days: int, told: dict[str, Any], learner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    assert bring(strict, told).status_code == 403
    assert bring(Client(), told)["Location"].startswith("/accounts/login/")
    assert strict.get(IMPORT).status_code == 200


def test_acts_taken_back_stay_taken_back(told: dict[str, Any], theirs: Client, other: User) -> None:
    answers = [event for event in told["events"] if event["kind"] == "answered"]
    undone = {**answers[0], "uuid": str(uuid.uuid4()), "kind": "undone", "document": {"event": answers[0]["uuid"]}}
    told["events"].append(undone)
    bring(theirs, told)
    assert other.attempts.count() == 35


def test_every_kind_of_question_can_be_brought_in(site: Client, learner: User) -> None:
    now = timezone.now() - timedelta(days=9)
    for place, kind in enumerate(ITEMS):
        asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=now)
        sent = {"item_slug": asked.item_slug, "revision": asked.revision_id, "number": 1, "seconds": 9, "hints_used": 0}
        response = right_response(asked.question)
        services.answer_item(learner=learner, **sent, response=response, now=now + timedelta(minutes=place))
    content = site.get("/settings/export/").content
    other = services.begin_as_guest(zone="UTC", now=timezone.now())
    site.force_login(other)
    assert f"{len(ITEMS)} answers" in bring(site, content).content.decode()
    assert other.attempts.filter(score=1).count() == learner.attempts.filter(score=1).count()
    assert Lesson.objects.filter(slug=LESSON).exists()
