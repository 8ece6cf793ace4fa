"""What every piece of evidence does, in whichever way it came: it moves a memory, pays effort, and may finish the day.

These functions run inside the transaction of the service that calls them, under the lock on the learner's row.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from exercises.models import Attempt, SolutionShown, Submission
from lessons.models import Concept
from tutor.errors import NotFound
from tutor.models import ConceptMemory, Event, Kind, LearnerDay, MemoryState, Review, User, XpEntry
from tutor.rules import leech, level
from tutor.rules import memory as rules
from tutor.selectors.history import History
from tutor.selectors.progress import plan_progress
from tutor.services.levels import flag, learn, level_of
from tutor.services.log import record
from tutor.services.memories import imply
from tutor.services.refolding import refold, store
from tutor.services.rewards import make_up, reward_day


def lock(learner: User) -> User:
    """The learner's row, locked until the transaction ends: what one learner does happens one after another.

    Raises:
        NotFound: the learner was deleted, or was a guest who has just become part of an account, since the request began.
    """
    locked = User.objects.select_for_update().filter(pk=learner.pk).first()
    if locked is None:
        raise NotFound("This learner is not here any more.", "Sign in again.", field="learner")
    return locked


def remember(
    *,
    learner: User,
    concept: Concept,
    grade: rules.Grade,
    day: date,
    now: datetime,
    cause: Attempt | Submission | SolutionShown,
    event: Event | None = None,
) -> Review:
    """Moves the memory of a concept by one rating and writes the review that says so. What was counted also teaches the learner's
    level and the question's difficulty, and a pass credits what the concept builds on.

    Args:
        event: the act behind it. An answer is itself the evidence; of a verdict or a solution it is written down what they say
            of this concept, so that a memory can be folded from the events of its concept alone.
    """
    evidence = event if event is not None and event.kind == Kind.ANSWERED else _evidence(learner, concept, grade, day, now, event)
    if came_late(evidence):
        refold(learner=learner, concepts=[concept.pk, *History(learner).below(concept.pk)])
        return Review.objects.get(event=evidence)
    known = level_of(learner)
    row = ConceptMemory.objects.select_for_update().filter(learner=learner, concept=concept).first()
    reviewed = rules.review(
        row.as_rule() if row else None,
        rules.Evidence(grade, day),
        seed=rules.seed_for(learner.pk, concept.pk),
        parameters=known.parameters,
    )
    passed, expected = grade > rules.Grade.AGAIN, reviewed.predicted_recall if reviewed.counted else None
    more: dict[str, object] = {}
    if row and row.state == MemoryState.KNOWN and not passed:
        more["state"] = MemoryState.ACTIVE
    if row and expected is not None:
        revision = cause.revision if isinstance(cause, Attempt) else None
        watch = leech.watched(row.watch, level.corrected(expected, known.intercept), passed=passed)
        more |= {"evidence": watch.evidence, "misses": watch.misses}
        if watch.leech or row.evidence > 0:
            flag(learner=learner, concept_id=concept.pk, watch=watch, revision=revision, now=now)
        learn(known=known, recall=expected, passed=passed, revision=revision)
    store(learner, concept.pk, reviewed.memory, **more)
    if passed:
        imply(learner=learner, concept=concept, day=day, parameters=known.parameters)
    key = {Attempt: "attempt", Submission: "submission", SolutionShown: "solution_shown"}[type(cause)]
    return Review.objects.create(
        learner=learner,
        event=evidence,
        concept=concept,
        rating=grade,
        predicted_recall=reviewed.predicted_recall,
        intercept=None if expected is None else known.intercept,
        counted=reviewed.counted,
        due_on=reviewed.memory.due_on,
        day=day,
        at=now,
        **{key: cause},
    )


def came_late(event: Event) -> bool:
    """Whether the learner has done something with the concept after this act, so that its history is to be folded anew.

    One query, and none for what is told at the moment in which it is done: under the learner's lock nothing is newer.
    """
    if event.at >= event.received_at:
        return False
    return Event.objects.filter(learner=event.learner_id, concept=event.concept_id, at__gt=event.at).exists()


def _evidence(learner: User, concept: Concept, grade: rules.Grade, day: date, now: datetime, event: Event | None) -> Event:
    document: dict[str, object] = {"rating": int(grade)}
    if event is None:
        return record(learner=learner, kind=Kind.EVIDENCE, now=now, day=day, concept=concept, document=document)[0]
    return record(
        learner=learner,
        kind=Kind.EVIDENCE,
        now=event.received_at,
        event_id=uuid.uuid5(event.uuid, concept.slug),
        at=event.at,
        zone=event.zone,
        day=day,
        concept=concept,
        document={"of": str(event.uuid), **document},
        imported=True,
    )[0]


def pay(*, learner: User, cause: str, effort_seconds: int, day: date, now: datetime) -> int:
    """Enters effort into the ledger, once per cause. Returns the seconds that this cause has earned."""
    if effort_seconds < 1:
        return 0
    try:
        with transaction.atomic():
            XpEntry.objects.create(learner=learner, cause=cause, effort_seconds=effort_seconds, day=day, at=now)
    except IntegrityError:
        return XpEntry.objects.get(learner=learner, cause=cause).effort_seconds
    return effort_seconds


def settle_late_day(*, learner: User, day: date, now: datetime) -> bool:
    """Notes whether a day is finished by what was done then but is told only now; says whether it is."""
    known = LearnerDay.objects.filter(learner=learner, day=day).exists()
    refold(learner=learner, days=[day])
    finished = LearnerDay.objects.filter(learner=learner, day=day).exists()
    if finished and not known:
        reward_day(learner=learner, day=day, now=now)
    return finished


def settle_day(*, learner: User, day: date, now: datetime) -> bool:
    """Notes the local day as finished when every pick of its plan is done; says whether it is."""
    if LearnerDay.objects.filter(learner=learner, day=day).exists():
        make_up(learner=learner, day=day, now=now)
        return True
    progress = plan_progress(learner, day)
    if progress is None or not all(progress.done):
        return False
    _, new = LearnerDay.objects.get_or_create(learner=learner, day=day, defaults={"zone": learner.zone, "finished_at": now})
    if new:
        reward_day(learner=learner, day=day, now=now)
    return True
