"""A learner's reminders: at which hour, in which ways, put off, and stopped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from tutor.errors import BadInput, NotFound
from tutor.messages.mail import About, read_link
from tutor.models import PathReminder, Reminder, User
from tutor.models.reminding import Kind
from tutor.rules import reminding as rules
from tutor.selectors.reminding import DEFAULT_HOUR, addresses_of
from tutor.services.learning import lock

# For how many days from today.
SNOOZES = {"tomorrow": 1, "week": 7}


def choose_reminders(*, learner: User, hour: int, by_mail: bool, by_push: bool, weekly: bool, now: datetime) -> None:
    """Sets all of a learner's reminders. The same again changes nothing.

    Raises:
        BadInput: there is no such hour, or mail is wanted and there is no confirmed address that it could go to.
    """
    if not 0 <= hour <= 23:
        raise BadInput("There is no such hour.", "Choose one from 0 to 23.", field="hour")
    with transaction.atomic():
        learner = lock(learner)
        if (by_mail or weekly) and learner.pk not in addresses_of([learner.pk]):
            raise BadInput("There is no confirmed address for mail.", "Confirm yours first.", field="by_mail")
        for kind, mail, push in ((Kind.DAILY, by_mail, by_push), (Kind.WEEKLY, weekly, False)):
            given = {"hour": hour, "by_mail": mail, "by_push": push, "next_at": now if mail or push else None}
            Reminder.objects.update_or_create(learner=learner, kind=kind, defaults=given, create_defaults={**given, "since": now})
        retime_reminders(learner=learner, now=now)


def want_notifications(*, learner: User, now: datetime) -> None:
    """Reminds on devices, besides what was chosen before. The caller holds the lock on the learner."""
    given = {"by_push": True, "next_at": now}
    new = {**given, "hour": DEFAULT_HOUR, "since": now}
    Reminder.objects.update_or_create(learner=learner, kind=Kind.DAILY, defaults=given, create_defaults=new)
    retime_reminders(learner=learner, now=now)


def retime_reminders(*, learner: User, now: datetime) -> None:
    """Computes when a learner is reminded next, as for a new zone or turn of the day. The caller holds the learner's lock."""
    rows = list(Reminder.objects.filter(learner=learner))
    digest = any(row.kind == Kind.WEEKLY and row.by_mail for row in rows)
    for row in rows:
        row.learner = learner
        row.next_at = next_moment(row, digest=digest, after=now)
        row.save(update_fields=["next_at"])


def next_moment(row: Reminder, *, digest: bool, after: datetime) -> datetime | None:
    """When a reminder comes next. `digest`: whether the learner gets one, which on its day stands in for the reminder."""
    if not (row.by_mail or row.by_push):
        return None
    weekday = rules.DIGEST_WEEKDAY
    on = {"only_on": weekday} if row.kind == Kind.WEEKLY else {"never_on": weekday if digest else None}
    return rules.next_moment(after, row.learner.clock, row.hour, not_before=row.not_before, **on)


def snooze_reminders(*, learner: User, until: str, now: datetime) -> None:
    """No daily reminder until `tomorrow` or for a `week`, or again from `now` on. The digest stays.

    Raises:
        BadInput: `until` is none of these.
    """
    if until not in {*SNOOZES, "now"}:
        raise BadInput("It cannot be put off until then.", "Choose tomorrow or a week.", field="until")
    with transaction.atomic():
        learner = lock(learner)
        day = None if until == "now" else learner.clock.day(now) + timedelta(days=SNOOZES[until])
        Reminder.objects.filter(learner=learner, kind=Kind.DAILY).update(not_before=day)
        retime_reminders(learner=learner, now=now)


def about_link(token: str) -> About:
    """What the link of a mail is about. Raises NotFound where it is none of ours, or was cut off."""
    return _read(token)[1]


def follow_link(*, token: str, wish: str, now: datetime) -> None:
    """What the link of a mail was followed for: `stop` its kind, or put the daily reminder off until `tomorrow` or for a `week`.

    Nobody has to be signed in, doing it again changes nothing, and that a learner has left is not told: whoever comes by a link
    learns nothing from it.

    Raises:
        NotFound: the link is none of ours, or was cut off.
        BadInput: there is no such wish.
    """
    learner_id, about = _read(token)
    if wish not in ({"stop", *SNOOZES} if about is About.DAILY else {"stop"}):
        raise BadInput("That cannot be done here.", "Press one of the buttons.", field="wish")
    learner = User.objects.filter(pk=learner_id).first()
    if learner is None:
        return
    if wish != "stop":
        snooze_reminders(learner=learner, until=wish, now=now)
        return
    with transaction.atomic():
        learner = lock(learner)
        if about is About.PATHS:
            PathReminder.objects.filter(learner=learner, mailed_at=None).delete()
        else:
            _without_mail(Reminder.objects.filter(learner=learner, kind=Kind(about)), now)
            retime_reminders(learner=learner, now=now)


def _read(token: str) -> tuple[int, About]:
    found = read_link(token)
    if found is None:
        raise NotFound("This link is not whole.", "Open it from the mail again.", field="link")
    return found


def _without_mail(rows: Iterable[Reminder], now: datetime) -> None:
    """What comes as a notification goes on: that is stopped on the device, or in the settings."""
    for row in rows:
        row.by_mail, row.next_at = False, row.next_at if row.by_push else None
        row.save(update_fields=["by_mail", "next_at"])
