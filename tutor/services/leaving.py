"""Leaving for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tutor.models import User
from tutor.services.learning import lock

IDLE_FOR = timedelta(days=30)


def delete_learner(*, learner: User) -> None:
    """Removes a learner, guest or account, with everything that is kept of them. A verdict still on its way is dropped."""
    with transaction.atomic():
        lock(learner).delete()


def forget_idle_guests(*, now: datetime) -> int:
    """Removes guests who began long ago and never did or asked for anything, such as visitors who only looked, and robots."""
    guests = User.objects.filter(is_guest=True, date_joined__lt=now - IDLE_FOR)
    idle = guests.filter(attempts=None, steps_done=None, submissions=None, path_reminders=None, reminders=None)
    _, removed = idle.delete()
    return removed.get(User._meta.label, 0)
