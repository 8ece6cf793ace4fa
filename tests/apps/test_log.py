"""The door of the event log: what is written down, once, and what is refused."""

import importlib
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from exercises.models import Attempt
from tests.helpers import MONDAY, answer, pass_code, report, settle, submit, take_lesson
from tutor import services
from tutor.errors import BadInput
from tutor.models import Event, Kind, Review, StepDone, XpEntry
from tutor.services.log import OLDEST, new_id, record


def kinds(learner) -> list[str]:
    return list(Event.objects.filter(learner=learner).order_by("pk").values_list("kind", flat=True))


def test_each_act_is_one_event_with_its_day_and_zone(ada):
    ada.zone = "Asia/Tokyo"
    ada.save()
    take_lesson(ada, "angles", MONDAY)
    services.take_hint(learner=ada, exercise_slug="norm", number=1, now=MONDAY)
    assert kinds(ada) == [
        "enrolled",
        "day_opened",
        "lesson_begun",
        "step_done",
        "answered",
        "answered",
        "step_done",
        "hint_taken",
    ]
    answered = Event.objects.filter(kind=Kind.ANSWERED).earliest("pk")
    assert (answered.zone, answered.day, answered.at) == ("Asia/Tokyo", MONDAY.date(), MONDAY)
    assert answered.item_revision.item.slug == answered.document["item"] == "dot-which"
    assert answered.document["steps"] == [["angles", "dot"]]


def test_ids_that_the_site_makes_come_one_after_another_and_are_of_a_known_version():
    ids = [new_id() for _ in range(200)]
    made = sorted({one.int >> 64 for one in ids})
    assert [one.int >> 64 for one in ids] == sorted(one.int >> 64 for one in ids) and len(made) > 1
    assert {(one.version, one.variant) for one in ids} == {(7, uuid.RFC_4122)} and len(set(ids)) == 200


def test_a_verdict_is_an_event_and_what_it_says_of_each_concept_is_one_too(ada):
    submission = submit(ada, MONDAY)
    settle(submission, MONDAY + timedelta(hours=2))
    verdict = Event.objects.get(kind=Kind.CODE_SETTLED)
    assert verdict.uuid == submission.public_id and verdict.document["verdict"] == "passed" and verdict.document["effort"] == 120
    assert verdict.at == MONDAY, "it was done when it was handed in"
    evidence = Event.objects.filter(kind=Kind.EVIDENCE)
    assert {one.concept.slug: one.document["rating"] for one in evidence} == {"norm": 3, "empty-sum": 3}
    assert set(Review.objects.values_list("event", flat=True)) == {one.pk for one in evidence}


def test_an_answer_that_is_told_twice_is_one_event(ada):
    asked = services.question_for(learner=ada, item_slug="norm-which", now=MONDAY)
    event_id = uuid.uuid4()
    first = answer(ada, "norm-which", MONDAY, event_id=event_id)
    again = answer(ada, "norm-which", MONDAY + timedelta(minutes=1), event_id=event_id, right=False)
    assert again.repeated and again.mark == first.mark and again.asked.number == asked.number
    assert Attempt.objects.get().client_id == Event.objects.get(kind=Kind.ANSWERED).uuid == event_id


def test_an_id_of_another_act_is_refused(ada):
    event_id = Event.objects.get(kind=Kind.ENROLLED).uuid
    with pytest.raises(BadInput) as refused:
        answer(ada, "norm-which", MONDAY, event_id=event_id)
    assert refused.value.field == "event_id" and not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"at": MONDAY + timedelta(minutes=6)}, "at"),
        ({"at": MONDAY - OLDEST - timedelta(seconds=1)}, "at"),
        ({"at": MONDAY.replace(tzinfo=None)}, "at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": ""}, "zone"),
    ],
)
def test_a_moment_or_zone_that_cannot_be_is_refused_with_field_and_mend(ada, told, field):
    with pytest.raises(BadInput) as refused:
        answer(ada, "norm-which", MONDAY, **told)
    assert refused.value.field == field and refused.value.mend
    assert not Attempt.objects.exists()


def test_a_clock_that_is_a_little_fast_is_set_back(ada):
    event, new = record(learner=ada, kind=Kind.MADE_UP, now=MONDAY, at=MONDAY + timedelta(minutes=4))
    assert new and event.at == MONDAY


def test_an_act_belongs_to_the_day_on_which_it_was_done_where_it_was_done(ada):
    answer(ada, "norm-which", MONDAY, at=MONDAY - timedelta(hours=7), zone="America/New_York")
    assert Attempt.objects.get().day == (MONDAY - timedelta(days=1)).date()


def test_an_event_is_never_edited(ada):
    event = Event.objects.first()
    event.zone = "UTC"
    with pytest.raises(TypeError):
        event.save()


def test_changing_the_zone_is_an_event_and_changing_the_theme_is_none(ada):
    given = {"learner": ada, "daily_minutes": 6, "day_turns_at": 4, "now": MONDAY}
    services.change_settings(zone="UTC", theme="dark", **given)
    assert Kind.ZONE_SET not in kinds(ada)
    services.change_settings(zone="Asia/Tokyo", theme="dark", **given)
    assert Event.objects.get(kind=Kind.ZONE_SET).document == {"zone": "Asia/Tokyo", "turns_at": 4}


def test_an_installation_from_before_gets_the_log_that_its_rows_tell(ada):
    """The migration, on rows that were made with a log of which nothing is left."""
    take_lesson(ada, "angles", MONDAY)
    pass_code(ada, MONDAY + timedelta(minutes=1))
    answer(ada, "norm-again", MONDAY + timedelta(days=1), right=False)
    services.show_solution(learner=ada, exercise_slug="norm", now=MONDAY + timedelta(days=1))
    failing = submit(ada, MONDAY + timedelta(days=2))
    services.settle_submission(public_id=failing.public_id, report=report(failing, verdict="internal"), now=MONDAY)
    with_log = set(Event.objects.filter(kind__in=["answered", "evidence"]).values_list("concept", "at", "day"))
    Review.objects.update(event=None)
    Event.objects.all().delete()
    make_events = importlib.import_module("tutor.migrations.0010_events_of_before").make_events
    make_events(apps, SimpleNamespace(connection=connection))
    assert set(Event.objects.filter(kind__in=["answered", "evidence"]).values_list("concept", "at", "day")) == with_log
    assert not Review.objects.filter(event=None).exists()
    assert Event.objects.filter(kind=Kind.STEP_DONE).count() == StepDone.objects.count()
    paid = XpEntry.objects.exclude(cause__startswith="attempt:")
    efforts = sum(event.document.get("effort", 0) for event in Event.objects.all())
    assert efforts == sum(entry.effort_seconds for entry in paid)
