"""Queries that are written once find what Django finds, again and again, whatever they are given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tests.web.statements import statements
from tutor import services
from tutor.models import LearnerDay, User
from tutor.prepared import DAY, KEY, counted, prepared

FIRST = date(2026, 3, 2)
written: list[str] = []


@prepared(learner=KEY, days=DAY)
def of_days(learner: Any, days: Any) -> QuerySet[LearnerDay]:
    written.append("of_days")
    return LearnerDay.objects.filter(learner=learner, day__in=days).select_related("learner").order_by("day")


@prepared(learner=KEY, since=DAY)
def how_many(learner: Any, since: Any) -> QuerySet[LearnerDay]:
    return counted(LearnerDay.objects.filter(learner=learner, day__gte=since))


@prepared(key=KEY)
def locked(key: Any) -> QuerySet[User]:
    return User.objects.select_for_update().filter(pk=key)


@pytest.fixture
def learner(db: None) -> User:
    found = services.begin_as_guest(zone="UTC", now=timezone.now())
    days = [FIRST + timedelta(days=n) for n in range(5)]
    LearnerDay.objects.bulk_create(LearnerDay(learner=found, day=day, finished_at=timezone.now(), zone="UTC") for day in days)
    return found


def test_rows_are_those_of_the_queryset_for_lists_of_any_length(learner: User) -> None:
    for count in (0, 1, 3, 3, 1):
        days = [FIRST + timedelta(days=n) for n in range(count)]
        found = of_days(learner=learner.pk, days=days)
        assert found == list(LearnerDay.objects.filter(learner=learner, day__in=days).order_by("day"))
        assert [one.learner for one in found] == [learner] * count
    assert of_days.first(learner=learner.pk, days=[FIRST]).day == FIRST
    assert of_days.first(learner=learner.pk + 1, days=[FIRST]) is None


def test_a_query_is_written_once_for_each_length_and_sent_each_time(learner: User) -> None:
    of_days(learner=learner.pk, days=[FIRST])
    before = len(written)
    sent = statements(lambda: [of_days(learner=learner.pk, days=[FIRST + timedelta(days=n)]) for n in range(3)])
    assert len(sent) == 3
    assert len(written) == before


def test_rows_are_counted_and_none_is_no_row(learner: User) -> None:
    assert how_many.first(learner=learner.pk, since=FIRST) == 5
    assert how_many.first(learner=learner.pk, since=FIRST + timedelta(days=3)) == 2
    assert how_many.first(learner=learner.pk, since=FIRST + timedelta(days=9)) is None
    assert not how_many.any(learner=learner.pk + 1, since=FIRST)


@pytest.mark.django_db(transaction=True)
def test_rows_can_be_locked_inside_a_transaction_only() -> None:
    key = services.begin_as_guest(zone="UTC", now=timezone.now()).pk
    with transaction.atomic():
        assert locked.first(key=key).pk == key
    with pytest.raises(transaction.TransactionManagementError):
        locked(key=key)
