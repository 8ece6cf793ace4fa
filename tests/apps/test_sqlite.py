"""How long transactions wait for each other where only one can write."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from tutor.models import User

# SQLite by itself looks 228 and 328 ms after the first time, and from then on every 100 ms.
HELD_SECONDS, LONGEST_SLEEP = 0.25, 0.002
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="elsewhere a transaction waits for rows"),
]


@pytest.fixture
def other() -> Iterator[sqlite3.Connection]:
    """A connection that has begun to write."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_who_waits_looks_often_whether_the_other_has_ended(other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr(time, "sleep", lambda seconds, sleep=time.sleep: (looks.append(seconds), sleep(seconds)))
    threading.Timer(HELD_SECONDS, other.rollback).start()
    with transaction.atomic():
        User.objects.create(username="waited")
    assert looks
    assert max(looks) <= LONGEST_SLEEP


def test_who_waits_for_too_long_is_told_so(other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    other.rollback()
    with transaction.atomic():
        User.objects.create(username="later")


def test_what_is_written_without_a_transaction_waits_as_before(other: sqlite3.Connection) -> None:
    User.objects.count()
    other.rollback()
    with transaction.atomic():
        User.objects.create(username="within")
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, other.rollback).start()
    User.objects.create(username="without")
