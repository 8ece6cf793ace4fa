"""A day to be ready by, for a path."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from lessons.models import Path as LearningPath
from tutor.errors import BadInput, NotFound
from tutor.models import Enrolment, PathTarget, User
from tutor.rules.target import Reckoned, reckon
from tutor.services.learning import lock
from tutor.services.planning import material
from tutor.services.room import course_ahead, lived_before, room_of

FURTHEST = timedelta(days=366)
# More lessons than any learner has ahead: the whole of their paths is reckoned with.
ALL_LESSONS = 500


def set_target(*, learner: User, path_slug: str, day: date | None, now: datetime) -> PathTarget | None:
    """Notes the day by which a learner wants to have done a path, with the minutes a day that it takes; None forgets it.

    Raises:
        NotFound: no such path.
        BadInput: the day is not ahead, or more than a year away.
    """
    path = LearningPath.objects.filter(slug=path_slug, retired_at=None).first()
    if path is None:
        raise NotFound(f"There is no path “{path_slug}”.", field="path")
    with transaction.atomic():
        learner = lock(learner)
        today = learner.clock.day(now)
        if day is None:
            PathTarget.objects.filter(learner=learner, path=path).delete()
            return None
        if not today < day <= today + FURTHEST:
            raise BadInput("Nobody can be ready by then.", "Choose a day from tomorrow on, within a year.", field="day")
        Enrolment.objects.get_or_create(learner=learner, path=path, defaults={"at": now})
        target = PathTarget(learner=learner, path=path, day=day, set_at=now)
        PathTarget.objects.filter(learner=learner, path=path).delete()
        _reckon(learner, target, today)
        target.save()
    return target


def reckon_again(*, learner: User, day: date, changed: bool = False) -> None:
    """Brings what is said of the learner's targets up to the day: once a day, and after the minutes have `changed`."""
    targets = PathTarget.objects.filter(learner=learner).select_related("path")
    for target in targets if changed else targets.exclude(reckoned_on=day):
        _reckon(learner, target, day)
        target.save(update_fields=["minutes", "done_on", "reckoned_on"])


def _reckon(learner: User, target: PathTarget, day: date) -> None:
    found = reckoned(learner, target.path, target.day, day)
    target.minutes, target.done_on, target.reckoned_on = found.minutes, found.done_on, day


def reckoned(learner: User, path: LearningPath, target: date, day: date) -> Reckoned:
    """What a target takes. Reviews of all the learner's paths take their minutes; of the steps only the path's count."""
    given = material(learner, day, reach=ALL_LESSONS, every_memory=True)
    steps = [step for step in given.steps if step.path == path.slug]
    course = course_ahead(given, room_of(lived_before(learner, day)), given.memories, steps)
    return reckon(course, target=target, minutes=learner.daily_minutes, day=day)
