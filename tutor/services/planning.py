"""What a day's plan is composed from, read in a number of queries that does not grow: nothing here writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from exercises.models import Attempt, Item
from lessons.models import Concept, Lesson, LessonRevision
from lessons.selectors import stage_titles
from tutor.models import CodeTime, ConceptMemory, ExercisePace, ItemPace, LearnerPace, LessonProgress, StepDone, User
from tutor.models.plan import Doing
from tutor.rules import credit, pace, value
from tutor.rules.memory import Memory
from tutor.rules.plan import GATE, MOST_DUE, DueReview, NextStep
from tutor.rules.recalled import USUAL, Recaller
from tutor.selectors.recalled import asked_for, recaller_of

# No lesson is much shorter, so this many minutes of a plan reach into one more lesson.
SHORTEST_LESSON_MINUTES = 3
NEVER = datetime.min.replace(tzinfo=UTC)
# How each kind of step is timed.
TIMED_AS = {"check": Doing.QUIZ, "code": Doing.CODE}


@dataclass(frozen=True, slots=True)
class Material:
    """`missed` are the days since the learner last did anything, less the one that is usual; `memories` are by concept, and so
    is `downstream`: how many lessons ahead rest on each. `by` is what is expected of the learner.
    """

    due: list[DueReview]
    steps: list[NextStep]
    warm: dict[str, list[DueReview]]
    missed: int
    memories: dict[str, Memory]
    taught: dict[str, list[str]]
    by: Recaller
    downstream: dict[str, int]


@dataclass(frozen=True, slots=True)
class Needs:
    """The graph of concepts by slug: what each builds on, the lesson that teaches it, and how many lessons ahead rest on it."""

    of: dict[str, list[str]]
    home: dict[str, str]
    downstream: dict[str, int]

    def prerequisites(self, lesson: str) -> set[str]:
        """What the lesson's concepts build on directly and the lesson does not teach itself."""
        own = {concept for concept, home in self.home.items() if home == lesson}
        return {need for concept in own for need in self.of.get(concept, ())} - own


