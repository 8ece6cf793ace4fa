"""Asking and answering an item."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from exercises import marking
from exercises.models import Attempt, Item, ItemRevision
from tutor.models import Review, User, XpEntry
from tutor.rules import memory as memory_rules
from tutor.rules import xp
from tutor.services.errors import BadInput, NotFound, StaleQuestion
from tutor.services.learning import clock_of, lock, pay, remember, settle_day
from tutor.services.lessons import complete_step, start_lesson, step_of

# A clock left running over lunch says nothing about the question.
LONGEST_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to one learner. `number` counts the askings of this item from 1."""

    item_slug: str
    concept_title: str
    revision_id: int
    number: int
    seed: int
    seconds: int
    question: marking.Question


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an answer. `repeated` says that the same answer had arrived before."""

    asked: Asked
    response: dict[str, Any]
    mark: marking.Mark
    explanation: marking.Explanation
    grade: int
    due_on: date
    days_until_due: int
    effort_seconds: int
    day_finished: bool
    repeated: bool


def seed_for(item_slug: str, learner_id: int, number: int) -> int:
    """The seed of an asking. The server derives it, so nobody can pick an easy question, and can show it again."""
    return int.from_bytes(hashlib.sha256(f"{item_slug}:{learner_id}:{number}".encode()).digest()[:6], "big")


def question_for(*, learner: User, item_slug: str) -> Asked:
    """The next asking of an item. Looking twice gives the same question; only an answer brings the next."""
    item = (
        Item.objects.filter(slug=item_slug, current__isnull=False)
        .select_related("current", "concept")
        .first()
    )
    if item is None or item.current is None:
        raise NotFound(f"There is no question “{item_slug}”.", field="item")
    last = Attempt.objects.filter(learner=learner, item=item).aggregate(last=Max("number"))["last"] or 0
    return _asked(item, item.current, last + 1, seed_for(item.slug, learner.pk, last + 1))


def answer_item(
    *,
    learner: User,
    item_slug: str,
    revision_id: int,
    number: int,
    response: dict[str, Any],
    seconds: int,
    hints_used: int,
    now: datetime,
    lesson_slug: str | None = None,
    step_key: str | None = None,
) -> Outcome:
    """Marks an answer and lets it count, once: the same learner, item and number again give the same outcome.

    Raises:
        NotFound: no such item or revision.
        BadInput: the response has not the form that this kind of item takes.
        StaleQuestion: `number` is neither the open asking nor one that was answered.
    """
    revision = (
        ItemRevision.objects.filter(pk=revision_id, item__slug=item_slug).select_related("item__concept").first()
    )
    if revision is None:
        raise NotFound(f"There is no such version of the question “{item_slug}”.", field="revision_id")
    asked = _asked(revision.item, revision, number, seed_for(item_slug, learner.pk, number))
    try:
        mark = marking.mark(asked.question, response)
    except marking.BadResponse as problem:
        raise BadInput(f"{problem.problem} {problem.mend}", field=problem.field) from problem
    with transaction.atomic():
        learner = lock(learner)
        earlier = Attempt.objects.filter(learner=learner, item=revision.item).order_by("-number").first()
        if earlier is not None and number <= earlier.number:
            return _again(learner, revision, number, now)
        if number != (earlier.number if earlier else 0) + 1:
            raise StaleQuestion("This question was replaced by a newer one. Reload the page.", field="number")
        day = clock_of(learner).day(now)
        attempt = Attempt.objects.create(
            learner=learner,
            item=revision.item,
            revision=revision,
            number=number,
            seed=asked.seed,
            response=response,
            score=mark.score,
            seconds=max(0, min(seconds, LONGEST_SECONDS)),
            hints_used=max(0, min(hints_used, 10)),
            day=day,
            at=now,
        )
        review = _count(learner, attempt, day, now)
        if lesson_slug and step_key:
            progress = start_lesson(learner=learner, lesson_slug=lesson_slug, now=now)
            step = step_of(progress.revision, step_key)
            if step.get("item") == item_slug:
                complete_step(learner=learner, progress=progress, step=step, now=now)
        finished = settle_day(learner=learner, day=day, now=now)
    return _outcome(asked, attempt, review, finished, repeated=False)


def _count(learner: User, attempt: Attempt, day: date, now: datetime) -> Review:
    revision = attempt.revision
    concept = attempt.item.concept
    if revision.kind == "card":
        grade = memory_rules.Grade[attempt.response["rating"].upper()]
    else:
        grade = memory_rules.grade_of(
            attempt.score, hints_used=attempt.hints_used, seconds=attempt.seconds, expected_seconds=revision.seconds
        )
    first_today = not Attempt.objects.filter(learner=learner, item=attempt.item, day=day).exclude(pk=attempt.pk).exists()
    review = remember(learner=learner, concept=concept, grade=grade, day=day, now=now, cause=attempt)
    effort = xp.for_answer(
        xp.Answered(
            expected_seconds=revision.seconds,
            seconds=attempt.seconds,
            score=attempt.score,
            recall=review.predicted_recall if review.counted else None,
            first_today=first_today,
        )
    )
    pay(learner=learner, cause=f"attempt:{attempt.pk}", effort_seconds=effort, day=day, now=now)
    return review


def _again(learner: User, revision: ItemRevision, number: int, now: datetime) -> Outcome:
    """The outcome of an asking that was answered before, as it was then, whatever has been sent this time."""
    attempt = (
        Attempt.objects.filter(learner=learner, item=revision.item, number=number)
        .select_related("revision", "item__concept", "review")
        .get()
    )
    asked = _asked(attempt.item, attempt.revision, number, attempt.seed)
    finished = settle_day(learner=learner, day=clock_of(learner).day(now), now=now)
    return _outcome(asked, attempt, attempt.review, finished, repeated=True)


def _asked(item: Item, revision: ItemRevision, number: int, seed: int) -> Asked:
    question = marking.generate(revision.document, seed)
    return Asked(item.slug, item.concept.title, revision.pk, number, seed, revision.seconds, question)


def _outcome(asked: Asked, attempt: Attempt, review: Review, finished: bool, *, repeated: bool) -> Outcome:
    mark = marking.mark(asked.question, attempt.response)
    paid = XpEntry.objects.filter(learner_id=attempt.learner_id, cause=f"attempt:{attempt.pk}").first()
    return Outcome(
        asked=asked,
        response=attempt.response,
        mark=mark,
        explanation=marking.explain(asked.question, attempt.response, mark),
        grade=review.rating,
        due_on=review.due_on,
        days_until_due=max(0, (review.due_on - attempt.day).days),
        effort_seconds=paid.effort_seconds if paid else 0,
        day_finished=finished,
        repeated=repeated,
    )
