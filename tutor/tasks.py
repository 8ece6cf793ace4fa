"""Celery's ends in the rooms that use the database. Arguments are plain JSON; each task may arrive any number of times."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from tutor import services
from tutor.selectors.submissions import PAUSED_KEY

log = logging.getLogger(__name__)

# The database is restarted, locked for very long, or has no room left.
AWAY = (OperationalError, InterfaceError)
LONGEST_WAIT_SECONDS = 30
# A paused worker says so every few seconds; silence means that it grades again.
PAUSED_FOR_SECONDS = 30


@contextmanager
def unless_away(what: str) -> Iterator[None]:
    """For what need not be made up for: the next of its kind makes it good."""
    try:
        yield
    except AWAY as problem:
        log.warning("%s: the database does not take it: %s", what, problem)


@shared_task(name="tutor.note_check")
def note_check(public_id: str, position: int, check: dict[str, Any]) -> None:
    with unless_away(f"check {position} of submission {public_id}"):
        services.note_check(public_id=uuid.UUID(public_id), position=position, check=check)


@shared_task(name="tutor.settle_submission", bind=True, max_retries=None)
def settle_submission(self: Any, public_id: str, report: dict[str, Any]) -> None:
    """A verdict waits for the database as long as it takes; should it get lost, the sweep has the code graded again."""
    try:
        services.settle_submission(public_id=uuid.UUID(public_id), report=report, now=timezone.now())
    except AWAY as problem:
        wait = min(2 ** min(self.request.retries, 10), LONGEST_WAIT_SECONDS)
        log.warning("the verdict of submission %s waits %s s for the database: %s", public_id, wait, problem)
        raise self.retry(countdown=wait) from problem


@shared_task(name="tutor.sweep_unsettled")
def sweep_unsettled() -> None:
    with unless_away("the sweep"):
        services.sweep_unsettled(now=timezone.now())
        services.feed_regradings(now=timezone.now())


@shared_task(name="tutor.tidy")
def tidy() -> None:
    """Once a day: what nobody can come back to."""
    SessionStore.clear_expired()
    services.forget_idle_guests(now=timezone.now())
    services.mail_reminders(now=timezone.now())
    services.forget_old_reminders(now=timezone.now())


@shared_task(name="tutor.close_leagues")
def close_leagues() -> None:
    """Once an hour: weeks that are over by now. What an hour misses the next one finds."""
    with unless_away("the closing of leagues"):
        services.close_leagues(now=timezone.now())


@shared_task(name="tutor.mail_reminders")
def mail_reminders() -> None:
    """After a publication. What fails is made up for by the next, or by tidying up."""
    services.mail_reminders(now=timezone.now())


@shared_task(name="tutor.grading_paused")
def grading_paused(reason: str) -> None:
    """A grading worker without a sound sandbox grades nothing; pages say so while it lasts."""
    cache.set(PAUSED_KEY, reason, PAUSED_FOR_SECONDS)


@shared_task(name="tutor.note_worker")
def note_worker(name: str, state: dict[str, Any]) -> None:
    with unless_away(f"the state of {name}"):
        services.note_worker(name=name, state=state, now=timezone.now())


@shared_task(name="tutor.fold_analysis")
def fold_analysis() -> None:
    """Adds new answers and verdicts to what authors look at. What fails is added by the next."""
    with unless_away("the analysis of questions"):
        services.fold_answers(now=timezone.now())
        services.fold_code(now=timezone.now())
