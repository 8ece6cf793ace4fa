"""Puts a sound catalogue into the database: all of it or nothing."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection, transaction
from kombu.exceptions import OperationalError

from exercises.services import publish_exercises, publish_items
from lessons.services import Published, publish_lessons
from tutor.catalogue.bundle import Bundle
from tutor.celery import app

log = logging.getLogger(__name__)
# Any number that nothing else in the database locks.
LOCK = 7_205_759


def publish(bundle: Bundle, *, now: datetime) -> Published:
    """Publishes a bundle without problems. Doing it again changes nothing."""
    if bundle.problems:
        raise ValueError(f"{len(bundle.problems)} problems, the first: {bundle.problems[0]}")
    with transaction.atomic():
        _wait_for_others()
        published = publish_lessons(bundle.paths, bundle.rendered, bundle.guides, now=now)
        published += publish_items(bundle.items, now=now)
        published += publish_exercises(bundle.exercises, now=now)
        if published:
            transaction.on_commit(_tell)
    return published


def _wait_for_others() -> None:
    """Lets a publication on another machine end first. SQLite's transactions wait for one another by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _tell() -> None:
    """Lets the index worker read ahead, and those be told who wait for a path. Without a broker both happen later: at the next
    start or search, and when the day is tidied up.
    """
    try:
        app.send_task("tutor.index_catalogue", queue="index", retry=False)
        app.send_task("tutor.mail_reminders", retry=False)
    except OperationalError as problem:
        log.debug("the index and those who wait for a path learn of it later: %s", problem)
