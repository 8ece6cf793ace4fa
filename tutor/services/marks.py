"""How far the past is folded for rewards, and when it has to be read again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tutor.models import RewardMark, User

# Days that may still change often, by late arrivals and make-up sessions, and that pages show one by one, are not folded yet.
UNFOLDED = timedelta(weeks=4)


def note_act(learner: User, day: date, now: datetime) -> None:
    """Forgets what an act on an older local day, told of at `now`, makes untrue: its day and all later ones are read again."""
    if now.date() - day >= UNFOLDED:
        forget_marks(learner, day)


def forget_marks(learner: User, since: date = date.min) -> None:
    """What is folded from a day on is read again, because that day or a later one has changed."""
    RewardMark.objects.filter(learner=learner, day__gte=since).delete()
