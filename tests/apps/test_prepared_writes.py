"""Rows that are written by SQL that was written once are those that Django would have written."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction
from django.db.transaction import TransactionManagementError

from tests.helpers import MONDAY
from tests.web.statements import statements as sent_by
from tutor import services
from tutor.models import Event, Kind, LearnerLevel, LearnerPace, User, XpEntry
from tutor.prepared_writes import change, insert, insert_once, put

DAY, DOCUMENT = date(2026, 3, 2), {"item": "a", "seconds": 1.5, "steps": [["lesson", None]], "text": "“50 %s”"}


@pytest.fixture
def ada(db: None) -> User:
    return services.begin_as_guest(zone="UTC", now=MONDAY)


def said(learner: User, **more: Any) -> dict[str, Any]:
    given = {"kind": Kind.CONCEPT_SET, "at": MONDAY, "received_at": MONDAY, "zone": "UTC", "day": DAY, "document": DOCUMENT}
    return {"learner": learner, "uuid": uuid.uuid4(), **given, **more}


def entry_of(learner: User, seconds: int) -> dict[str, Any]:
    return {"learner_id": learner.pk, "cause": "attempt:1", "effort_seconds": seconds, "day": DAY, "at": MONDAY}


def told(row: models.Model) -> dict[str, Any]:
    found = type(row)._default_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in found.items() if name not in {"id", "uuid"}}


def test_a_row_is_kept_as_django_keeps_it(ada: User) -> None:
    own, djangos = insert(Event, **said(ada)), Event(**said(ada))
    djangos.save()
    assert told(own) == told(djangos)
    assert own.pk != djangos.pk
    assert Event.objects.get(pk=own.pk) == own
    with pytest.raises(TypeError, match="never edited"):
        own.save()  # it knows that it is there


def test_a_row_knows_what_it_was_made_of(ada: User) -> None:
    """As one that Django makes; what is not given has its default."""
    given = said(ada)
    del given["document"]
    own, djangos = insert(Event, **given), Event(**given)
    known = {name: value for name, value in vars(own).items() if name not in {"_state", "id"}}
    assert known == {name: value for name, value in vars(djangos).items() if name not in {"_state", "id"}}
    assert own.document == {}
    assert sent_by(lambda: own.learner) == []
    assert own.learner is ada


def test_a_row_that_another_has_one_of_is_known_by_it(ada: User) -> None:
    of_ada = {"learner": ada, "intercept": 0.5, "answers": 3}
    level = insert(LearnerLevel, **of_ada)
    assert sent_by(lambda: ada.level) == []
    assert ada.level is level
    assert told(level) == {"learner_id": ada.pk, "intercept": 0.5, "answers": 3, "fit_id": None}
    with pytest.raises(FieldDoesNotExist):
        insert(LearnerLevel, **of_ada, fitt=None)


def test_rows_of_one_kind_are_written_by_one_statement_each_with_the_same_sql(ada: User) -> None:
    sent = sent_by(lambda: [insert(Event, **said(ada, document=document)) for document in ({}, DOCUMENT, {"n": None})])
    assert len(sent) == 3
    assert len({sql for sql, _ in sent}) == 1
    assert [row.document for row in Event.objects.order_by("pk")] == [{}, DOCUMENT, {"n": None}]


def test_what_the_database_refuses_breaks_the_transaction(ada: User) -> None:
    first = insert(Event, **said(ada))
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            insert(Event, **said(ada, uuid=first.uuid))
        with pytest.raises(TransactionManagementError):
            Event.objects.count()
        transaction.set_rollback(True)
    assert Event.objects.count() == 1


def test_a_row_is_added_once(ada: User) -> None:
    insert_once(XpEntry, **entry_of(ada, 5))
    insert_once(XpEntry, **entry_of(ada, 7))
    assert XpEntry.objects.get().effort_seconds == 5


def test_a_row_is_put_over_the_one_that_is_there(ada: User) -> None:
    for factor, answers in ((1.5, 1), (0.5, 2)):
        put(LearnerPace, ("learner", "kind"), learner_id=ada.pk, kind="quiz", factor=factor, answers=answers)
    put(LearnerPace, ("learner", "kind"), learner_id=ada.pk, kind="read", factor=2.0, answers=9)
    rows = LearnerPace.objects.order_by("kind").values_list("kind", "factor", "answers")
    assert list(rows) == [("quiz", 0.5, 2), ("read", 2.0, 9)]


def test_fields_of_one_row_are_changed(ada: User) -> None:
    eve = services.begin_as_guest(zone="UTC", now=MONDAY)
    for value in (datetime(2026, 3, 1, 12, 30, tzinfo=UTC), None):
        change(ada, last_login=value, first_name="Ada", daily_minutes=12)
        ada.refresh_from_db()
        assert (ada.last_login, ada.first_name, ada.daily_minutes) == (value, "Ada", 12)
    assert told(eve) == told(eve) | {"first_name": "", "daily_minutes": 6}


def test_only_what_differs_is_written(ada: User) -> None:
    asked = [sql for sql, *_ in sent_by(lambda: change(ada, first_name="Ada", daily_minutes=ada.daily_minutes))]
    assert len(asked) == 1 and '"first_name" = ' in asked[0] and "daily_minutes" not in asked[0]
    assert sent_by(lambda: change(User.objects.get(pk=ada.pk), first_name="Ada"))[1:] == [], "the row was read"
