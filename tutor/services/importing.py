"""Taking over a history that was learned elsewhere, or here before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min

from exercises import marking
from exercises.models import Attempt, ItemRevision
from lessons.models import Lesson
from tutor.errors import BadInput
from tutor.models import Event, Kind, LessonProgress, Review, StepDone, User, XpEntry
from tutor.rules import memory as rules
from tutor.rules import xp
from tutor.rules.transfer import Act, Answer, History, Refused
from tutor.services.answers import grade_of, told_of
from tutor.services.guests import finish_joined_lessons
from tutor.services.learning import lock, store
from tutor.services.lessons import enrolled
from tutor.services.log import Stamp, stamp

BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers and steps are new here, how many acts were known already, and what was refused."""

    answers: int
    steps: int
    known: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """An answer that can be taken over."""

    stamped: Stamp
    revision: ItemRevision
    answer: Answer
    score: float


def take_over(*, learner: User, history: History, now: datetime) -> Imported:
    """Adds the acts of a history to the learner's own, each once: the same event again changes nothing.

    Answers are marked again, by the question that their seed makes; memories are folded from the answers of both histories in
    the order in which they were given. Effort counts on its own day, but not within the running week, so that nobody wins a
    league by a file.
    """
    with transaction.atomic():
        learner = lock(learner)
        told = Event.objects.filter(learner=learner, uuid__in={act.uuid for act in history.acts})
        known = set(told.values_list("uuid", flat=True))
        fresh = {act.uuid: act for act in reversed(history.acts) if act.uuid not in known}
        acts = sorted(fresh.values(), key=lambda act: (act.at, act.place))
        refused = list(history.refused)
        rows, walked = _checked(learner, acts, now, refused)
        attempts = _write_answers(learner, rows, fresh, now)
        _fold(learner, {row.revision.item.concept_id for row in rows})
        steps, read = _walk(learner, walked, refused, now)
        _pay(learner, [*_efforts(learner, attempts), *read], now)
        finish_joined_lessons(learner, now)
    refused.sort(key=lambda one: one.place)
    return Imported(len(attempts), steps, len(history.acts) - len(acts), tuple(refused))


def _checked(
    learner: User, acts: list[Act], now: datetime, refused: list[Refused]
) -> tuple[list[_Row], list[tuple[Stamp, Act]]]:
    """The answers that can be marked here, and every act with its stamp; `refused` gets the others."""
    answers = [act.answer for act in acts if act.answer]
    found = ItemRevision.objects.filter(item__slug__in={one.item for one in answers}, digest__in={one.digest for one in answers})
    revisions = {(one.item.slug, one.digest): one for one in found.select_related("item")}
    rows, walked = list[_Row](), list[tuple[Stamp, Act]]()
    for act in acts:
        try:
            stamped = stamp(learner, now=now, event_id=act.uuid, at=act.at, zone=act.zone, imported=True)
            if act.answer:
                rows.append(_marked(stamped, act.answer, revisions))
        except BadInput as problem:
            refused.append(Refused(act.place, problem.message))
            continue
        walked.append((stamped, act))
    return rows, walked


def _marked(stamped: Stamp, answer: Answer, revisions: dict[tuple[str, str], ItemRevision]) -> _Row:
    revision = revisions.get((answer.item, answer.digest))
    if revision is None:
        raise BadInput(f"This version of the question “{answer.item}” is not on this site.")
    try:
        mark = marking.mark(marking.generate(revision.document, answer.seed), answer.response)
    except marking.BadResponse as problem:
        raise BadInput(f"The answer does not fit the question “{answer.item}”: {problem.problem}") from problem
    return _Row(stamped, revision, answer, mark.score)


def _write_answers(learner: User, rows: list[_Row], acts: dict[UUID, Act], now: datetime) -> list[Attempt]:
    """The attempts, numbered after those that are there, each with its event and with a review that `_fold` completes."""
    items = {row.revision.item_id for row in rows}
    taken = Attempt.objects.filter(learner=learner, item__in=items).order_by().values_list("item")
    last = Counter(dict(taken.annotate(last=Max("number"))))
    attempts = []
    for row in rows:
        last[row.revision.item_id] += 1
        attempts.append(
            Attempt(
                learner=learner,
                client_id=row.stamped.uuid,
                item=row.revision.item,
                revision=row.revision,
                number=last[row.revision.item_id],
                seed=row.answer.seed,
                response=row.answer.response,
                score=row.score,
                seconds=row.answer.seconds,
                hints_used=row.answer.hints_used,
                day=row.stamped.day,
                at=row.stamped.at,
            )
        )
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    events = [
        _event(learner, Kind.ANSWERED, row.stamped, now, told_of(attempt, acts[row.stamped.uuid].steps), revision=row.revision)
        for row, attempt in zip(rows, attempts, strict=True)
    ]
    Event.objects.bulk_create(events, batch_size=BATCH)
    Review.objects.bulk_create(
        (
            Review(
                learner=learner,
                event=event,
                concept_id=attempt.item.concept_id,
                attempt=attempt,
                rating=grade_of(attempt),
                counted=False,
                due_on=attempt.day,
                day=attempt.day,
                at=attempt.at,
            )
            for attempt, event in zip(attempts, events, strict=True)
        ),
        batch_size=BATCH,
    )
    return attempts


