"""Threads and processes that write on SQLite do so in turns, and whatever ends a transaction ends the turn."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from tests.apps.writers import THREADS
from tutor import services
from tutor.models import User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL has many writers"),
]
SECONDS, PROCESSES = 3, 2


@pytest.fixture
def ada() -> User:
    return services.begin_as_guest(zone="UTC", now=timezone.now())


def another(work: Callable[[], object]) -> list[object]:
    """What the work of another thread raised, and how many seconds it took."""
    raised: list[object] = []

    def run() -> None:
        try:
            with transaction.atomic():
                work()
        except Exception as problem:
            raised.append(problem)
        finally:
            connection.close()

    begun, thread = time.monotonic(), threading.Thread(target=run)
    thread.start()
    thread.join()
    return [*raised, time.monotonic() - begun]


def test_every_thread_of_every_process_has_its_turns_and_nothing_is_lost(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(first_name="0")
    command = [sys.executable, "-m", "tests.apps.writers", str(ada.pk), str(SECONDS)]
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "tutor.settings", "LOCI_DATA_DIR": str(settings.DATA_DIR)}
    running = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    told = [pair for process in running for pair in json.loads(process.communicate(timeout=60)[0])]
    assert len(told) == PROCESSES * THREADS
    assert all(times > 0 for times, _ in told)
    assert int(User.objects.get(pk=ada.pk).first_name) == sum(times for times, _ in told)


def test_whoever_waits_begins_when_the_other_has_ended(ada: User) -> None:
    begun, order = threading.Event(), []

    def second() -> None:
        begun.wait()
        with transaction.atomic():
            order.append("second")
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        begun.set()
        time.sleep(0.2)
        order.append("first")
    thread.join(timeout=5)
    assert order == ["first", "second"]


def fails_in_itself(ada: User) -> None:
    with transaction.atomic():
        raise ZeroDivisionError


def fails_in_the_database(ada: User) -> None:
    with transaction.atomic():
        User.objects.create(username=ada.username)


def fails_inside_another(ada: User) -> None:
    with transaction.atomic():
        try:
            with transaction.atomic():
                User.objects.create(username=ada.username)
        except IntegrityError:
            pass
        raise ZeroDivisionError


def loses_its_connection(ada: User) -> None:
    with transaction.atomic():
        connection.close()
        raise ZeroDivisionError


@pytest.mark.parametrize("work", [fails_in_itself, fails_in_the_database, fails_inside_another, loses_its_connection])
def test_a_transaction_that_fails_ends_its_turn(ada: User, work: Callable[[User], None]) -> None:
    with pytest.raises((ZeroDivisionError, IntegrityError)):
        work(ada)
    [seconds] = another(lambda: User.objects.filter(pk=ada.pk).update(first_name="x"))
    assert seconds < 5


def test_who_waits_too_long_is_told_and_takes_no_turn_from_the_next(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 0.3)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.3)
    with transaction.atomic():
        problem, seconds = another(lambda: None)
    assert isinstance(problem, OperationalError)
    assert 0.3 <= seconds < 5
    [seconds] = another(lambda: User.objects.filter(pk=ada.pk).update(first_name="x"))
    assert seconds < 5


def test_who_waits_for_a_thread_and_then_for_another_program_waits_no_longer_than_for_one(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 1.0)
    took: list[list[object]] = []
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, uri=True)
    other.execute("BEGIN IMMEDIATE")
    threads = [threading.Thread(target=lambda: took.append(another(lambda: None))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.execute("ROLLBACK")
    other.close()
    assert all(isinstance(problem, OperationalError) and 1 <= seconds < 1.8 for problem, seconds in took), took


def test_a_process_that_parts_from_one_that_writes_waits_for_its_database_only(ada: User) -> None:
    with transaction.atomic():
        child = os.fork()
        if not child:
            # Its own connection: SQLite's may not be carried over a fork.
            connection.connection = None
            from tutor.sqlite3.base import _turns

            os._exit(0 if not any(turn.locked() for turn in _turns.values()) else 1)
        assert os.waitpid(child, 0)[1] == 0


def test_who_waits_holds_nobody_up_who_collects_its_old_cursors(ada: User) -> None:
    """Python may collect what one thread has left in any other, and that may be the one for whose end the first waits."""
    left: list[object] = []
    waits, wrote = threading.Event(), threading.Event()

    def second() -> None:
        left.append(connection.cursor())
        left[0].execute("SELECT 1 UNION SELECT 2")  # and reads no row of it
        waits.set()
        User.objects.filter(pk=ada.pk).update(first_name="second")
        wrote.set()
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        User.objects.filter(pk=ada.pk).update(first_name="first")
        thread.start()
        waits.wait(timeout=5)
        time.sleep(0.3)
        assert not wrote.is_set()
        begun = time.monotonic()
        left.clear()
        assert time.monotonic() - begun < 5
    thread.join(timeout=30)
    assert User.objects.get(pk=ada.pk).first_name == "second"
