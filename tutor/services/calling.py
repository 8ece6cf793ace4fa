"""Sending the reminders that are due, a chunk at a time: claimed first, then sent, then written down."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from tutor.messages import Undelivered, mail, push, wording
from tutor.messages.mail import About
from tutor.models import PushDevice, Reminder, SentReminder
from tutor.models.reminding import Kind, SentState
from tutor.rules import reminding as rules
from tutor.selectors.digest import Digest, digests_for
from tutor.selectors.reminding import Waiting, addresses_of, away_learners, devices_of, done_learners, waiting_for
from tutor.services.devices import note_reached, subscription
from tutor.services.reminding import next_moment

# So many that what a statement costs hardly counts, and so few that who is claimed waits half a second at most to do something.
CHUNK = 500
# Waiting for mail servers and push services is done side by side.
LANES = 8
MOST_TRIES = 3
AGAIN_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=60)


@dataclass(slots=True)
class Parcel:
    """One message to one learner: what it says, where it may go, and how it went."""

    row: Reminder
    day: date
    content: Waiting | Digest
    address: str
    devices: list[PushDevice]
    channel: str = ""
    problem: Undelivered | None = None
    tried: list[tuple[PushDevice, Undelivered | None]] = field(default_factory=list)


def send_due_reminders(*, now: datetime) -> int:
    """Sends the next chunk of what is due, and says how many rows that were; as many as a chunk has means that more may wait.

    Any number of workers may do this at once: each takes rows that no other has. In one transaction the next moment of each row
    is computed and each message claimed in the ledger, whose key is learner and local day; only then is anything sent. So a
    worker that dies has sent each of its messages once or not at all, and none is sent again. What is known not to have arrived
    is tried again twice, ten minutes apart. The number of statements does not depend on how many learners are due at one hour.
    """
    with transaction.atomic():
        due = Reminder.objects.filter(next_at__lte=now).order_by("next_at").select_related("learner")
        # The learner too, as whatever they do locks their row first; who is doing something now is left for the next run.
        rows = list(due.select_for_update(of=("self", "learner"), skip_locked=True)[:CHUNK])
        if not rows:
            return 0
        claimed = _claim(_parcels(rows, now), now)
        _move_on(rows, now)
    _deliver([parcel for _, parcel in claimed])
    _write_down(claimed, now)
    return len(rows)


def forget_old_reminders(*, now: datetime) -> int:
    """Removes what the ledger tells of days long ago."""
    return SentReminder.objects.filter(day__lt=now.date() - KEPT_FOR).delete()[0]


def _parcels(rows: Sequence[Reminder], now: datetime) -> list[Parcel]:
    """What there is to say today to those who can be reached and want to hear it."""
    timely = [row for row in rows if row.learner.is_active and rules.still_timely(row.next_at, now, row.learner.clock)]
    # One a learner; the digest where, after a change of settings, both have come together.
    wanted = {row.learner_id: row for row in sorted(timely, key=lambda row: row.kind == Kind.WEEKLY)}
    days = {row.learner_id: rules.local_day(row.next_at, row.learner.clock) for row in wanted.values()}
    for learner in away_learners(days):
        del days[learner]
    if not days:
        return []
    addresses, devices = addresses_of(days), devices_of(days)
    contents = _contents(wanted, days)
    found = []
    for learner, content in contents.items():
        row = wanted[learner]
        address = addresses.get(learner, "") if row.by_mail else ""
        reached = devices.get(learner, []) if row.by_push else []
        if address or reached:
            found.append(Parcel(row, days[learner], content, address, reached))
    return found


def _contents(rows: dict[int, Reminder], days: dict[int, date]) -> dict[int, Waiting | Digest]:
    """Nothing for who is done, for whom nothing waits, and for who has not come for long."""
    weekly = {learner: day for learner, day in days.items() if rows[learner].kind == Kind.WEEKLY}
    daily = {learner: day for learner, day in days.items() if learner not in weekly}
    found: dict[int, Waiting | Digest] = {}
    if daily:
        done = done_learners(daily)
        open_days = {learner: day for learner, day in daily.items() if learner not in done}
        if open_days:
            told = waiting_for([rows[learner].learner for learner in open_days], open_days)
            found |= {
                learner: waiting
                for learner, waiting in told.items()
                if waiting.minutes and rules.calls(_idle_days(rows[learner], waiting, open_days[learner]))
            }
    if weekly:
        told = digests_for([rows[learner].learner for learner in weekly], weekly)
        found |= {learner: digest for learner, digest in told.items() if not digest.empty}
    return found


def _idle_days(row: Reminder, waiting: Waiting, day: date) -> int:
    """Whoever asked to be reminded was here then."""
    since = (day - rules.local_day(row.since, row.learner.clock)).days
    return since if waiting.idle_days is None else min(since, waiting.idle_days)


def _claim(parcels: list[Parcel], now: datetime) -> list[tuple[SentReminder, Parcel]]:
    """Those of the parcels that this run alone sends, each with its row of the ledger."""
    if not parcels:
        return []
    by_learner, batch = {parcel.row.learner_id: parcel for parcel in parcels}, uuid.uuid4()
    ledger = SentReminder.objects.filter(learner__in=by_learner, day__in={parcel.day for parcel in parcels})
    known = {(row.learner_id, row.day): row for row in ledger}
    new, again = [], []
    for parcel in parcels:
        row = known.get((parcel.row.learner_id, parcel.day))
        if row is None:
            given = {"learner_id": parcel.row.learner_id, "day": parcel.day, "kind": parcel.row.kind}
            new.append(SentReminder(**given, batch=batch, claimed_at=now))
        elif row.state == SentState.FAILED and row.tries < MOST_TRIES:
            again.append(row.pk)
    # Where another run has come between, its row stays, and is not of this batch.
    SentReminder.objects.bulk_create(new, ignore_conflicts=True)
    if again:
        failed = SentReminder.objects.filter(pk__in=again, state=SentState.FAILED)
        failed.update(state=SentState.CLAIMED, batch=batch, claimed_at=now, tries=F("tries") + 1, problem="")
    mine = SentReminder.objects.filter(batch=batch, state=SentState.CLAIMED)
    return [(row, by_learner[row.learner_id]) for row in mine]


def _move_on(rows: Sequence[Reminder], now: datetime) -> None:
    """Every row's next moment, whether it was sent or not. A statement for each moment: whose hour is the same now, has the same
    next one, but for a snooze, a digest and a change of clocks.
    """
    weekly = Reminder.objects.filter(learner__in=[row.learner_id for row in rows], kind=Kind.WEEKLY, by_mail=True)
    digests = set(weekly.values_list("learner_id", flat=True))
    later: dict[datetime | None, list[int]] = defaultdict(list)
    for row in rows:
        later[next_moment(row, digest=row.learner_id in digests, after=now)].append(row.pk)
    for moment, moved in later.items():
        Reminder.objects.filter(pk__in=moved).update(next_at=moment)


def _deliver(parcels: list[Parcel]) -> None:
    lanes = min(LANES, len(parcels))
    if lanes < 2:
        _lane(parcels)
        return
    with ThreadPoolExecutor(lanes) as pool:
        list(pool.map(_lane, (parcels[lane::lanes] for lane in range(lanes))))


def _lane(parcels: list[Parcel]) -> None:
    """Notifications first; who was reached by none gets the mail, if they want mail. The database is not touched here."""
    away: dict[str, Undelivered] = {}
    for parcel in parcels:
        if parcel.devices:
            _push(parcel, away)
    rest = [parcel for parcel in parcels if parcel.address and not parcel.channel]
    with mail.Connection() as connection:
        for parcel in rest:
            parcel.problem = connection.send(_mail(parcel))
            if parcel.problem is None:
                parcel.channel = "mail"


def _push(parcel: Parcel, away: dict[str, Undelivered]) -> None:
    """To each device; a service that does not answer is not asked again for the rest of the lane."""
    message = {
        "title": wording.title(parcel.content),
        "body": wording.body(parcel.content),
        "url": reverse("today"),
        "tag": "daily",
        "snooze": mail.path_for(parcel.row.learner_id, About.DAILY),
    }
    for device in parcel.devices:
        to = subscription(device)
        problem = away.get(to.host) or push.send(to, message, topic="daily")
        if problem and problem.silent:
            away[to.host] = problem
        parcel.tried.append((device, problem))
        if problem is None:
            parcel.channel = "push"
    parcel.problem = None if parcel.channel else parcel.tried[-1][1]


def _mail(parcel: Parcel) -> EmailMultiAlternatives:
    content, given = parcel.content, {"to": parcel.address, "learner_id": parcel.row.learner_id}
    if isinstance(content, Digest):
        given |= {"about": About.WEEKLY, "subject": wording.digest_title(content), "context": {"digest": content}}
        return mail.compose("digest", **given)
    title = wording.title(content)
    given |= {"about": About.DAILY, "subject": title, "context": {"title": title, "body": wording.body(content)}}
    return mail.compose("reminder", **given)


def _write_down(claimed: list[tuple[SentReminder, Parcel]], now: datetime) -> None:
    """How each of them went. Seven statements at most."""
    if not claimed:
        return
    note_reached((tried for _, parcel in claimed for tried in parcel.tried), now)
    for channel in ("push", "mail"):
        gone = [row.pk for row, parcel in claimed if parcel.channel == channel]
        if gone:
            SentReminder.objects.filter(pk__in=gone).update(state=SentState.SENT, channel=channel, sent_at=now)
    failed = [(row, parcel) for row, parcel in claimed if not parcel.channel]
    for row, parcel in failed:
        row.state, row.problem = SentState.FAILED, parcel.problem.why if parcel.problem else ""
    SentReminder.objects.bulk_update([row for row, _ in failed], ["state", "problem"])
    again = [parcel.row.pk for row, parcel in failed if _may_be_tried_again(row, parcel, now)]
    if again:
        # Unless it was turned off meanwhile, or comes sooner anyway.
        Reminder.objects.filter(pk__in=again, next_at__gt=now + AGAIN_AFTER).update(next_at=now + AGAIN_AFTER)


def _may_be_tried_again(row: SentReminder, parcel: Parcel, now: datetime) -> bool:
    same_day = parcel.row.learner.clock.day(now + AGAIN_AFTER) == parcel.day
    return bool(parcel.problem and parcel.problem.temporary and row.tries < MOST_TRIES and same_day)
