"""What a device takes along that will be without a network: the next days with all that it takes to study them.

Nothing here writes, so that it can be fetched as often as one likes; what the days hold beyond one that is open is a forecast.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse

from exercises.marking import Question
from exercises.marking.on_device import OnDevice, on_device
from exercises.models import Attempt, Draft, Exercise, Item
from lessons.models import Asset, Concept, LessonRevision
from tutor.errors import BadInput
from tutor.models import ConceptMemory, KnownCheck, User
from tutor.rules import ahead
from tutor.rules.forecast import USUAL_SECONDS, Course
from tutor.rules.picks import DueReview
from tutor.rules.recalled import USUAL
from tutor.selectors.catalogue import LessonContent, content_of
from tutor.selectors.changes import cursor_at_end
from tutor.selectors.progress import PlanProgress, plan_progress
from tutor.selectors.recalled import recaller_of, remembered
from tutor.selectors.today import PickView, pick_view
from tutor.services.asking import Asked, asked_of, seed_for
from tutor.services.planning import MOST_DUE, SHORTEST_LESSON_MINUTES, Material, freshest_items, material

MOST_DAYS = 7
# However long the days are: what is taken along has to fit into a pocket.
MOST_LESSONS = 20
PICTURE = re.compile(r'"/assets/([0-9a-f]{64})/')


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day to come. Only one that is `opened` is settled."""

    day: date
    opened: bool
    minutes: int
    picks: tuple[PickView, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it will be put under this number; `marking` is None where only the server marks."""

    number: int
    seed: int
    question: Question
    marking: OnDevice | None


@dataclass(frozen=True, slots=True)
class ItemAhead:
    """A question with its next askings. `difficulty` in logits moves what is predicted for its concept."""

    item: str
    concept: str
    revision: str
    seconds: int
    difficulty: float
    askings: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class ExerciseAhead:
    """An exercise to write code for; it is checked when there is a network again."""

    slug: str
    title: str
    prompt_html: str
    starter: str
    draft: str | None
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssetAhead:
    """Data of a widget, or a picture: immutable."""

    url: str
    digest: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Predicting:
    """FSRS-6's parameters and the intercept in logits that are the learner's."""

    parameters: tuple[float, ...]
    intercept: float


@dataclass(frozen=True, slots=True)
class Luggage:
    """All of it. `cursor` is where changes begin that are not in it yet."""

    cursor: str
    days: tuple[DayAhead, ...]
    lessons: tuple[LessonContent, ...]
    items: tuple[ItemAhead, ...]
    exercises: tuple[ExerciseAhead, ...]
    assets: tuple[AssetAhead, ...]
    memories: tuple[ConceptMemory, ...]
    predicting: Predicting


def luggage_for(*, learner: User, days: int, now: datetime) -> Luggage:
    """The next `days` local days from today on. A number of queries that depends on nothing.

    Raises:
        BadInput: they are not 1 to 7.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadInput("So many days are not taken along.", f"Ask for 1 to {MOST_DAYS}.", field="days")
    # Before anything is read: what happens meanwhile is told again rather than never.
    cursor, today = cursor_at_end(learner), learner.clock.day(now)
    reach = min(MOST_LESSONS, 2 + days * learner.daily_minutes // SHORTEST_LESSON_MINUTES)
    given = material(learner, today, reach=reach, every_memory=True)
    planned = _days(learner, given, plan_progress(learner, today), today, days)
    picks = [pick for _, _, day in planned for pick in day]
    lessons = _lessons(picks)
    steps = {(pick["lesson"], pick["key"]) for pick in picks if pick["kind"] == "step"}
    chosen = [step for one in lessons for step in one.steps if (one.slug, step["key"]) in steps]
    times = Counter([*(pick["item"] for pick in picks if pick["item"]), *(step["item"] for step in chosen if step["item"])])
    items = _items(learner, times, today)
    concepts = {*(one.concept for one in items), *(concept for one in lessons for concept in one.concepts)}
    done = {id(pick): pick.pop("done", False) for pick in picks}
    return Luggage(
        cursor=cursor,
        days=tuple(
            DayAhead(today + timedelta(days=place), opened, minutes, tuple(pick_view(pick, done[id(pick)]) for pick in day))
            for place, (opened, minutes, day) in enumerate(planned)
        ),
        lessons=lessons,
        items=items,
        exercises=_exercises(learner, {step["exercise"] for step in chosen if step["exercise"]}),
        assets=_assets(chosen),
        memories=tuple(
            remembered(learner=learner, concept__slug__in=concepts).select_related("concept").order_by("concept__slug")
        ),
        predicting=_predicting(learner),
    )


def _days(
    learner: User, given: Material, progress: PlanProgress | None, today: date, days: int
) -> list[tuple[bool, int, list[dict[str, Any]]]]:
    """Of each day whether it is open, its minutes, and its picks as documents with `done`."""
    planned = None
    if progress is not None:
        named = [pick for pick in progress.picks if pick["kind"] == "step"]
        concepts = {pick["concept"] for pick in progress.picks if pick["kind"] == "review"}
        planned = (concepts, {(pick["lesson"], pick["key"]) for pick in named})
    course = Course(given.memories, {}, given.steps, given.taught, given.by)
    found = ahead.plans(
        course, _asked(learner, given, today, days), minutes=learner.daily_minutes, day=today, days=days, planned=planned
    )
    told = [(False, learner.daily_minutes, [asdict(pick) for pick in picks]) for picks in found]
    if progress is not None:
        pairs = zip(progress.picks, progress.done, strict=True)
        told[0] = (True, progress.minutes, [pick | {"done": done} for pick, done in pairs])
    return told


def _asked(learner: User, given: Material, today: date, days: int) -> dict[str, DueReview]:
    """By concept, what would be asked: of what comes due in these days, and of what lessons until then teach. Two queries."""
    end = today + timedelta(days=days)
    due = sorted((memory.due_on, slug) for slug, memory in given.memories.items() if memory.due_on < end)
    slugs = {slug for _, slug in due[:MOST_DUE]} | {slug for taught in given.taught.values() for slug in taught}
    concepts = Concept.objects.filter(slug__in=slugs, retired_at=None).select_related("lesson__current")
    items = freshest_items(learner, concept__slug__in=slugs)
    known = {one.concept: one for one in given.due}
    return {
        row.slug: known.get(row.slug)
        or DueReview(
            row.slug,
            row.title,
            row.lesson.slug,
            row.lesson.current.title if row.lesson.current else "",
            items[row.pk].slug,
            recall=0.9,
            days_overdue=0,
            seconds=items[row.pk].current.seconds if items[row.pk].current else USUAL_SECONDS,
        )
        for row in concepts.defer("lesson__current__document")
        if row.pk in items
    }


def _lessons(picks: Iterable[dict[str, Any]]) -> tuple[LessonContent, ...]:
    """Those that steps are of, in the revisions that the plans count on. One query."""
    keys = list(dict.fromkeys(pick["revision"] for pick in picks if pick["kind"] == "step"))[:MOST_LESSONS]
    rows = LessonRevision.objects.filter(pk__in=keys).select_related("lesson__path").in_bulk()
    return tuple(content_of(rows[key].lesson, rows[key]) for key in keys if key in rows)


def _items(learner: User, times: Counter[str], today: date) -> tuple[ItemAhead, ...]:
    """Each question, as often as it is planned. What is asked in an open “I know this” is left to the server. Three queries."""
    rows = Item.objects.filter(slug__in=times, current__isnull=False).select_related("current__level", "concept")
    own = Attempt.objects.filter(learner=learner, item__slug__in=times).values_list("item__slug")
    told = {slug: rest for slug, *rest in own.annotate(last=Max("number"), on=Max("day", filter=Q(day=today)))}
    proving = proving_items(learner)
    found = []
    for row in rows.order_by("slug"):
        revision = row.current
        last, answered = told.get(row.slug, (0, None))
        asked = []
        for number in range(last + 1, last + 1 + times[row.slug]):
            seed = seed_for(row.slug, learner.pk, number)
            asked.append(asked_of(revision, number, seed, answered_today=answered is not None))
        level = getattr(revision, "level", None)
        found.append(
            ItemAhead(
                item=row.slug,
                concept=row.concept.slug,
                revision=revision.digest,
                seconds=revision.seconds,
                difficulty=level.difficulty if level else 0.0,
                askings=tuple(_asking(one, marked=row.slug not in proving) for one in asked),
            )
        )
    return tuple(found)


def proving_items(learner: User) -> set[str]:
    """What an open “I know this” asks, whose answers nobody is to see before. One query."""
    checks = KnownCheck.objects.filter(learner=learner, passed=None).values_list("items", flat=True)
    return {one for items in checks for one in items}


def _asking(asked: Asked, *, marked: bool) -> Asking:
    return Asking(asked.number, asked.seed, asked.question, on_device(asked.question) if marked else None)


def _exercises(learner: User, slugs: set[str]) -> tuple[ExerciseAhead, ...]:
    """Without checks and solution. Two queries."""
    rows = Exercise.objects.filter(slug__in=slugs, current__isnull=False).select_related("current")
    drafts = dict(Draft.objects.filter(learner=learner, exercise__slug__in=slugs).values_list("exercise__slug", "source"))
    return tuple(
        ExerciseAhead(
            row.slug,
            row.current.title,
            row.current.prompt_html,
            row.current.starter,
            drafts.get(row.slug),
            tuple(row.current.hints),
        )
        for row in rows.defer("current__checks", "current__solution").order_by("slug")
        if row.current
    )


def _assets(steps: list[dict[str, Any]]) -> tuple[AssetAhead, ...]:
    """What the steps show, without their bodies. One query."""
    digests = {digest for step in steps for digest in PICTURE.findall(step["html"])}
    digests |= {step["widget"]["asset"]["digest"] for step in steps if step["widget"] and step["widget"]["asset"]}
    rows = Asset.objects.filter(digest__in=digests).order_by("digest").values_list("digest", "name", "media_type")
    return tuple(AssetAhead(reverse("asset", args=[digest, name]), digest, kind) for digest, name, kind in rows)


def _predicting(learner: User) -> Predicting:
    """By whichever memory there is, for all have the same; what is usual without any. One query."""
    row = remembered(learner=learner).first()
    by = recaller_of(row) if row else USUAL
    return Predicting(tuple(by.parameters), by.intercept)
