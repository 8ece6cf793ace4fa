"""Learning how long things take: the medians of items and exercises over all learners, and each learner's own pace.

These functions run inside the transaction of the service that calls them, under the lock on the learner's row.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, QuerySet

from exercises.models import Attempt, Exercise, ExerciseRevision
from tutor.models import CodeTime, ExercisePace, ItemPace, LearnerPace, User
from tutor.models.plan import Doing, Pace
from tutor.prepared import KEY, prepared
from tutor.prepared_writes import put
from tutor.rules import pace as rules

USUAL_PACE = rules.Median(1.0, 0)
# Between two drafts, runs or submissions: who writes nothing for longer is not at work on it.
IDLE = timedelta(minutes=5)


def first_median(declared: int) -> rules.Median:
    """How long something takes that nobody has done yet: what its author says."""
    return rules.Median(float(max(1, declared)), 0)


def note_answer(*, learner: User, attempt: Attempt, pace: rules.Median, median: rules.Median) -> None:
    """Follows how long the first answer of a day to a question took: a second one is quicker, and says nothing.

    Args:
        pace, median: the learner's and the question's, as they were before the answer.
    """
    if attempt.seconds > 0:
        of = ItemPace, "item_revision", attempt.revision_id
        _follow(learner, Doing.QUIZ, of, median=median, pace=pace, seconds=attempt.seconds, ordinal=attempt.pk)


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
        known = _exercise_paces.first(revision=revision.pk)
        median = rules.Median(known.median, known.answers) if known else first_median(revision.seconds)
        of, pace = (ExercisePace, "exercise_revision", revision.pk), pace_of(learner, Doing.CODE)
        _follow(learner, Doing.CODE, of, median=median, pace=pace, seconds=row.seconds, ordinal=row.pk)


def pace_of(learner: User, kind: Doing) -> rules.Median:
    row = _paces.first(learner=learner.pk, kind=kind)
    return rules.Median(row.factor, row.answers) if row else USUAL_PACE


@prepared(learner=KEY, kind=CharField())
def _paces(learner: Any, kind: Any) -> QuerySet[LearnerPace]:
    return LearnerPace.objects.filter(learner=learner, kind=kind)


@prepared(revision=KEY)
def _exercise_paces(revision: Any) -> QuerySet[ExercisePace]:
    return ExercisePace.objects.filter(exercise_revision=revision)


def _follow(
    learner: User,
    kind: Doing,
    of: tuple[type[Pace], str, int],
    *,
    median: rules.Median,
    pace: rules.Median,
    seconds: int,
    ordinal: int,
) -> None:
    """Moves the learner's pace, and how long something takes: `of` are the rows of that, and their field of its revision."""
    timed = rules.timed(median, pace, seconds)
    _keep(learner, kind, timed.pace)
    if rules.sampled(median.answers, ordinal):
        model, field, revision = of
        # Two learners who answer at the same moment may follow the same estimate; one of the two steps is then lost, no more.
        put(model, (field,), **{f"{field}_id": revision}, median=timed.item.value, answers=timed.item.answers)


def _keep(learner: User, kind: Doing, pace: rules.Median) -> None:
    put(LearnerPace, ("learner", "kind"), learner_id=learner.pk, kind=kind, factor=pace.value, answers=pace.answers)
