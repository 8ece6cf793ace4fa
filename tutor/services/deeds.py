"""Steps, exercises and finished days as rows: how they are made anew from the log, by the folds of `tutor.rules.deeds`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from exercises.models import Exercise
from lessons.models import Lesson
from tutor.models import Event, Kind, LearnerDay, LessonProgress, StepDone, User
from tutor.rules import deeds as rules
from tutor.selectors.history import History
from tutor.services.keeping import Entry, keep_entries, update


def refold_steps(history: History, among: Q, scope: Collection[rules.Thing] | None = None) -> dict[rules.Thing, date]:
    """Steps as the chosen events do them, and their effort. One that no event does any more is open again.

    Args:
        scope: the steps that may have changed; all of them without.

    Returns:
        The steps that are done on another day than before, with the earlier of the two.
    """
    learner = history.learner
    told = StepDone.objects.filter(learner=learner).select_related("lesson")
    if scope is not None:
        told = told.filter(lesson__slug__in={lesson for _, lesson, _ in scope})
    done = {("step", row.lesson.slug, row.step_key): row for row in told}
    first = rules.fold_steps(history.of_steps(among))
    changing = {*first, *done} if scope is None else set(scope)
    lessons = dict(Lesson.objects.filter(slug__in={lesson for _, lesson, _ in changing}).values_list("slug", "pk"))
    entries, moved = dict[str, Entry | None](), dict[rules.Thing, date]()
    for step in changing:
        _, lesson, key = step
        act, row = first.get(step), done.get(step)
        days = {one.day for one in (act, row) if one is not None}
        if days and not (act and row and len(days) == 1):
            moved[step] = min(days)
        if act is None:
            StepDone.objects.filter(learner=learner, lesson=lessons[lesson], step_key=key).delete()
        elif row is None:
            StepDone.objects.create(learner=learner, lesson_id=lessons[lesson], step_key=key, day=act.day, at=act.at)
        else:
            update(row, day=act.day, at=act.at)
        entries[f"step:{lessons[lesson]}:{key}"] = (act.effort, act.day, act.at) if act else None
    keep_entries(learner, entries)
    for progress in LessonProgress.objects.filter(learner=learner, lesson__in=lessons.values()).select_related("revision"):
        _finish(progress)
    return moved


def _finish(progress: LessonProgress) -> None:
    """Notes when the last step of a lesson was done, or that one is open."""
    own = StepDone.objects.filter(learner=progress.learner_id, lesson=progress.lesson_id).values_list("step_key", "at")
    done = dict(own)
    keys = [step["key"] for step in progress.revision.steps]
    if any(key not in done for key in keys):
        update(progress, finished_at=None)
    else:
        update(progress, finished_at=max([progress.started_at, *(done[key] for key in keys)]))


def refold_code(history: History, among: Q) -> None:
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
    keep_entries(history.learner, entries)


def refold_day(learner: User, day: date, deeds: Collection[rules.Deed]) -> None:
    things = {thing for deed in deeds for thing in (*(deed.plan or ()), *(deed.done if deed.once else ()))}
    lessons = {thing[1] for thing in things if thing[0] == "step"}
    done = StepDone.objects.filter(learner=learner, lesson__slug__in=lessons)
    rows = [(("step", row[0], row[1]), *row[2:]) for row in done.values_list("lesson__slug", "step_key", "day", "at")]
    before = {step for step, done_on, _ in rows if done_on < day}
    finish = rules.fold_day(rules.first_of(deeds, {step: at for step, _, at in rows}), before=before)
    row = LearnerDay.objects.filter(learner=learner, day=day).first()
    if finish is None:
        LearnerDay.objects.filter(learner=learner, day=day).delete()
    elif row is None:
        LearnerDay.objects.create(learner=learner, day=day, zone=finish.zone, finished_at=finish.at)
    else:
        update(row, zone=finish.zone, finished_at=finish.at)
