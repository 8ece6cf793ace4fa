"""Answering an item: the mark, and all that it sets off, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import CharField, Q, QuerySet

from exercises import marking
from exercises.models import Attempt, ItemRevision
from tutor.errors import BadInput, NotFound, StaleQuestion, TooOften, UnknownRevision
from tutor.models import Event, Kind, Review, User, XpEntry
from tutor.prepared import KEY, prepared
from tutor.prepared_writes import insert
from tutor.rules import memory as memory_rules
from tutor.rules.history import effort_of
from tutor.rules.streak import Streak
from tutor.selectors.history import answer_of
from tutor.selectors.links import after_step, after_warm_up, onward
from tutor.selectors.progress import plan_progress
from tutor.selectors.streaks import streak_at
from tutor.services.asking import Asked, asked_of, hints_of, seed_for
from tutor.services.claiming import note_proof
from tutor.services.day import open_today
from tutor.services.earlier import MOST_A_DAY, Earlier, earlier_answers
from tutor.services.learning import lock, pay, remember, settle_day, settle_late_day
from tutor.services.lessons import complete_step, start_lesson, step_whenever, step_within_reach
from tutor.services.log import Stamp, stamp, told, write
from tutor.services.memories import free_number
from tutor.services.pacing import note_answer

# A clock left running over lunch says nothing about the question.
LONGEST_SECONDS = 3600
# So many askings of one question a device may be ahead of the site; each has a seed of its own.
MOST_AHEAD = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an answer. `repeated` says that it had arrived before; `next_url` leads on through the day.

    `event_id` names the answer, for who takes it back.
    """

    event_id: uuid.UUID
    asked: Asked
    response: dict[str, Any]
    mark: marking.Mark
    explanation: marking.Explanation
    rating: int
    due_on: date
    days_until_due: int
    effort_seconds: int
    streak: Streak
    day_finished: bool
    next_url: str
    repeated: bool


