"""One concept as a learner remembers it: the curve, what was answered, what it builds on, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from exercises import marking
from exercises.marking import chance
from exercises.models import Item
from lessons.models import Concept
from tutor.errors import NotFound
from tutor.models import ConceptMemory, KnownCheck, LeechFlag, Review, User
from tutor.rules import memory as rules
from tutor.rules import proof
from tutor.selectors.recalled import foreseen, recall_of, remembered

# What the page tells of the past: more is in the export.
RECENT = 12
# The curve goes on until recall has fallen far, but not for years.
LEAST_AHEAD, MOST_AHEAD = 14, 365
# A prerequisite that is less likely remembered than this is worth asking first.
WEAK = 0.8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept beside this one; `recall` is None where it was not met."""

    slug: str
    title: str
    recall: float | None


@dataclass(frozen=True, slots=True)
class Past:
    """A review: `expected` is the chance that the model gave it, None for the first and for repeats of a day."""

    day: date
    passed: bool
    with_help: bool
    by: str
    expected: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Recall (0 to 1) day by day from the last review on; `today` and `due` are places in it."""

    recalls: tuple[float, ...]
    first: date
    today: date
    due: date


@dataclass(frozen=True, slots=True)
class Leech:
    """A concept that resists, and what may help: the step that explains it, the weakest that it builds on, another question."""

    misses: int
    explained_url: str
    prerequisite: Neighbour | None
    other_item: str


@dataclass(frozen=True, slots=True)
class KnownView:
    """An open check of “I know this”: `number` of `total` is the question to answer next."""

    item: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """`memory` values are None before the concept is met; `kinds` are (kind, number of questions)."""

    slug: str
    title: str
    summary: str
    lesson_title: str
    lesson_url: str
    recall: float | None
    stability_days: float | None
    due_on: date | None
    repetitions: int
    lapses: int
    state: str
    curve: Curve | None
    past: tuple[Past, ...]
    kinds: tuple[tuple[str, int], ...]
    needs: tuple[Neighbour, ...]
    needed_by: tuple[Neighbour, ...]
    leech: Leech | None
    check: KnownView | None
    can_prove: bool
    tried_today: bool


def concept_page(learner: User, slug: str, now: datetime) -> ConceptPage:
    """Eight queries, whatever the history.

    Raises:
        NotFound: no such concept.
    """
    found = Concept.objects.filter(slug=slug, retired_at=None).select_related("lesson__path", "lesson__current")
    concept = found.first()
    if concept is None:
        raise NotFound(f"There is no concept “{slug}”.", field="concept")
    today = learner.clock.day(now)
    row = remembered(learner=learner, concept=concept).first()
    items = list(Item.objects.filter(concept=concept, current__isnull=False, retired_at=None).select_related("current"))
    needs, needed_by = _neighbours(learner, concept, today)
    check = KnownCheck.objects.filter(learner=learner, concept=concept, day=today).first()
    lesson = concept.lesson
    lesson_url = reverse("lesson", args=[lesson.path.slug, lesson.slug])
    return ConceptPage(
        slug=concept.slug,
        title=concept.title,
        summary=concept.summary,
        lesson_title=lesson.current.title if lesson.current else "",
        lesson_url=lesson_url,
        recall=recall_of(row, today) if row else None,
        stability_days=row.stability if row else None,
        due_on=row.due_on if row else None,
        repetitions=row.repetitions if row else 0,
        lapses=row.lapses if row else 0,
        state=row.state if row else "",
        curve=_curve(row, today) if row else None,
        past=_past(learner, concept),
        kinds=_kinds(items),
        needs=needs,
        needed_by=needed_by,
        leech=_leech(learner, concept, items, needs, lesson_url),
        check=_view(check) if check and check.passed is None else None,
        can_prove=bool(proving_questions(items)),
        tried_today=check is not None and check.passed is not None,
    )


def _curve(row: ConceptMemory, today: date) -> Curve:
    ahead = min(MOST_AHEAD, max(LEAST_AHEAD, round(2 * row.stability), round(1.3 * (row.due_on - today).days)))
    days = (today - row.reviewed_on).days + ahead
    recalls = tuple(recall_of(row, row.reviewed_on + timedelta(days=number)) for number in range(days + 1))
    return Curve(recalls, row.reviewed_on, today, row.due_on)


def _past(learner: User, concept: Concept) -> tuple[Past, ...]:
    rows = Review.objects.filter(learner=learner, concept=concept).order_by("-at").select_related("attempt__revision")
    return tuple(
        Past(
            day=row.day,
            passed=row.rating > rules.Grade.AGAIN,
            with_help=row.rating == rules.Grade.HARD,
            by=row.attempt.revision.kind if row.attempt_id else "code" if row.submission_id else "solution",
            expected=foreseen(row.predicted_recall, row.intercept) if row.counted else None,
        )
        for row in rows[:RECENT]
    )


def _kinds(items: list[Item]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.current.kind] = counts.get(item.current.kind, 0) + 1
    return tuple(sorted(counts.items()))


def _neighbours(learner: User, concept: Concept, today: date) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    """What the concept builds on, and what builds on it."""
    below = list(concept.needs.filter(retired_at=None).order_by("lesson__position", "position"))
    above = list(concept.needed_by.filter(retired_at=None).order_by("lesson__position", "position"))
    rows = remembered(learner=learner, concept__in=[*below, *above])
    recalls = {row.concept_id: recall_of(row, today) for row in rows}

    def views(side: list[Concept]) -> tuple[Neighbour, ...]:
        return tuple(Neighbour(one.slug, one.title, recalls.get(one.pk)) for one in side)

    return views(below), views(above)


def _leech(learner: User, concept: Concept, items: list[Item], needs: tuple[Neighbour, ...], lesson_url: str) -> Leech | None:
    flag = LeechFlag.objects.filter(learner=learner, concept=concept, closed_at=None).select_related("revision__item").first()
    if flag is None:
        return None
    missed = flag.revision.item.slug if flag.revision else ""
    met = [one for one in needs if one.recall is not None]
    weakest = min(met, key=lambda one: one.recall or 0, default=None)
    others = [item.slug for item in items if item.slug != missed]
    return Leech(
        misses=flag.misses,
        explained_url=_explained(concept, {item.slug for item in items}) or lesson_url,
        prerequisite=weakest if weakest and (weakest.recall or 0) < WEAK else None,
        other_item=others[0] if others else "",
    )


def _explained(concept: Concept, items: set[str]) -> str:
    """The step before the first that asks of the concept: where its lesson explains it. Empty if the lesson has none."""
    lesson = concept.lesson
    before = ""
    for step in lesson.current.steps if lesson.current else []:
        if step.get("item") in items and before:
            return reverse("step", args=[lesson.path.slug, lesson.slug, before])
        if step["kind"] in {"read", "explore"}:
            before = step["key"]
    return ""


def proving_questions(items: Iterable[Item]) -> tuple[str, ...]:
    """The questions, of these, by which a concept is shown to be known; none where guessing them would do."""
    asked = ((item.slug, marking.generate(item.current.document, 0)) for item in items if item.current)
    return proof.questions((slug, chance.of_guessing(question)) for slug, question in asked)


def open_check(learner: User, item: str, now: datetime) -> KnownView | None:
    """The check of “I know this” whose next question is this item."""
    check = KnownCheck.objects.filter(learner=learner, concept__items__slug=item, day=learner.clock.day(now), passed=None).first()
    if check is None or check.items[check.done] != item:
        return None
    return _view(check)


def _view(check: KnownCheck) -> KnownView:
    return KnownView(check.items[check.done], check.done + 1, len(check.items))
