"""Celery's end of reminding. The clock starts a run each minute; a run that finds more than it may take at once leaves the rest
to another, which waits behind whatever else there is to do: verdicts are never kept waiting by a full hour.
"""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from tutor import services
from tutor.services.calling import CHUNK
from tutor.tasks import unless_away


@shared_task(name="tutor.send_reminders")
def send_reminders() -> None:
    """While the hour's batch is not through, each minute adds a run: with more workers, more chunks are sent side by side."""
    with unless_away("reminding"):
        if services.send_due_reminders(now=timezone.now()) == CHUNK:
            send_reminders.delay()
