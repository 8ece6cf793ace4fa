"""Days that the site owes to its learners."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tutor.errors import BadInput
from tutor.models import OutageGrant

LONGEST = timedelta(days=31)


def check_outage(first_day: date, last_day: date, *, now: datetime) -> None:
    """Refuses what cannot be meant.

    Raises:
        BadInput: the end lies before the beginning, the outage is longer than a month, or it lies ahead.
    """
    if last_day < first_day:
        raise BadInput("The outage ends before it begins.", "Exchange the days.", field="to")
    if last_day - first_day >= LONGEST:
        raise BadInput("This is longer than a month.", "Grant at most 31 days at once.", field="to")
    if last_day > now.date() + timedelta(days=1):
        raise BadInput("The outage lies ahead.", "Grant days that are over, or today.", field="to")


def grant_outage(*, first_day: date, last_day: date, reason: str = "", now: datetime) -> OutageGrant:
    """Takes these local days from what is asked of anybody, afterwards and for all, by one row.

    Raises:
        BadInput: see `check_outage`.
    """
    check_outage(first_day, last_day, now=now)
    return OutageGrant.objects.create(first_day=first_day, last_day=last_day, reason=reason[:200])
