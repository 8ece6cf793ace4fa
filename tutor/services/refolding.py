"""Makes what is told of a learner anew from the event log: after a late arrival, an undo, a refit or a corrected zone.

The caller holds the lock on the learner. Only rows that differ are written, and only those that events lead to: what is not a
fold of the log is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from exercises.models import Attempt, Exercise, Item, SolutionShown, Submission
from lessons.models import Lesson
from tutor.models import ConceptMemory, Event, Kind, LearnerDay, LessonProgress, Review, StepDone, User, XpEntry
from tutor.rules import history as rules
from tutor.rules import memory as memories
from tutor.selectors.history import History, grade_of, steps_of
from tutor.services.levels import parameters_of, refold_levels
from tutor.services.marks import forget_marks


def store(learner: User, concept_id: int, memory: memories.Memory, **more: object) -> None:
    ConceptMemory.objects.update_or_create(learner=learner, concept_id=concept_id, defaults={**asdict(memory), **more})


def refold(
    *, learner: User, concepts: Collection[int] = (), days: Collection[date] = (), since: datetime | None = None
) -> None:
    """Folds the histories of these concepts and days anew. The work does not grow with the rest of the learner's history.

    Args:
        since: steps and code of this moment and later may belong to other days than before.
    """
    history = History(learner)
    if since is not None:
        forget_marks(learner, since.date() - timedelta(days=2))
    if concepts:
        _concepts(history, concepts)
        asked = steps_of(Event.objects.filter(learner=learner, kind=Kind.ANSWERED, concept__in=concepts))
        if asked:
            _steps(history, Q(concept__in=concepts) | Q(kind__in=(Kind.STEP_DONE, Kind.PLACED)), asked)
    if since is not None:
        earlier = StepDone.objects.filter(learner=learner, at__lt=since).values_list("lesson__slug", "step_key")
        moved = steps_of(Event.objects.filter(learner=learner, at__gte=since)) - {("step", *step) for step in earlier}
        _steps(history, Q(at__gte=since), moved)
        _code(history, Q(at__gte=since))
    for day, deeds in history.of_days(days).items():
        _day(learner, day, deeds)


def refold_all(*, learner: User) -> None:
    """Folds the whole log of a learner anew."""
    forget_marks(learner)
    known = Event.objects.filter(learner=learner, concept__isnull=False).values_list("concept", flat=True)
    history, concepts = History(learner), set(known.order_by().distinct())
    _concepts(history, concepts)
    _steps(history, Q())
    _code(history, Q())
    days = {history.day(event) for event in Event.objects.filter(learner=learner).only("at", "day")}
    days |= set(LearnerDay.objects.filter(learner=learner).values_list("day", flat=True))
    for day, deeds in history.of_days(sorted(days)).items():
        _day(learner, day, deeds)


def _concepts(history: History, concepts: Collection[int]) -> None:
    learner = history.learner
    pieces, events = history.of_concepts(concepts)
    parameters = parameters_of(learner)
    kept = {
        review.event.uuid: review
        for review in Review.objects.filter(learner=learner, concept__in=concepts, event__isnull=False).select_related("event")
    }
    _take_back([review for key, review in kept.items() if key not in events])
    attempts = _attempts(history, [event for event in events.values() if event.kind == Kind.ANSWERED])
    entries: dict[str, Entry | None] = {}
    for concept in concepts:
        memory, effects = rules.fold_concept(pieces[concept], seed=memories.seed_for(learner.pk, concept), parameters=parameters)
        if memory is None:
            ConceptMemory.objects.filter(learner=learner, concept=concept).delete()
        else:
            store(learner, concept, memory)
        for key, effect in effects.items():
            event, attempt = events[key], attempts.get(key)
            _keep_review(history, event, attempt, effect.reviewed, kept.get(key))
            if attempt:
                entries[f"attempt:{attempt.pk}"] = (effect.effort, history.day(event), event.at)
    _keep_entries(learner, entries)
    refold_levels(learner)


def _take_back(reviews: Iterable[Review]) -> None:
    """Removes reviews whose event was taken back, with the answers that they were of and what these had earned."""
    gone = list(reviews)
    attempts = [review.attempt_id for review in gone if review.attempt_id]
    Review.objects.filter(pk__in=[review.pk for review in gone]).delete()
    if attempts:
        XpEntry.objects.filter(learner=gone[0].learner_id, cause__in=[f"attempt:{pk}" for pk in attempts]).delete()
        Attempt.objects.filter(pk__in=attempts).delete()


def _attempts(history: History, answered: Collection[Event]) -> dict[UUID, Attempt]:
    """The answers by their UUID, on the days that count; one that is not there is made."""
    learner = history.learner
    found = {one.client_id: one for one in Attempt.objects.filter(learner=learner, client_id__in=[one.uuid for one in answered])}
    for event in answered:
        if event.uuid not in found:
            found[event.uuid] = answer_row(learner, event, history.day(event))
            found[event.uuid].save()
        _update(found[event.uuid], day=history.day(event))
    return found


def answer_row(learner: User, event: Event, day: date) -> Attempt:
    """The answer that an event tells, under the next number where its own is taken, as by another device."""
    said = event.document
    item = Item.objects.get(slug=said["item"])
    number = free_number(learner, item, said["number"])
    keys = ("seed", "response", "score", "seconds", "hints_used")
    same = {"learner": learner, "client_id": event.uuid, "item": item, "revision_id": event.item_revision_id}
    return Attempt(**same, number=number, day=day, at=event.at, **{key: said[key] for key in keys})


def free_number(learner: User, item: Item, wanted: int) -> int:
    """The number of an asking, or the next one where another device has answered under it."""
    numbers = set(Attempt.objects.filter(learner=learner, item=item).values_list("number", flat=True))
    return wanted if wanted not in numbers else max(numbers) + 1


def _keep_review(
    history: History, event: Event, attempt: Attempt | None, reviewed: memories.Reviewed, row: Review | None
) -> None:
    told: dict[str, Any] = {
        "rating": grade_of(event),
        "predicted_recall": reviewed.predicted_recall,
        "counted": reviewed.counted,
        "due_on": reviewed.memory.due_on,
        "day": history.day(event),
        "at": event.at,
    }
    if row is not None:
        _update(row, **told)
        return
    cause = {"attempt": attempt} if attempt else _cause(event)
    Review.objects.create(learner=history.learner, concept_id=event.concept_id, event=event, **told, **cause)


def _cause(event: Event) -> dict[str, Model]:
    """The verdict or the solution that a piece of evidence is of."""
    of = Event.objects.get(learner=event.learner_id, uuid=event.document["of"])
    if of.kind == Kind.CODE_SETTLED:
        return {"submission": Submission.objects.get(public_id=of.uuid)}
    exercise = of.document["exercise"]
    return {"solution_shown": SolutionShown.objects.get(learner=event.learner_id, exercise__slug=exercise)}


def _steps(history: History, among: Q, scope: Collection[rules.Thing] | None = None) -> None:
    """Steps as the chosen events do them, and their effort. One that no event does any more is open again.

    Args:
        scope: the steps that may have changed; all of them without.
    """
    learner = history.learner
    rows = StepDone.objects.filter(learner=learner).select_related("lesson")
    done = {("step", row.lesson.slug, row.step_key): row for row in rows}
    first = rules.fold_steps(history.of_steps(among))
    changing = {*first, *done} if scope is None else set(scope)
    lessons = dict(Lesson.objects.filter(slug__in={lesson for _, lesson, _ in changing}).values_list("slug", "pk"))
    entries: dict[str, Entry | None] = {}
    for step in changing:
        _, lesson, key = step
        act, row = first.get(step), done.get(step)
        if act is None:
            StepDone.objects.filter(learner=learner, lesson=lessons[lesson], step_key=key).delete()
        elif row is None:
            StepDone.objects.create(learner=learner, lesson_id=lessons[lesson], step_key=key, day=act.day, at=act.at)
        else:
            _update(row, day=act.day, at=act.at)
        entries[f"step:{lessons[lesson]}:{key}"] = (act.effort, act.day, act.at) if act else None
    _keep_entries(learner, entries)
    for progress in LessonProgress.objects.filter(learner=learner, lesson__in=lessons.values()).select_related("revision"):
        _finish(progress)


def _finish(progress: LessonProgress) -> None:
    """Notes when the last step of a lesson was done, or that one is open."""
    own = StepDone.objects.filter(learner=progress.learner_id, lesson=progress.lesson_id).values_list("step_key", "at")
    done = dict(own)
    keys = [step["key"] for step in progress.revision.steps]
    if any(key not in done for key in keys):
        _update(progress, finished_at=None)
    elif progress.finished_at is None:
        _update(progress, finished_at=max([progress.started_at, *(done[key] for key in keys)]))


def _code(history: History, among: Q) -> None:
    """The effort of exercises, which their first pass has earned."""
    entries: dict[str, Entry | None] = {}
    settled = Event.objects.filter(among, learner=history.learner, kind=Kind.CODE_SETTLED).order_by("at", "uuid")
    earned = [event for event in settled if event.document.get("effort")]
    exercises = dict(
        Exercise.objects.filter(slug__in={event.document["exercise"] for event in earned}).values_list("slug", "pk")
    )
    for event in earned:
        cause = f"exercise:{exercises[event.document['exercise']]}"
        entries.setdefault(cause, (event.document["effort"], history.day(event), event.at))
    _keep_entries(history.learner, entries)


def _day(learner: User, day: date, deeds: Collection[rules.Deed]) -> None:
    planned = [thing for deed in deeds if deed.plan for thing in deed.plan if thing[0] == "step"]
    earlier = StepDone.objects.filter(learner=learner, day__lt=day, lesson__slug__in={lesson for _, lesson, _ in planned})
    before = {("step", lesson, key) for lesson, key in earlier.values_list("lesson__slug", "step_key")}
    finish = rules.fold_day(deeds, before=before)
    row = LearnerDay.objects.filter(learner=learner, day=day).first()
    if finish is None:
        LearnerDay.objects.filter(learner=learner, day=day).delete()
    elif row is None:
        LearnerDay.objects.create(learner=learner, day=day, zone=finish.zone, finished_at=finish.at)
    else:
        _update(row, zone=finish.zone, finished_at=finish.at)


# Seconds of effort, and the day and moment of the act that earned them.
Entry = tuple[int, date, datetime]


def _keep_entries(learner: User, entries: Mapping[str, Entry | None]) -> None:
    """Lets the ledger hold these entries by their causes; a cause that earned nothing has none."""
    rows = {row.cause: row for row in XpEntry.objects.filter(learner=learner, cause__in=list(entries))}
    gone = []
    for cause, entry in entries.items():
        row = rows.get(cause)
        if entry is None or not entry[0]:
            gone.append(cause)
        elif row is None:
            XpEntry.objects.create(learner=learner, cause=cause, effort_seconds=entry[0], day=entry[1], at=entry[2])
        else:
            _update(row, effort_seconds=entry[0], day=entry[1], at=entry[2])
    XpEntry.objects.filter(learner=learner, cause__in=gone).delete()


def _update(row: Model, **told: Any) -> None:
    """Writes what differs."""
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
