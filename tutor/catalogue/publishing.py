"""Puts a sound catalogue into the database: all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exercises.services import publish_exercises, publish_items
from lessons.services import Published, publish_lessons
from tutor.catalogue.bundle import Bundle


def publish(bundle: Bundle, *, now: datetime) -> Published:
    """Publishes a bundle without problems. Doing it again changes nothing."""
    if bundle.problems:
        raise ValueError(f"{len(bundle.problems)} problems, the first: {bundle.problems[0]}")
    with transaction.atomic():
        parts = [
            publish_lessons(bundle.paths, bundle.rendered, now=now),
            publish_items(bundle.items, now=now),
            publish_exercises(bundle.exercises, now=now),
        ]
    return Published(
        new=[one for part in parts for one in part.new],
        changed=[one for part in parts for one in part.changed],
        retired=[one for part in parts for one in part.retired],
    )
