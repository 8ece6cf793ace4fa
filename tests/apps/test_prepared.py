"""Queries that are written once find what Django finds, again and again, whatever they are given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from exercises.models import Item
from lessons.models import Concept
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


@prepared(learner=KEY)
def zones(learner: Any) -> QuerySet[LearnerDay]:
    return LearnerDay.objects.filter(learner=learner).only("day", "zone").order_by("day")


@prepared(concept=KEY)
def questions(concept: Any) -> QuerySet[Item]:
    """With a relation that may lead nowhere, and one beyond another."""
    return Item.objects.filter(concept=concept).select_related("current", "lesson__path").order_by("pk")


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


def test_what_a_row_holds_is_what_django_puts_into_it(course, learner: User) -> None:
    concept = Concept.objects.filter(items__isnull=False).first()
    Item.objects.filter(concept=concept).update(current=None)
    Item.objects.create(slug="another", lesson=concept.items.first().lesson, concept=concept)
    for own, theirs in (
        (of_days(learner=learner.pk, days=[FIRST]), LearnerDay.objects.filter(day=FIRST).select_related("learner")),
        (zones(learner=learner.pk), LearnerDay.objects.only("day", "zone").order_by("day")),
        *((questions(concept=one.pk), questions._write(one.pk)) for one in Concept.objects.filter(items__isnull=False)),
    ):
        assert [held(one) for one in own] == [held(one) for one in theirs] != []
    [first, *_] = zones(learner=learner.pk)
    assert first.get_deferred_fields() >= {"finished_at"} and first.finished_at is not None  # fetched when it is wanted
    first.zone = "Europe/Paris"
    first.save(update_fields=["zone"])
    assert zones.first(learner=learner.pk).zone == "Europe/Paris"


def held(row: Any) -> dict[str, Any]:
    """All that an object of a model holds, those that it leads to included."""
    told = {name: value for name, value in vars(row).items() if name != "_state"}
    below = {name: one and held(one) for name, one in row._state.fields_cache.items()}
    return told | below | {"adding": row._state.adding, "db": row._state.db, "class": type(row)}


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
