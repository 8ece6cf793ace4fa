"""Placement tests: showing what one knows already instead of going through it."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from exercises import marking
from exercises.marking import chance
from exercises.models import Item
from lessons.models import Concept, Lesson, Phase
from lessons.models import Path as LearningPath
from tutor.errors import BadInput, NotFound, StaleQuestion, TooOften
from tutor.models import ConceptMemory, Enrolment, Kind, LessonProgress, Placement, StepDone, User
from tutor.rules import placement as rules
from tutor.rules.memory import Memory
from tutor.selectors.placement import TESTED_KINDS, answers_of, phases_passed, testable_phases
from tutor.selectors.progress import plan_progress
from tutor.services.day import replan
from tutor.services.learning import lock, settle_day, store
from tutor.services.log import record

# What is easier to guess says so little that the test would be long.
EASIEST = 0.34
# Days until the first placed concept is asked, and over how many they are spread.
FIRST_ASKED, SPREAD = 2, 8


def begin_placement(*, learner: User, path_slug: str, phase_slug: str = "", now: datetime) -> Placement:
    """Begins the test of a path from its first phase that is not done, or of one phase; or finds the one that is open.

    Raises:
        NotFound: no such path.
        BadInput: there is nothing to be tested, or no such phase.
        TooOften: it was taken today; luck is not to be tried again and again.
    """
    path = LearningPath.objects.filter(slug=path_slug, retired_at=None).first()
    if path is None:
        raise NotFound(f"There is no path “{path_slug}”.", field="path")
    with transaction.atomic():
        learner = lock(learner)
        running = Placement.objects.filter(learner=learner, path=path, finished_at=None).first()
        if running is not None:
            return running
        day = learner.clock.day(now)
        phases = testable_phases(learner, path)
        if phase_slug:
            phases = [phase for phase in phases if phase.slug == phase_slug]
        if not phases:
            raise BadInput("There is nothing here to test you on.", "Choose a phase that is not done yet.", field="phase")
        if Placement.objects.filter(learner=learner, path=path, phase=phases[0] if phase_slug else None, day=day).exists():
            wait = round((learner.clock.bounds(day)[1] - now).total_seconds())
            raise TooOften("You took this test today.", "Sleep over it, or learn a lesson of it.", wait_seconds=max(1, wait))
        Enrolment.objects.get_or_create(learner=learner, path=path, defaults={"at": now})
        test = Placement(learner=learner, path=path, day=day, started_at=now, phase=phases[0] if phase_slug else None)
        test.document = {"seed": secrets.randbits(40), "phases": [phase.slug for phase in phases], "asked": []}
        _ask(test)
        test.save()
    return test


def answer_placement(
    *, learner: User, path_slug: str, number: int, response: dict[str, Any] | None, now: datetime
) -> Placement:
    """Marks the answer to the question with this number, from 0; None is “I don't know”. A repeated one changes nothing.

    Nothing is said of it before the test is over, and the next question comes. Passing a phase marks its lessons as
    done and its concepts as known, with a modest stability.

    Raises:
        NotFound: no test of this path is open.
        StaleQuestion: the number lies ahead.
        BadInput: the response has not the form of the question.
    """
    with transaction.atomic():
        learner = lock(learner)
        own = Placement.objects.filter(learner=learner, path__slug=path_slug).select_related("path")
        test = own.filter(finished_at=None).first()
        if test is None:
            finished = own.first()
            if finished is None:
                raise NotFound("No placement test is open.", "Begin one on the path's page.", field="path")
            return finished
        asked = test.document["asked"]
        if number > len(asked) - 1:
            raise StaleQuestion("This question is not open.", "Reload the page.", field="number")
        if number < len(asked) - 1:
            return test
        asked[-1]["right"] = response is not None and _right(asked[-1], response)
        _go_on(learner, test, now)
        test.save()
    return test


def leave_placement(*, learner: User, path_slug: str, now: datetime) -> None:
    """Ends a test before its end. What was passed until then stays passed."""
    with transaction.atomic():
        learner = lock(learner)
        Placement.objects.filter(learner=learner, path__slug=path_slug, finished_at=None).update(finished_at=now)


def question_of(asked: dict[str, Any]) -> tuple[Item, marking.Question]:
    """The question that was asked, which its seed makes again."""
    item = Item.objects.select_related("current", "concept").get(slug=asked["item"])
    revision = item.revisions.get(pk=asked["revision"])
    return item, marking.generate(revision.document, asked["seed"])


def _right(asked: dict[str, Any], response: dict[str, Any]) -> bool:
    try:
        return marking.mark(question_of(asked)[1], response).correct
    except marking.BadResponse as problem:
        raise BadInput(problem.problem, problem.mend, field=problem.field) from problem


def _go_on(learner: User, test: Placement, now: datetime) -> None:
    """After an answer: the next question, the next phase, or the end."""
    phase = test.document["asked"][-1]["phase"]
    found = rules.verdict(answers_of(test.document, phase))
    if found is rules.Verdict.PASSED:
        _place(learner, Phase.objects.get(path=test.path, slug=phase), now)
    if found is rules.Verdict.FAILED or not _ask(test):
        test.finished_at = now


def _ask(test: Placement) -> bool:
    """Puts another question of the first phase that is not passed, if there is one."""
    passed = phases_passed(test.document)
    phase = next((slug for slug in test.document["phases"] if slug not in passed), None)
    if phase is None:
        return False
    asked = test.document["asked"]
    chosen = random.Random(f"{test.document['seed']}:{len(asked)}")
    found = _question(test, phase, chosen)
    if found is None:
        return False
    item, guess, seed = found
    asked.append({"phase": phase, "item": item.slug, "revision": item.current_id, "seed": seed, "guess": guess, "right": None})
    return True


def _question(test: Placement, phase: str, chosen: random.Random) -> tuple[Item, float, int] | None:
    """A question of the phase, its guess rate and seed: of an item not asked in this test, and of the concept asked least."""
    before = [one["item"] for one in test.document["asked"]]
    items = list(
        Item.objects.filter(lesson__path=test.path, lesson__phase__slug=phase, retired_at=None, concept__retired_at=None)
        .filter(current__kind__in=TESTED_KINDS)
        .select_related("current")
        .order_by("slug")
    )
    times: dict[int, int] = {}
    for item in items:
        times[item.concept_id] = times.get(item.concept_id, 0) + before.count(item.slug)
    order = sorted(items, key=lambda item: (before.count(item.slug), times[item.concept_id], chosen.random()))
    for item in order:
        seed = chosen.getrandbits(40)
        guess = chance.of_guessing(marking.generate(item.current.document, seed))
        if guess is not None and guess <= EASIEST:
            return item, guess, seed
    return None


def _place(learner: User, phase: Phase, now: datetime) -> None:
    """Marks the lessons of a phase as done and its concepts as known; what the learner has a memory of stays as it is."""
    day = learner.clock.day(now)
    progress = plan_progress(learner, day)
    kept = [pick for pick, done in zip(progress.picks, progress.done, strict=True) if done] if progress else None
    lessons = list(Lesson.objects.filter(phase=phase, retired_at=None).exclude(current=None).select_related("current"))
    _finish_lessons(learner, lessons, now)
    met = set(ConceptMemory.objects.filter(learner=learner).values_list("concept_id", flat=True))
    taught = {lesson.slug: [step["key"] for step in lesson.current.steps] for lesson in lessons if lesson.current}
    record(learner=learner, kind=Kind.PLACED, now=now, document={"phase": phase.slug, "lessons": taught})
    fresh = Concept.objects.filter(lesson__in=lessons, retired_at=None).exclude(pk__in=met)
    for place, concept in enumerate(fresh.order_by("lesson__position", "position")):
        due_on = day + timedelta(days=FIRST_ASKED + place % SPREAD)
        known = {"stability": rules.STABILITY, "difficulty": rules.DIFFICULTY, "due_on": due_on.isoformat()}
        record(learner=learner, kind=Kind.PLACED, now=now, concept=concept, document=known)
        store(learner, concept.pk, Memory(rules.STABILITY, rules.DIFFICULTY, day, due_on, repetitions=1, lapses=0))
    if kept is not None:
        replan(learner=learner, kept=kept, now=now)
        settle_day(learner=learner, day=day, now=now)


def _finish_lessons(learner: User, lessons: Iterable[Lesson], now: datetime) -> None:
    day = learner.clock.day(now)
    for lesson in lessons:
        progress, _ = LessonProgress.objects.get_or_create(
            learner=learner, lesson=lesson, defaults={"revision": lesson.current, "started_at": now}
        )
        if progress.finished_at is None:
            progress.finished_at = now
            progress.save(update_fields=["finished_at"])
        StepDone.objects.bulk_create(
            (StepDone(learner=learner, lesson=lesson, step_key=step["key"], day=day, at=now) for step in progress.revision.steps),
            ignore_conflicts=True,
        )
