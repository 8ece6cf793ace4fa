"""What finishing a day sets off beyond the day itself: a seat in the league, achievements, a mark, or a missed day made up for.

These run inside the transaction of the act that called them, under the lock on the learner's row. All of it is read off the
ledgers, so calling it again adds nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from tutor.models import Achievement, Kind, MadeUpDay, RewardMark, User
from tutor.rules.achievements import reached
from tutor.rules.streak import at_moment, chronicle, make_up_seconds
from tutor.selectors.marks import Days, Past, days_of, written
from tutor.selectors.records import record_of, seen_between, weeks_of
from tutor.selectors.streaks import beyond_plan, has_made_up
from tutor.services.log import record
from tutor.services.marks import UNFOLDED
from tutor.services.seating import take_seat

# How much is folded at once, and so how seldom.
FOLDED_AT_ONCE = timedelta(weeks=4)
# Older marks are only kept for a grant or an arrival that makes the newest untrue.
MARKS_KEPT = 3


def reward_day(*, learner: User, day: date, now: datetime) -> None:
    """The consequences of a local day that was just finished."""
    today = learner.clock.day(now)
    days = days_of(learner)
    _note_achievements(learner, days, today, now)
    _mark(learner, days, today, now)
    take_seat(learner=learner, day=today, now=now)


def make_up(*, learner: User, day: date, now: datetime) -> bool:
    """Makes up for the oldest missed day that still can be, when what was done beyond today's finished plan is enough."""
    if day != learner.clock.day(now):
        return False
    days = days_of(learner)
    if has_made_up(learner, days, day):
        return False
    told = at_moment(days.chronicle, today=day, zone=learner.zone, now=now, covered=days.covered)
    # A verdict may be of a moment before days that were finished since.
    missed = next((one for one in told.to_make_up if one < day), None)
    if missed is None or beyond_plan(learner, days, day) < make_up_seconds(learner.daily_minutes):
        return False
    MadeUpDay.objects.create(learner=learner, day=missed, made_on=day, at=now)
    record(learner=learner, kind=Kind.MADE_UP, now=now, day=day, document={"missed": missed.isoformat()})
    _note_achievements(learner, days_of(learner), day, now)
    return True


def _note_achievements(learner: User, days: Days, today: date, now: datetime) -> None:
    found = reached(record_of(learner, days, today))
    known = set(Achievement.objects.filter(learner=learner).values_list("slug", flat=True))
    new = [Achievement(learner=learner, slug=slug, day=today, at=now) for slug in sorted(found - known)]
    Achievement.objects.bulk_create(new, ignore_conflicts=True)


def _mark(learner: User, days: Days, today: date, now: datetime) -> None:
    """Folds what is old enough, once it is worth while."""
    through = today - UNFOLDED
    through -= timedelta(days=(through.weekday() + 1) % 7)  # the last Sunday
    old = tuple(entry for entry in days.finished if entry.day <= through)
    if not old or (days.past.through > date.min and through - days.past.through < FOLDED_AT_ONCE):
        return
    then = replace(days, finished=old)
    past = Past(
        through=through,
        run=replace(chronicle(old, covered=days.covered, begin=days.past.run).run, lost=()),
        weeks=weeks_of(learner, then, through),
        seen=days.past.seen + seen_between(learner, days.past.through, through),
    )
    RewardMark.objects.update_or_create(learner=learner, day=through, defaults={"document": written(past), "made_at": now})
    kept = RewardMark.objects.filter(learner=learner).order_by("-day").values_list("pk", flat=True)[:MARKS_KEPT]
    RewardMark.objects.filter(learner=learner).exclude(pk__in=list(kept)).delete()
