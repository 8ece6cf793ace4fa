"""The weekly goal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tutor.errors import BadInput
from tutor.models import User, WeeklyGoal
from tutor.rules.goal import monday_of
from tutor.services.learning import lock


def set_weekly_goal(*, learner: User, days: int, now: datetime) -> WeeklyGoal:
    """From this week on so many days; weeks that are over keep the goal that they had.

    Raises:
        BadInput: a week has 1 to 7 days to learn on.
    """
    if not 1 <= days <= 7:
        raise BadInput("A week has no such number of days.", "Choose 1 to 7.", field="weekly_days")
    with transaction.atomic():
        learner = lock(learner)
        week = monday_of(learner.clock.day(now))
        return WeeklyGoal.objects.update_or_create(learner=learner, week=week, defaults={"days": days})[0]
