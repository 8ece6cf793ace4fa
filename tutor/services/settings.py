"""A learner's own settings."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tutor.errors import BadInput
from tutor.models import Kind, User
from tutor.models.learner import Theme
from tutor.rules.day import zone_names
from tutor.services.day import recompose_untouched
from tutor.services.learning import lock
from tutor.services.log import record
from tutor.services.reminding import retime_reminders
from tutor.services.targets import reckon_again


def change_settings(*, learner: User, zone: str, daily_minutes: int, day_turns_at: int, theme: str, now: datetime) -> User:
    """Changes how a learner's days are made. Days that were finished keep the zone in which they were; today's plan follows
    the new minutes unless some of it was done.
    """
    if zone not in zone_names():
        raise BadInput("This is no time zone.", "Choose one from the list, such as Europe/Berlin.", field="zone")
    if not 3 <= daily_minutes <= 60:
        raise BadInput("This is no length of a day's learning.", "Choose 3 to 60 minutes.", field="daily_minutes")
    if not 0 <= day_turns_at <= 12:
        raise BadInput("A day cannot turn then.", "Choose an hour from 0 to 12.", field="day_turns_at")
    if theme not in Theme.values:
        raise BadInput("There is no such theme.", "Choose auto, light or dark.", field="theme")
    with transaction.atomic():
        learner = lock(learner)
        replan = learner.daily_minutes != daily_minutes
        moved = (learner.zone, learner.day_turns_at) != (zone, day_turns_at)
        learner.zone, learner.daily_minutes = zone, daily_minutes
        learner.day_turns_at, learner.theme = day_turns_at, theme
        learner.save(update_fields=["zone", "daily_minutes", "day_turns_at", "theme"])
        if moved:
            record(learner=learner, kind=Kind.ZONE_SET, now=now, document={"zone": zone, "turns_at": day_turns_at})
            retime_reminders(learner=learner, now=now)
        if replan:
            recompose_untouched(learner=learner, now=now)
            reckon_again(learner=learner, day=learner.clock.day(now), changed=True)
    return learner
