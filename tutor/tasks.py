"""Celery's ends in the rooms that use the database. Arguments are plain JSON; each task may arrive any number of times."""

from __future__ import annotations

import uuid
from typing import Any

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.utils import timezone

from tutor import services
from tutor.selectors.submissions import PAUSED_KEY

# A paused worker says so every few seconds; silence means that it grades again.
PAUSED_FOR_SECONDS = 30


@shared_task(name="tutor.note_check")
def note_check(public_id: str, position: int, check: dict[str, Any]) -> None:
    services.note_check(public_id=uuid.UUID(public_id), position=position, check=check)


@shared_task(name="tutor.settle_submission")
def settle_submission(public_id: str, report: dict[str, Any]) -> None:
    services.settle_submission(public_id=uuid.UUID(public_id), report=report, now=timezone.now())


@shared_task(name="tutor.sweep_unsettled")
def sweep_unsettled() -> None:
    services.sweep_unsettled(now=timezone.now())
    services.feed_regradings(now=timezone.now())


@shared_task(name="tutor.tidy")
def tidy() -> None:
    """Once a day: what nobody can come back to."""
    SessionStore.clear_expired()
    services.forget_idle_guests(now=timezone.now())


@shared_task(name="tutor.grading_paused")
def grading_paused(reason: str) -> None:
    """A grading worker without a sound sandbox grades nothing; pages say so while it lasts."""
    cache.set(PAUSED_KEY, reason, PAUSED_FOR_SECONDS)


@shared_task(name="tutor.note_worker")
def note_worker(name: str, state: dict[str, Any]) -> None:
    services.note_worker(name=name, state=state, now=timezone.now())
