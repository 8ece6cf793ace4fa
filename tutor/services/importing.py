"""Taking over a history that was learned elsewhere, or here before: its acts become events, and the log is folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from exercises import marking
from exercises.models import Attempt, ItemRevision
from lessons.models import Concept, Lesson
from tutor.errors import BadInput
from tutor.models import Break, Event, Kind, LessonProgress, StepDone, User
from tutor.rules import placement, xp
from tutor.rules.deeds import Thing
from tutor.rules.transfer import DONE, Act, Answer, History, Refused
from tutor.selectors import history as folds
from tutor.services.answers import told_of
from tutor.services.breaks import enter
from tutor.services.deeds import refold_steps
from tutor.services.keeping import BATCH
from tutor.services.learning import lock
from tutor.services.lessons import enrolled
from tutor.services.log import Stamp, stamp
from tutor.services.marks import forget_marks
from tutor.services.refolding import refold

# A placed concept is asked within so many days.
PLACED_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers and steps are new here, how many acts were known already, and what was refused."""

    answers: int
    steps: int
    known: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """An act that can be taken over: with its mark, if it is an answer, and the steps that nothing else has done."""

    stamped: Stamp
    act: Act
    revision: ItemRevision | None = None
    score: float = 0.0
    concept: int | None = None
    steps: tuple[tuple[str, str], ...] = ()
    effort: int = 0


def take_over(*, learner: User, history: History, now: datetime) -> Imported:
    """Adds the acts of a history to the learner's own, each once: the same event again changes nothing.

    Answers are marked again, by the question that their seed makes; memories, effort, steps and finished days are folded from the
    acts of both histories in the order in which they were done. What was done within the running week earns no effort and
    brings no plans, so that nobody wins a league by a file.
    """
    with transaction.atomic():
        learner = lock(learner)
        told = Event.objects.filter(learner=learner, uuid__in={act.uuid for act in history.acts})
        known = set(told.values_list("uuid", flat=True))
        fresh = {act.uuid: act for act in reversed(history.acts) if act.uuid not in known}
        today = learner.clock.day(now)
        monday = today - timedelta(days=today.weekday())
        refused = list(history.refused)
        taken = _checked(learner, sorted(fresh.values(), key=lambda act: (act.at, act.place)), monday, now, refused)
        taken = _walked(learner, taken, monday, refused, now)
        answers = _write(learner, taken, monday, now)
        _fold(learner, taken, monday)
    refused.sort(key=lambda one: one.place)
    repeated = sum(act.kind in DONE for act in history.acts) - sum(act.kind in DONE for act in fresh.values())
    return Imported(answers, sum(len(one.steps) for one in taken), repeated, tuple(refused))


def _checked(learner: User, acts: list[Act], monday: date, now: datetime, refused: list[Refused]) -> list[_Taken]:
    """What can be done again here; `refused` gets the others."""
    answers = [act.answer for act in acts if act.answer]
    found = ItemRevision.objects.filter(item__slug__in={one.item for one in answers}, digest__in={one.digest for one in answers})
    revisions = {(one.item.slug, one.digest): one for one in found.select_related("item")}
    named = {act.concept for act in acts if act.concept}
    concepts = dict(Concept.objects.filter(slug__in=named).values_list("slug", "pk"))
    taken = []
    for act in acts:
        try:
            stamped = stamp(learner, now=now, event_id=act.uuid, at=act.at, zone=act.zone, imported=True)
            if act.kind == Kind.DAY_OPENED and stamped.day >= monday:
                continue
            if act.kind == Kind.VACATION_SET:
                with transaction.atomic():
                    _take_break(learner, act.document, now)
            one = _Taken(stamped, act) if act.answer is None else _marked(stamped, act, act.answer, revisions)
            taken.append(replace(one, concept=_concept(stamped, act, concepts)) if act.concept else one)
        except BadInput as problem:
            refused.append(Refused(act.place, problem.message))
    return taken


def _marked(stamped: Stamp, act: Act, answer: Answer, revisions: Mapping[tuple[str, str], ItemRevision]) -> _Taken:
    revision = revisions.get((answer.item, answer.digest))
    if revision is None:
        raise BadInput(f"This version of the question “{answer.item}” is not on this site.")
    try:
        mark = marking.mark(marking.generate(revision.document, answer.seed), answer.response)
    except marking.BadResponse as problem:
        raise BadInput(f"The answer does not fit the question “{answer.item}”: {problem.problem}") from problem
    return _Taken(stamped, act, revision, mark.score, revision.item.concept_id)


def _concept(stamped: Stamp, act: Act, concepts: Mapping[str, int]) -> int:
    if act.concept not in concepts:
        raise BadInput(f"There is no concept “{act.concept}” on this site.")
    if act.kind == Kind.PLACED:
        due_on = date.fromisoformat(act.document.get("due_on", date.max.isoformat()))
        if not stamped.day < due_on <= stamped.day + PLACED_WITHIN:
            raise BadInput("A placed concept cannot be due on that day.")
    return concepts[act.concept]