def material(learner: User, day: date, *, reach: int | None = None, every_memory: bool = False) -> Material:
    """All that a plan of the day depends on. Eleven queries.

    Args:
        reach: how many lessons ahead are read; as many as fit into a day if it is not given.
        every_memory: of `memories`, those that will be due some day as well.
    """
    lessons = _lessons(learner, 2 + learner.daily_minutes // SHORTEST_LESSON_MINUTES if reach is None else reach)
    progress = LessonProgress.objects.filter(learner=learner, lesson__in=lessons).select_related("revision")
    begun = {row.lesson_id: row.revision for row in progress}
    needs = needs_for(learner)
    paces = {row.kind: row.factor for row in LearnerPace.objects.filter(learner=learner)}
    waiting = {lesson.slug: needs.prerequisites(lesson.slug) for lesson in lessons if lesson.pk not in begun}
    wanted = set(needs.home) if every_memory else set().union(*waiting.values())
    rows = {row.concept.slug: row for row in _memories(learner, day, wanted)}
    reviews = _reviews(learner, list(rows.values()), day, paces.get(Doing.QUIZ, 1.0), needs)
    weak = {slug for slug, one in reviews.items() if one.recall < GATE}
    return Material(
        due=[one for slug, one in reviews.items() if rows[slug].due_on <= day],
        steps=_steps(learner, lessons, begun, paces, needs),
        warm={lesson: [reviews[slug] for slug in sorted(slugs & weak)] for lesson, slugs in waiting.items()},
        missed=_missed(learner, day),
        memories={slug: row.as_rule() for slug, row in rows.items()},
        taught={lesson.slug: [one for one, home in needs.home.items() if home == lesson.slug] for lesson in lessons},
        by=next((recaller_of(row) for row in rows.values()), USUAL),
        downstream=needs.downstream,
    )


def due_soon(learner: User, day: date, days: int) -> dict[str, Memory]:
    """What falls due in so many days from tomorrow on, the soonest first, as much as a plan is made from. One query."""
    soon = asked_for(learner=learner, due_on__range=(day + timedelta(days=1), day + timedelta(days=days)))
    return {row.concept.slug: row.as_rule() for row in soon.select_related("concept").order_by("due_on", "concept_id")[:MOST_DUE]}


def weak_before(learner: User, lesson: Lesson, day: date) -> list[DueReview]:
    """What a lesson builds on and the learner has likely forgotten, due or not, the weakest first. Three queries at most."""
    edges = Concept.needs.through.objects.filter(from_concept__lesson=lesson, from_concept__retired_at=None)
    needed = edges.exclude(to_concept__lesson=lesson).values("to_concept")
    rows = list(asked_for(learner=learner, concept__in=needed).select_related("concept__lesson__current"))
    if not rows:
        return []
    factor = LearnerPace.objects.filter(learner=learner, kind=Doing.QUIZ).values_list("factor", flat=True).first() or 1.0
    reviews = _reviews(learner, rows, day, factor, Needs({}, {}, {})).values()
    return sorted((one for one in reviews if one.recall < GATE), key=lambda one: (one.recall, one.concept))


def needs_for(learner: User) -> Needs:
    """The concepts of the learner's paths. Three queries."""
    concepts = Concept.objects.filter(lesson__path__enrolments__learner=learner, retired_at=None, lesson__retired_at=None)
    home = dict(concepts.values_list("slug", "lesson__slug"))
    edges = Concept.needs.through.objects.filter(from_concept__in=concepts, to_concept__retired_at=None)
    of: dict[str, list[str]] = {}
    for concept, needed in edges.values_list("from_concept__slug", "to_concept__slug"):
        of.setdefault(concept, []).append(needed)
    return Needs(of, home, value.downstream(of, home, _ahead(learner).values_list("slug", flat=True)))


def _ahead(learner: User) -> QuerySet[Lesson]:
    finished = LessonProgress.objects.filter(learner=learner, finished_at__isnull=False).values("lesson_id")
    taught = Lesson.objects.filter(path__enrolments__learner=learner, retired_at=None, current__isnull=False)
    return taught.exclude(pk__in=finished).order_by("path__enrolments__at", "path__position", "position")


def _lessons(learner: User, reach: int) -> list[Lesson]:
    return list(_ahead(learner).select_related("current", "path")[:reach])


def _memories(learner: User, day: date, wanted: set[str]) -> list[ConceptMemory]:
    """What is due, the longest waiting first, and what the lessons ahead build on, due or not."""
    chosen = asked_for(learner=learner).filter(Q(due_on__lte=day) | Q(concept__slug__in=wanted))
    with_lesson = chosen.select_related("concept__lesson__current").defer("concept__lesson__current__document")
    return list(with_lesson.order_by("due_on", "concept_id")[: MOST_DUE + len(wanted)])


def _reviews(learner: User, rows: list[ConceptMemory], day: date, factor: float, needs: Needs) -> dict[str, DueReview]:
    """Each with the question of it that was asked longest ago (or never), so that no variant seen lately comes back."""
    freshest = freshest_items(learner, concept__in=[row.concept_id for row in rows])
    return {
        row.concept.slug: _review(row, freshest[row.concept_id], day, factor, needs) for row in rows if row.concept_id in freshest
    }


def freshest_items(learner: User, **which: Any) -> dict[int, Item]:
    """By concept, the question that was asked longest ago, or never. One query."""
    # Not a join, which would read what everybody else answered, too.
    own = Attempt.objects.filter(learner=learner, item=OuterRef("pk")).order_by("-at")
    items = (
        Item.objects.filter(**which, retired_at=None, current__isnull=False)
        .select_related("current__pace", "current__level")
        .defer("current__document")
        .annotate(last_asked=Subquery(own.values("at")[:1]))
    )
    freshest: dict[int, Item] = {}
    for item in sorted(items, key=lambda item: (item.last_asked or NEVER, item.slug)):
        freshest.setdefault(item.concept_id, item)
    return freshest


def _review(row: ConceptMemory, item: Item, day: date, factor: float, needs: Needs) -> DueReview:
    lesson, memory = row.concept.lesson, row.as_rule()
    pooled, harder, by = getattr(item.current, "pace", None), getattr(item.current, "level", None), recaller_of(row)
    recall = by.recall(memory, day, item_difficulty=harder.difficulty if harder else 0.0)
    return DueReview(
        concept=row.concept.slug,
        title=row.concept.title,
        lesson=lesson.slug,
        lesson_title=lesson.current.title if lesson.current else "",
        item=item.slug,
        recall=recall,
        days_overdue=max(0, (day - row.due_on).days),
        seconds=pace.expected(pooled.median if pooled else item.current.seconds, factor),
        saved=value.saved(memory, day, chance=recall, by=by),
        downstream=needs.downstream.get(row.concept.slug, 0),
        implies=frozenset(credit.shares(needs.of, row.concept.slug)),
    )


def _steps(
    learner: User, lessons: list[Lesson], begun: dict[int, LessonRevision], paces: dict[str, float], needs: Needs
) -> list[NextStep]:
    """The coming steps of the learner's paths, in their order."""
    done = set(StepDone.objects.filter(learner=learner, lesson__in=lessons).values_list("lesson_id", "step_key"))
    revisions = {lesson: begun.get(lesson.pk, lesson.current) for lesson in lessons}
    usual = _usual_seconds([step for revision in revisions.values() for step in revision.steps])
    times = CodeTime.objects.filter(learner=learner, exercise__lesson__in=lessons, passed_at=None)
    worked = Counter[str](dict(times.values_list("exercise__slug", "seconds")))
    coming: list[NextStep] = []
    for lesson, revision in revisions.items():
        stages = stage_titles(revision)
        gain = _gain_per_second(lesson.slug, revision, needs)
        # An exercise that is several steps has one time: each has its part of it.
        declared = Counter[str]()
        for step in revision.steps:
            declared[step["exercise"] or ""] += step["seconds"]
        for step in revision.steps:
            factor = paces.get(TIMED_AS.get(step["kind"], Doing.READ), 1.0)
            share = step["seconds"] / declared[step["exercise"]] if step["exercise"] else 1.0
            usually = usual.get(step["item"] or step["exercise"] or "", step["seconds"] / share)
            seconds = pace.expected(share * usually, factor)
            if (lesson.pk, step["key"]) in done:
                worked[step["exercise"] or ""] -= seconds
                continue
            at_it = max(0, worked.pop(step["exercise"] or "", 0))
            coming.append(
                NextStep(
                    path=lesson.path.slug,
                    lesson=lesson.slug,
                    lesson_title=revision.title,
                    revision=revision.pk,
                    key=step["key"],
                    kind=step["kind"],
                    title=step["title"],
                    seconds=pace.left(seconds, at_it),
                    begun=lesson.pk in begun,
                    stage=stages[step["key"]],
                    gain=step["seconds"] * gain,
                    worked=at_it,
                )
            )
    return coming


def _gain_per_second(lesson: str, revision: LessonRevision, needs: Needs) -> float:
    """Weighted recalls that a second of the lesson adds, spread evenly over it."""
    weights = sum(value.need(needs.downstream[one]) for one, home in needs.home.items() if home == lesson)
    return max(value.LEAST, weights * value.learned()) / max(1, sum(step["seconds"] for step in revision.steps))


def _usual_seconds(steps: list[dict[str, Any]]) -> dict[str, float]:
    """The medians of the items and exercises that the steps ask, where there are any yet, by slug. One query."""
    items = ItemPace.objects.filter(item_revision__item__slug__in=[step["item"] for step in steps if step["item"]])
    exercises = ExercisePace.objects.filter(
        exercise_revision__exercise__slug__in=[step["exercise"] for step in steps if step["exercise"]]
    )
    current = items.filter(item_revision__item__current=F("item_revision"))
    compiled = exercises.filter(exercise_revision__exercise__current=F("exercise_revision"))
    asked = current.order_by().values_list("item_revision__item__slug", "median")
    written = compiled.order_by().values_list("exercise_revision__exercise__slug", "median")
    return dict(asked.union(written, all=True))


def _missed(learner: User, day: date) -> int:
    """Whole days without an answer or a step between the last one and today; none for who never did anything. One query."""
    answers = Attempt.objects.filter(learner=OuterRef("pk"), day__lt=day).order_by("-day").values("day")[:1]
    steps = StepDone.objects.filter(learner=OuterRef("pk"), day__lt=day).order_by("-day").values("day")[:1]
    last = User.objects.filter(pk=learner.pk).values_list(Subquery(answers), Subquery(steps)).get()
    days = [one for one in last if one is not None]
    return (day - max(days)).days - 1 if days else 0
