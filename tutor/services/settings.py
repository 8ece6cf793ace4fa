"""A learner's own settings."""

from __future__ import annotations

from tutor.models import User
from tutor.models.learner import Theme
from tutor.rules.day import zone_names
from tutor.services.errors import BadInput


def change_settings(*, learner: User, zone: str, daily_minutes: int, day_turns_at: int, theme: str) -> User:
    """Changes how a learner's days are made. Days that were finished keep the zone in which they were."""
    if zone not in zone_names():
        raise BadInput("Choose a time zone from the list, such as Europe/Berlin.", field="zone")
    if not 3 <= daily_minutes <= 60:
        raise BadInput("Choose from 3 to 60 minutes a day.", field="daily_minutes")
    if not 0 <= day_turns_at <= 12:
        raise BadInput("A day can turn at an hour from 0 to 12.", field="day_turns_at")
    if theme not in Theme.values:
        raise BadInput("Choose auto, light or dark.", field="theme")
    learner.zone, learner.daily_minutes, learner.day_turns_at, learner.theme = zone, daily_minutes, day_turns_at, theme
    learner.save(update_fields=["zone", "daily_minutes", "day_turns_at", "theme"])
    return learner
