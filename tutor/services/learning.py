"""What every piece of evidence does, in whichever way it came: it moves a memory, pays effort, and may finish the day.

These functions run inside the transaction of the service that calls them, under the lock on the learner's row.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from exercises.models import Attempt, SolutionShown, Submission
from lessons.models import Concept
from tutor.errors import NotFound
from tutor.models import DayPlan, Event, Kind, LearnerDay, Review, User, XpEntry
from tutor.prepared import KEY, prepared
from tutor.prepared_writes import change, insert, insert_once
from tutor.rules import history, judging
from tutor.rules import memory as rules
from tutor.rules.deeds import Thing
from tutor.selectors.history import History
from tutor.selectors.progress import finished_days, plan_progress
from tutor.services.leeches import flag
from tutor.services.levels import learn, level_before, told_of
from tutor.services.log import note_unplanned, record
from tutor.services.memories import columns_of, imply, memory_rows, standing_of, store
from tutor.services.refolding import refold
from tutor.services.rewards import make_up, reward_day


def lock(learner: User) -> User:
    """The learner's row, locked until the transaction ends: what one learner does happens one after another.

    Raises:
        NotFound: the learner was deleted, or was a guest who has just become part of an account, since the request began.
    """
    locked = _learner.first(key=learner.pk)
    if locked is None:
        raise NotFound("This learner is not here any more.", "Sign in again.", field="learner")
    return locked


@prepared(key=KEY)
def _learner(key: Any) -> QuerySet[User]:
    return User.objects.select_for_update().filter(pk=key)


class Remembered(NamedTuple):
    """The review of a piece of evidence; `folded` says that its concept was folded anew, and the effort with it."""

    review: Review
    folded: bool


def remember(
    *,
    learner: User,
    concept: Concept,
    grade: rules.Grade,
    day: date,
    now: datetime,
    cause: Attempt | Submission | SolutionShown,
    event: Event | None = None,
) -> Remembered:
    """Moves the memory of a concept by one rating and writes the review that says so. What was counted also teaches the learner's
    level and the question's difficulty, and a pass credits what the concept builds on. What is not the newest is folded in.

    Args:
        event: the act behind it. An answer is itself the evidence; of a verdict or a solution it is written down what they say
            of this concept, so that a memory can be folded from the events of its concept alone.
    """
    evidence = event if event is not None and event.kind == Kind.ANSWERED else _evidence(learner, concept, grade, day, now, event)
    known, overtaken = level_before(evidence)
    if overtaken:
        refold(learner=learner, concepts=[concept.pk, *History(learner).below(concept.pk)], since=evidence.at)
        return Remembered(Review.objects.get(event=evidence), folded=True)
    row = memory_rows.first(learner=learner.pk, concept=concept.pk)
    piece = history.Piece(evidence.uuid, evidence.at, day, "review", grade)
    seed = rules.seed_for(learner.pk, concept.pk)
    standing, reviewed = history.advance(standing_of(row), piece, seed=seed, parameters=known.parameters)
    assert standing.memory is not None and reviewed is not None
    passed, expected = grade > rules.Grade.AGAIN, reviewed.predicted_recall if reviewed.counted else None
    watched, told = {}, {}
    if row and expected is not None:
        before = judging.Known(known.as_rule(), row.watch)
        after = judging.after(before, expected, passed=passed)
        watched = {"evidence": after.watch.evidence, "misses": after.watch.misses}
        told = told_of(before)
        revision = cause.revision if isinstance(cause, Attempt) else None
        if after.watch.leech or row.evidence > 0:
            flag(learner=learner, concept_id=concept.pk, watch=after.watch, revision=revision, now=now)
        learn(known=known, level=after.level, recall=expected, passed=passed, revision=revision)
    if row:
        change(row, **columns_of(standing.memory), state=standing.state, **watched)
    else:
        store(learner, concept.pk, standing.memory, state=standing.state, **watched)
    if passed:
        imply(learner=learner, event=evidence, grade=grade, parameters=known.parameters)
    key = {Attempt: "attempt", Submission: "submission", SolutionShown: "solution_shown"}[type(cause)]
    review = insert(
        Review,
        learner=learner,
        event=evidence,
        concept=concept,
        rating=int(grade),
        predicted_recall=reviewed.predicted_recall,
        counted=reviewed.counted,
        due_on=standing.memory.due_on,
        day=day,
        at=now,
        **told,
        **{key: cause},
    )
    return Remembered(review, folded=False)


def in_order(event: Event, concepts: Iterable[Concept]) -> list[Concept]:
    """The concepts that an act says something of, in the order in which a fold takes what it says."""
    return sorted(concepts, key=lambda concept: _evidence_id(event, concept))


def _evidence_id(event: Event, concept: Concept) -> uuid.UUID:
    return uuid.uuid5(event.uuid, concept.slug)


def _evidence(learner: User, concept: Concept, grade: rules.Grade, day: date, now: datetime, event: Event | None) -> Event:
    document: dict[str, object] = {"rating": int(grade)}
    if event is None:
        return record(learner=learner, kind=Kind.EVIDENCE, now=now, day=day, concept=concept, document=document)[0]
    return record(
        learner=learner,
        kind=Kind.EVIDENCE,
        now=event.received_at,
        event_id=_evidence_id(event, concept),
        at=event.at,
        zone=event.zone,
        day=day,
        concept=concept,
        document={"of": str(event.uuid), **document},
        imported=True,
    )[0]


def pay(*, learner: User, cause: str, effort_seconds: int, day: date, now: datetime) -> None:
    """Enters effort into the ledger, once per cause."""
    if effort_seconds > 0:
        insert_once(XpEntry, learner_id=learner.pk, cause=cause, effort_seconds=effort_seconds, day=day, at=now)


def settle_late_day(*, learner: User, day: date, now: datetime, steps: Collection[Thing] = ()) -> bool:
    """Notes whether a day is finished by what was done then but is told only now; says whether it is.

    A day that was not planned, for the site was not asked for it, takes as much as the learner's minutes say.

    Args:
        steps: those done then, which plans of later days may have held.
    """
    known = LearnerDay.objects.filter(learner=learner, day=day).exists()
    if day < learner.clock.day(now):
        note_unplanned(learner, day, now)
    refold(learner=learner, days=[day], moved=dict.fromkeys(steps, day))
    finished = LearnerDay.objects.filter(learner=learner, day=day).exists()
    if finished and not known:
        reward_day(learner=learner, day=day, now=now)
    return finished


def settle_day(
    *,
    learner: User,
    day: date,
    now: datetime,
    zone: str | None = None,
    plan: DayPlan | None = None,
    finished: bool | None = None,
) -> bool:
    """Notes the local day as finished when every pick of its plan is done; says whether it is.

    Args:
        zone: where the last of it was done, an IANA name; without it, where the learner's settings say.
        plan: the day's, where the caller has read it and nothing has changed it since.
        finished: whether it was before, where the caller knows it.
    """
    if finished is None:
        finished = finished_days.any(learner=learner.pk, day=day)
    if finished:
        make_up(learner=learner, day=day, now=now)
        return True
    progress = plan_progress(learner, day, plan)
    if progress is None or not all(progress.done):
        return False
    finish = {"zone": zone or learner.zone, "finished_at": now}
    _, new = LearnerDay.objects.get_or_create(learner=learner, day=day, defaults=finish)
    if new:
        reward_day(learner=learner, day=day, now=now)
    return True