def answer_item(
    *,
    learner: User,
    item_slug: str,
    revision: int | str,
    number: int,
    response: dict[str, Any],
    seconds: int,
    hints_used: int,
    now: datetime,
    lesson_slug: str | None = None,
    step_key: str | None = None,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> Outcome:
    """Marks an answer and lets it count, once: the same learner, item and number again give the same outcome, and so does the
    same `event_id`.

    Args:
        revision: the question's version as it was asked, by its key or by its digest.
        lesson_slug, step_key: the step that asks it; without a step, the lesson that it warms up.
        event_id, at, zone: those of the client, as `log.stamp` takes them.

    Raises:
        NotFound: no such item, revision, lesson or step.
        BadInput: the response has not the form that this kind of item takes.
        StaleQuestion: `number` is neither the open asking nor one that was answered.
        StepLocked: the lesson's step comes later.
        TooOften: the learner has answered as much today as is taken.
    """
    published = _published(item_slug, revision)
    # Before the transaction, for whose end others may wait; a slip is told only where the answer turns out to be a new one.
    tried = _tried(published, seed_for(item_slug, learner.pk, number), response)
    with transaction.atomic():
        learner = lock(learner)
        stamped = stamp(learner, now=now, event_id=event_id, at=at, zone=zone)
        plan = open_today(learner, stamped, now)
        earlier = earlier_answers(learner, published, stamped.day, event_id)
        known = told(learner, event_id, Kind.ANSWERED) if earlier.told else None
        if not 1 <= number <= earlier.last + (MOST_AHEAD if stamped.late else 1):
            raise StaleQuestion("This question was replaced by another.", "Reload the page.", field="number")
        # Two devices without a connection may both have asked it; on the site, who answers in a second tab has seen the answer.
        repeated = known is not None or (number <= earlier.last and not stamped.late)
        proof, marked, paid = "", None, None
        if repeated:
            same = Q(client_id=known.uuid) if known else Q(item=published.item, number=number)
            attempts = Attempt.objects.select_related("review", "item", "revision__item__concept")
            attempt = attempts.filter(same, learner=learner).first()
            if attempt is None:
                raise StaleQuestion("You took this answer back.", "Answer the question again.", field="event_id")
        else:
            # A device tells of its hints itself: what it tells does not depend on what the site knows by then.
            seen = hints_used if stamped.late else max(hints_used, hints_of(earlier.slip, number))
            if earlier.enough:
                raise _enough(learner, stamped)
            if isinstance(tried, BadInput):
                raise tried
            marked = tried
            attempt = _attempt(learner, published, number, marked, response, seconds, seen, stamped)
            event = _event(learner, attempt, stamped, now, [[lesson_slug, step_key]] if lesson_slug and step_key else [])
            paid = _count(learner, attempt, event, earlier)
            proof = note_proof(learner=learner, attempt=attempt, now=now) if earlier.proving else ""
        next_url = proof or onward()
        if lesson_slug and step_key:
            next_url = _finish_check(learner, attempt, lesson_slug, step_key, stamped)
        elif lesson_slug and not proof:
            next_url = after_warm_up(lesson_slug)
        if stamped.late:
            steps = [("step", lesson_slug, step_key)] if lesson_slug and step_key else []
            settle_late_day(learner=learner, day=stamped.day, now=now, steps=steps)
        else:
            planned = None if proof else plan  # what was shown to be known is taken out of the plan
            # A step, a proof or a fold of what was overtaken may have changed it.
            finished = earlier.finished if paid is not None and not proof and not step_key else None
            settle_day(
                learner=learner, day=stamped.day, now=stamped.at, zone=stamped.zone, plan=planned, finished=finished
            )
    # Nothing is written any more, and on SQLite whoever else writes waits for the end of this transaction.
    marked = marked or _marked(attempt.revision, attempt.seed, attempt.response)
    return _outcome(learner, attempt, marked, paid, next_url, now, repeated=repeated)


def _enough(learner: User, stamped: Stamp) -> TooOften:
    problem = f"You have answered {MOST_A_DAY} questions today."
    tomorrow = learner.clock.bounds(stamped.day)[1]
    return TooOften(problem, "Sleep over them.", wait_seconds=max(1, round((tomorrow - stamped.at).total_seconds())))


class _Marked(NamedTuple):
    """A question as it was asked, and what is to be said of an answer to it."""

    seed: int
    question: marking.Question
    mark: marking.Mark


def _marked(revision: ItemRevision, seed: int, response: dict[str, Any]) -> _Marked:
    question = marking.generate(revision.document, seed)
    try:
        return _Marked(seed, question, marking.mark(question, response))
    except marking.BadResponse as problem:
        raise BadInput(problem.problem, problem.mend, field=problem.field) from problem


def _tried(revision: ItemRevision, seed: int, response: dict[str, Any]) -> _Marked | BadInput:
    try:
        return _marked(revision, seed, response)
    except BadInput as slip:
        return slip


def _attempt(
    learner: User,
    revision: ItemRevision,
    number: int,
    marked: _Marked,
    response: dict[str, Any],
    seconds: int,
    hints_used: int,
    stamped: Stamp,
) -> Attempt:
    return insert(
        Attempt,
        learner=learner,
        client_id=stamped.uuid,
        item=revision.item,
        revision=revision,
        number=free_number(learner, revision.item, number) if stamped.late else number,
        seed=marked.seed,
        response=response,
        score=marked.mark.score,
        seconds=max(0, min(seconds, LONGEST_SECONDS)),
        hints_used=max(0, min(hints_used, 10)),
        day=stamped.day,
        at=stamped.at,
    )


def _event(learner: User, attempt: Attempt, stamped: Stamp, now: datetime, steps: list[list[str]]) -> Event:
    item = attempt.item
    given = {"concept": item.concept, "item_revision": attempt.revision, "document": told_of(attempt, steps)}
    return write(learner, Kind.ANSWERED, stamped, now=now, **given)


def told_of(attempt: Attempt, steps: Iterable[Sequence[str]]) -> dict[str, Any]:
    """What the event of an answer says; `steps` are those that it finished, as (lesson, key)."""
    return {
        "item": attempt.item.slug,
        "number": attempt.number,
        "seed": attempt.seed,
        "response": attempt.response,
        "score": attempt.score,
        "seconds": attempt.seconds,
        "hints_used": attempt.hints_used,
        "steps": [list(step) for step in steps],
    }


def grade_of(attempt: Attempt) -> memory_rules.Grade:
    """What an answer says of memory. Only of a card learners say it themselves."""
    revision = attempt.revision
    if revision.kind == "card":
        return memory_rules.Grade[attempt.response["rating"].upper()]
    return memory_rules.grade_of(
        attempt.score, hints_used=attempt.hints_used, seconds=attempt.seconds, expected_seconds=revision.seconds
    )


def _count(learner: User, attempt: Attempt, event: Event, earlier: Earlier) -> int | None:
    """Lets an answer move the memory of its concept and earn its effort, which it gives; None where a fold has entered it."""
    answer = answer_of(event)
    assert answer is not None
    given = {"learner": learner, "day": event.day, "now": event.at}
    review, folded = remember(concept=attempt.item.concept, grade=grade_of(attempt), cause=attempt, event=event, **given)
    effort = None
    if not folded:
        recall = review.predicted_recall if review.counted else None
        effort = effort_of(answer, recall, day=event.day, at=event.at, before=earlier.before)
        pay(cause=f"attempt:{attempt.pk}", effort_seconds=effort, **given)
    if not earlier.asked_on_day:
        note_answer(learner=learner, attempt=attempt, pace=earlier.pace, median=earlier.median)
    return effort


def _finish_check(learner: User, attempt: Attempt, lesson_slug: str, step_key: str, stamped: Stamp) -> str:
    """Finishes the check step that asked the item; returns where to go from it."""
    progress = start_lesson(learner=learner, lesson_slug=lesson_slug, now=stamped.at)
    step, _ = (step_whenever if stamped.late else step_within_reach)(learner, progress, step_key)
    if step.get("item") != attempt.item.slug:
        raise NotFound(f"The step “{step_key}” does not ask this question.", field="step")
    given = {"day": stamped.day, "now": stamped.at, "zone": stamped.zone, "late": stamped.late}
    complete_step(learner=learner, progress=progress, step=step, **given)
    return after_step(progress.lesson, progress.revision, step_key, plan_progress(learner, stamped.day))


def _outcome(
    learner: User, attempt: Attempt, marked: _Marked, paid: int | None, next_url: str, now: datetime, *, repeated: bool
) -> Outcome:
    """The outcome as the stored attempt has it, so that a repeated answer is told the same whatever it brought this time.

    `paid` is what it has earned, where that is known.
    """
    asked = asked_of(attempt.revision, attempt.number, attempt.seed, answered_today=True, question=marked.question)
    review: Review = attempt.review
    if paid is None:
        paid = _paid.first(learner=learner.pk, cause=f"attempt:{attempt.pk}") or 0
    streak = streak_at(learner, now)
    return Outcome(
        event_id=attempt.client_id,
        asked=asked,
        response=attempt.response,
        mark=marked.mark,
        explanation=marking.explain(marked.question, attempt.response, marked.mark),
        rating=review.rating,
        due_on=review.due_on,
        days_until_due=max(0, (review.due_on - attempt.day).days),
        effort_seconds=paid,
        streak=streak,
        day_finished=streak.today_done,
        next_url=next_url,
        repeated=repeated,
    )


def _published(item: str, revision: int | str) -> ItemRevision:
    """A version of a question, by its key or its digest."""
    found = _by_digest.first(item=item, digest=revision) if isinstance(revision, str) else _by_key.first(item=item, key=revision)
    if found is None:
        raise UnknownRevision(item)
    return found


@prepared(item=CharField(), key=KEY)
def _by_key(item: Any, key: Any) -> QuerySet[ItemRevision]:
    return ItemRevision.objects.filter(item__slug=item, pk=key).select_related("item__concept")


@prepared(item=CharField(), digest=CharField())
def _by_digest(item: Any, digest: Any) -> QuerySet[ItemRevision]:
    return ItemRevision.objects.filter(item__slug=item, digest=digest).select_related("item__concept")


@prepared(learner=KEY, cause=CharField())
def _paid(learner: Any, cause: Any) -> QuerySet[XpEntry]:
    return XpEntry.objects.filter(learner=learner, cause=cause).values_list("effort_seconds", flat=True)
