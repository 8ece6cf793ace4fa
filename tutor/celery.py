"""The Celery application of the rooms that use the database; the grading worker has one of its own without it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from celery import Celery
from celery.schedules import crontab, schedule
from celery.signals import setup_logging
from django.conf import settings

from grading import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor.settings")

setup_logging.connect(logs.configure)

class Every(schedule):
    """So often, also after the clock was put back: Celery's own would wait until the old time has come again."""

    def remaining_estimate(self, last_run_at: datetime) -> timedelta:
        return timedelta(0) if last_run_at > self.now() else super().remaining_estimate(last_run_at)


app = Celery("tutor")
app.conf.update(
    broker_url=settings.BROKER_URL,
    task_default_queue="default",
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # Rows in the database are the truth and a sweep re-sends what was lost, so redelivery may be patient.
    # Sender and worker must name the same steps of priority.
    broker_transport_options={"visibility_timeout": 600, "unacked_restore_interval": 1, "priority_steps": [0, 3, 6, 9]},
    beat_schedule={
        "sweep unsettled submissions": {"task": "tutor.sweep_unsettled", "schedule": Every(settings.SWEEP_SECONDS)},
        # What a stopped worker left lying is not made up for: the next minute's finds the same rows.
        "send reminders": {"task": "tutor.send_reminders", "schedule": Every(60), "options": {"expires": 60}},
        "fold the analysis": {"task": "tutor.fold_analysis", "schedule": Every(300)},
        "close leagues": {"task": "tutor.close_leagues", "schedule": crontab(minute=2)},
        "tidy up": {"task": "tutor.tidy", "schedule": crontab(hour=3, minute=40)},
    },
    timezone="UTC",
)
app.autodiscover_tasks(["tutor"])
app.autodiscover_tasks(["tutor"], related_name="tasks_index")
app.autodiscover_tasks(["tutor"], related_name="tasks_reminding")


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """Everything that this process sends meanwhile goes to another broker."""
    usual = app.conf.broker_url
    _turn_to(url)
    try:
        yield
    finally:
        _turn_to(usual)


def _turn_to(url: str) -> None:
    """The pools, too: they would keep to the broker that was set when the first message went."""
    app.conf.broker_url = url
    app._pool = app.amqp._producer_pool = None
