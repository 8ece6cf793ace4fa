"""Learning how long things take: the medians of items and exercises over all learners, and each learner's own pace.

These functions run inside the transaction of the service that calls them, under the lock on the learner's row.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, QuerySet

from exercises.models import Attempt, Exercise, ExerciseRevision, ItemRevision
from tutor.models import CodeTime, ExercisePace, ItemPace, LearnerPace, User
from tutor.models.plan import Doing
from tutor.prepared import KEY, prepared
from tutor.prepared_writes import put
from tutor.rules import pace as rules

# Between two drafts, runs or submissions: who writes nothing for longer is not at work on it.
IDLE = timedelta(minutes=5)


def note_answer(*, learner: User, attempt: Attempt) -> None:
    """Follows how long the first answer of a day to a question took: a second one is quicker, and says nothing."""
    if attempt.seconds > 0:
        declared = attempt.revision.seconds
        _follow(learner, Doing.QUIZ, attempt.revision, declared, attempt.seconds, ordinal=attempt.pk)


def note_reading(*, learner: User, declared: int, seconds: int) -> None:
    """Follows how long a step was read; its own time stays what its author says, for steps have no revision of their own."""
    if seconds < 1 or declared < 1:
        return
    pace = pace_of(learner, Doing.READ)
    took = min(seconds, rules.LONGEST_SECONDS)
    _keep(learner, Doing.READ, rules.bounded(rules.followed(pace, took / declared, prior=rules.USUAL)))


def note_work(*, learner: User, exercise: Exercise, now: datetime) -> None:
    """Counts the time since the learner last touched an exercise that is not passed yet."""
    row, new = CodeTime.objects.get_or_create(learner=learner, exercise=exercise, defaults={"last_at": now})
    if new or row.passed_at is not None:
        return
    row.seconds += round(max(timedelta(0), min(now - row.last_at, IDLE)).total_seconds())
    row.last_at = max(now, row.last_at)
    row.save(update_fields=["seconds", "last_at"])


def note_passed(*, learner: User, exercise: Exercise, revision: ExerciseRevision, now: datetime) -> None:
    """Follows how long an exercise took until it was passed for the first time."""
    row = CodeTime.objects.filter(learner=learner, exercise=exercise, passed_at=None).first()
    if row is None:
        return
    row.passed_at = now
    row.save(update_fields=["passed_at"])
    if row.seconds:
        _follow(learner, Doing.CODE, revision, revision.seconds, row.seconds, ordinal=row.pk)


def pace_of(learner: User, kind: Doing) -> rules.Median:
    row = _paces.first(learner=learner.pk, kind=kind)
    return rules.Median(row.factor, row.answers) if row else rules.Median(1.0, 0)


@prepared(learner=KEY, kind=CharField())
def _paces(learner: Any, kind: Any) -> QuerySet[LearnerPace]:
    return LearnerPace.objects.filter(learner=learner, kind=kind)


@prepared(revision=KEY)
def _item_paces(revision: Any) -> QuerySet[ItemPace]:
    return ItemPace.objects.filter(item_revision=revision)


@prepared(revision=KEY)
def _exercise_paces(revision: Any) -> QuerySet[ExercisePace]:
    return ExercisePace.objects.filter(exercise_revision=revision)


def _follow(
    learner: User, kind: Doing, revision: ItemRevision | ExerciseRevision, declared: int, seconds: int, *, ordinal: int
) -> None:
    of_item = isinstance(revision, ItemRevision)
    model, key = (ItemPace, "item_revision") if of_item else (ExercisePace, "exercise_revision")
    row = (_item_paces if of_item else _exercise_paces).first(revision=revision.pk)
    item = rules.Median(row.median, row.answers) if row else rules.Median(float(max(1, declared)), 0)
    timed = rules.timed(item, pace_of(learner, kind), seconds)
    _keep(learner, kind, timed.pace)
    if rules.sampled(item.answers, ordinal):
        # Two learners who answer at the same moment may follow the same estimate; one of the two steps is then lost, no more.
        put(model(**{key: revision}, median=timed.item.value, answers=timed.item.answers), (key,), ("median", "answers"))


def _keep(learner: User, kind: Doing, pace: rules.Median) -> None:
    row = LearnerPace(learner=learner, kind=kind, factor=pace.value, answers=pace.answers)
    put(row, ("learner", "kind"), ("factor", "answers"))