def _take_break(learner: User, document: Mapping[str, Any], now: datetime) -> None:
    """A break as it was entered, or ended, elsewhere."""
    starts_on = date.fromisoformat(document["starts_on"])
    Break.objects.filter(learner=learner, starts_on=starts_on).delete()
    if document["ends_on"] is not None:
        ends_on = date.fromisoformat(document["ends_on"])
        if ends_on < starts_on:
            raise BadInput("This break ends before it begins.")
        enter(learner, starts_on, ends_on, now)


def _walked(learner: User, taken: Sequence[_Taken], monday: date, refused: list[Refused], now: datetime) -> list[_Taken]:
    """Each act with the steps that were not done, in lessons that begin with them, and what reading them was worth."""
    named = {lesson for one in taken for lesson, _ in one.act.steps}
    taught = Lesson.objects.filter(slug__in=named, current__isnull=False).select_related("current", "path")
    lessons = {lesson.slug: lesson for lesson in taught}
    done = set(StepDone.objects.filter(learner=learner).values_list("lesson__slug", "step_key"))
    begun = set(LessonProgress.objects.filter(learner=learner).values_list("lesson__slug", flat=True))
    walked = []
    for one in taken:
        steps, effort = [], 0
        for slug, key in one.act.steps:
            lesson = lessons.get(slug)
            step = next((step for step in lesson.current.steps if step["key"] == key), None) if lesson else None
            if lesson is None or step is None:
                refused.append(Refused(one.act.place, f"There is no step “{key}” of a lesson “{slug}” on this site."))
                continue
            if (slug, key) in done:
                continue
            done.add((slug, key))
            steps.append((slug, key))
            if one.act.reads and one.stamped.day < monday:
                effort += xp.for_step(step["seconds"])
            if slug not in begun:
                begun.add(slug)
                enrolled(learner, lesson.path, now=now, at=one.stamped.at)
                given = {"revision": lesson.current, "started_at": one.stamped.at}
                LessonProgress.objects.create(learner=learner, lesson=lesson, **given)
        walked.append(replace(one, steps=tuple(steps), effort=effort))
    return walked


def _write(learner: User, taken: Sequence[_Taken], monday: date, now: datetime) -> int:
    """The events, and the answers, which are numbered after those that are there. Returns how many answers these are."""
    items = {one.revision.item_id for one in taken if one.revision}
    numbers = Attempt.objects.filter(learner=learner, item__in=items).order_by().values_list("item")
    last = Counter(dict(numbers.annotate(last=Max("number"))))
    attempts, events = [], []
    for one in taken:
        document = _document(one)
        if one.revision and one.act.answer:
            last[one.revision.item_id] += 1
            attempt = _attempt(learner, one, one.revision, one.act.answer, last[one.revision.item_id])
            attempts.append(attempt)
            document = told_of(attempt, one.steps) | ({"pays": False} if one.stamped.day >= monday else {})
        events.append(
            Event(
                learner=learner,
                uuid=one.stamped.uuid,
                kind=Kind.STEP_DONE if one.act.kind == Kind.CODE_SETTLED else one.act.kind,
                at=one.stamped.at,
                received_at=now,
                zone=one.stamped.zone,
                day=one.stamped.told,
                item_revision=one.revision,
                concept_id=one.concept,
                document=document,
            )
        )
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)
    return len(attempts)


def _attempt(learner: User, one: _Taken, revision: ItemRevision, answer: Answer, number: int) -> Attempt:
    return Attempt(
        learner=learner,
        client_id=one.stamped.uuid,
        item=revision.item,
        revision=revision,
        number=number,
        seed=answer.seed,
        response=answer.response,
        score=one.score,
        seconds=answer.seconds,
        hints_used=answer.hints_used,
        day=one.stamped.day,
        at=one.stamped.at,
    )


def _document(one: _Taken) -> dict[str, Any]:
    """What the event of an act that is no answer says."""
    if one.act.kind == Kind.PLACED and one.concept:
        return {"stability": placement.STABILITY, "difficulty": placement.DIFFICULTY, **one.act.document}
    if one.act.kind == Kind.DAY_OPENED:
        return one.act.document | {"planner": "elsewhere"}
    if one.act.kind in DONE or one.steps:
        return {"steps": [list(step) for step in one.steps], "effort": one.effort}
    return one.act.document


def _fold(learner: User, taken: Sequence[_Taken], monday: date) -> None:
    """Folds the log anew, as far as it says something else now."""
    if not taken:
        return
    forget_marks(learner, min(one.stamped.day for one in taken))
    history = folds.History(learner)
    steps: set[Thing] = {("step", *step) for one in taken for step in one.steps}
    moved = refold_steps(history, Q(), steps) if steps else {}
    concepts = {one.concept for one in taken if one.concept}
    concepts |= {below for concept in concepts for below in history.below(concept)}
    days = sorted({one.stamped.day for one in taken if one.stamped.day < monday})
    refold(learner=learner, concepts=concepts, days=days, since=min(one.stamped.at for one in taken), moved=moved)
