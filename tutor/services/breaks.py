"""Breaks: days on which nothing is expected, entered before or afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from tutor.errors import BadInput
from tutor.models import Break, Kind, User
from tutor.services.learning import lock
from tutor.services.log import record
from tutor.services.marks import forget_marks

LONGEST_DAYS = 90
# Who forgot to enter one may still do so for the days of so long ago, and it may be planned so far ahead.
BACK, AHEAD = timedelta(days=60), timedelta(days=366)
MOST = 100


def take_break(*, learner: User, starts_on: date, ends_on: date, now: datetime) -> Break:
    """Enters a break from the first to the last day, both of it. Breaks that touch it become part of it.

    Raises:
        BadInput: it ends before it begins, is too long, or too far away.
    """
    today = learner.clock.day(now)
    if ends_on < starts_on:
        raise BadInput("This break ends before it begins.", "Choose a last day that is not before the first.", field="ends_on")
    if not today - BACK <= starts_on <= today + AHEAD:
        raise BadInput(
            "This break is too far away.", f"Begin it within the last {BACK.days} days or the next year.", field="starts_on"
        )
    with transaction.atomic():
        learner = lock(learner)
        one = enter(learner, starts_on, ends_on, now)
        record(learner=learner, kind=Kind.VACATION_SET, now=now, document=_told(one.starts_on, one.ends_on))
        return one


def enter(learner: User, starts_on: date, ends_on: date, now: datetime) -> Break:
    """The row of a break, together with those that it touches. The caller holds the lock.

    Raises:
        BadInput: it is too long, or there are too many.
    """
    touching = Break.objects.filter(
        learner=learner, starts_on__lte=ends_on + timedelta(days=1), ends_on__gte=starts_on - timedelta(days=1)
    )
    found = list(touching)
    starts_on = min([starts_on, *(one.starts_on for one in found)])
    ends_on = max([ends_on, *(one.ends_on for one in found)])
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise BadInput(f"A break lasts at most {LONGEST_DAYS} days.", "Choose an earlier last day.", field="ends_on")
    if Break.objects.filter(learner=learner).count() - len(found) >= MOST:
        raise BadInput("There are too many breaks.", "Remove an old one first.", field="starts_on")
    touching.delete()
    return Break.objects.create(learner=learner, starts_on=starts_on, ends_on=ends_on, made_at=now)


def end_break(*, learner: User, starts_on: date, now: datetime) -> None:
    """Ends a break: one that is on ended yesterday, any other is taken back."""
    with transaction.atomic():
        learner = lock(learner)
        today = learner.clock.day(now)
        one = Break.objects.filter(learner=learner, starts_on=starts_on).first()
        if one is None:
            return
        if one.starts_on < today <= one.ends_on:
            one.ends_on = today - timedelta(days=1)
            one.save(update_fields=["ends_on"])
            record(learner=learner, kind=Kind.VACATION_SET, now=now, document=_told(one.starts_on, one.ends_on))
        else:
            one.delete()
            # What was folded of its days took them for vacation.
            forget_marks(learner, one.starts_on)
            record(learner=learner, kind=Kind.VACATION_SET, now=now, document=_told(one.starts_on, None))


def _told(starts_on: date, ends_on: date | None) -> dict[str, str | None]:
    """A break as events tell it: a later one takes in those that it touches, and one without a last day is taken back."""
    return {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else None}