def _event(
    learner: User, kind: Kind, stamped: Stamp, now: datetime, document: dict[str, Any], *, revision: ItemRevision | None = None
) -> Event:
    return Event(
        learner=learner,
        uuid=stamped.uuid,
        kind=kind,
        at=stamped.at,
        received_at=now,
        zone=stamped.zone,
        day=stamped.day,
        item_revision=revision,
        concept_id=revision.item.concept_id if revision else None,
        document=document,
    )


def _fold(learner: User, concepts: set[int]) -> None:
    """Completes the reviews of these concepts and their memories, in the order in which things were done."""
    history: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.filter(learner=learner, concept__in=concepts).order_by("at", "pk"):
        history[review.concept_id].append(review)
    for concept, reviews in history.items():
        memory = None
        for review in reviews:
            evidence = rules.Evidence(rules.Grade(review.rating), review.day)
            reviewed = rules.review(memory, evidence, seed=rules.seed_for(learner.pk, concept))
            review.predicted_recall, review.counted = reviewed.predicted_recall, reviewed.counted
            memory = reviewed.memory
            review.due_on = memory.due_on
        Review.objects.bulk_update(reviews, ["predicted_recall", "counted", "due_on"], batch_size=BATCH)
        if memory is not None:
            store(learner, concept, memory)


def _walk(learner: User, walked: list[tuple[Stamp, Act]], refused: list[Refused], now: datetime) -> tuple[int, list[XpEntry]]:
    """Marks the steps as done that were not, in lessons that begin with them; how many, and what reading them was worth."""
    named = {lesson for _, act in walked for lesson, _ in act.steps}
    taught = Lesson.objects.filter(slug__in=named, current__isnull=False).select_related("current", "path")
    lessons = {lesson.slug: lesson for lesson in taught}
    done = set(StepDone.objects.filter(learner=learner).values_list("lesson__slug", "step_key"))
    revisions = dict(LessonProgress.objects.filter(learner=learner).values_list("lesson__slug", "revision"))
    rows, earned, events = list[StepDone](), list[XpEntry](), list[Event]()
    for stamped, act in walked:
        for slug, key in act.steps:
            lesson = lessons.get(slug)
            step = next((one for one in lesson.current.steps if one["key"] == key), None) if lesson else None
            if lesson is None or step is None:
                refused.append(Refused(act.place, f"There is no step “{key}” of a lesson “{slug}” on this site."))
                continue
            if (slug, key) in done:
                continue
            done.add((slug, key))
            if slug not in revisions:
                enrolled(learner, lesson.path, now=now, at=stamped.at)
                given = {"revision": lesson.current, "started_at": stamped.at}
                revisions[slug] = LessonProgress.objects.create(learner=learner, lesson=lesson, **given).revision_id
            rows.append(StepDone(learner=learner, lesson=lesson, step_key=key, day=stamped.day, at=stamped.at))
            if act.reads:
                effort = xp.for_step(step["seconds"])
                earned.append(_entry(learner, f"step:{lesson.pk}:{key}", effort, stamped.day, stamped.at))
        if act.answer is None:
            document = {"steps": [list(step) for step in act.steps], "effort": 0}
            events.append(_event(learner, Kind.STEP_DONE, stamped, now, document))
    StepDone.objects.bulk_create(rows, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)
    return len(rows), earned


def _efforts(learner: User, attempts: list[Attempt]) -> Iterator[XpEntry]:
    """What the answers are worth by the rule that holds for all."""
    keys = {attempt.item_id for attempt in attempts}
    begun = Attempt.objects.filter(learner=learner, item__in=keys).order_by().values_list("item", "day").annotate(Min("number"))
    first = {(item, day): number for item, day, number in begun}
    reviews = Review.objects.filter(learner=learner, attempt__item__in=keys).values_list("attempt", "predicted_recall", "counted")
    foreseen = {attempt: recall if counted else None for attempt, recall, counted in reviews}
    for attempt in attempts:
        answered = xp.Answered(
            expected_seconds=attempt.revision.seconds,
            seconds=attempt.seconds,
            score=attempt.score,
            recall=foreseen[attempt.pk],
            first_today=first[attempt.item_id, attempt.day] == attempt.number,
        )
        yield _entry(learner, f"attempt:{attempt.pk}", xp.for_answer(answered), attempt.day, attempt.at)


def _entry(learner: User, cause: str, effort: int, day: date, at: datetime) -> XpEntry:
    return XpEntry(learner=learner, cause=cause, effort_seconds=effort, day=day, at=at)


def _pay(learner: User, earned: Iterable[XpEntry], now: datetime) -> None:
    """Enters what was earned before the running week; a cause that was paid here before is not paid again."""
    today = learner.clock.day(now)
    monday = today - timedelta(days=today.weekday())
    paid = [entry for entry in earned if entry.effort_seconds and entry.day < monday]
    XpEntry.objects.bulk_create(paid, batch_size=BATCH, ignore_conflicts=True)
